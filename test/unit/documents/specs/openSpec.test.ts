import { describe, expect, it } from "vitest";
import { linkSpecs } from "../../../../server/linking/specLinks.ts";
import { specDocumentOf, specOf, specsOf } from "../../../support/specsOf.ts";

const capability = [
  "# vouchers Specification",
  "",
  "## Requirements",
  "",
  "### Requirement: Check a Code",
  "The shop SHALL check codes.",
  "",
  "#### Scenario: Old code",
  "- **WHEN** an old code is entered",
  "- **THEN** it is refused",
].join("\n");
const change = "openspec/changes/add-codes";

describe("OpenSpec", () => {
  it("gives an epic for a capability and a story for each requirement, with its scenarios", () => {
    const items = specsOf("openspec/specs/vouchers/spec.md", capability);
    expect(items.map(({ key, kind, title }) => [key, kind, title])).toEqual([
      ["openspec/specs/vouchers/spec", "epic", "vouchers"],
      ["openspec/specs/vouchers/spec#check-a-code", "story", "Check a Code"],
    ]);
    expect(items[1]?.acceptanceCriteria).toEqual([
      "Old code: WHEN an old code is entered; THEN it is refused",
    ]);
  });

  it("gives a story for a change, named by its folder where the proposal has no title, archived ones marked", () => {
    expect(specOf(`${change}/proposal.md`, "## Why\n\nBecause.\n")).toMatchObject({
      key: `${change}/proposal`,
      kind: "story",
      title: "add codes",
    });
    expect(
      specOf("openspec/changes/archive/2026-01-02-add-codes/proposal.md", "# Change: Add codes\n## Why\n"),
    ).toMatchObject({
      title: "Add codes",
      status: "archived",
    });
  });

  it("gives tasks with and without numbers, each with a key of its own", () => {
    const items = specsOf(
      `${change}/tasks.md`,
      "## 1. Code\n- [x] 1.1 Write src/codes.ts\n- [ ] Test it\n- [ ] Test it\n- note\n",
    );
    expect(items.map(({ key, title, status }) => [key, title, status])).toEqual([
      [`${change}/tasks#1.1`, "Write src/codes.ts", "done"],
      [`${change}/tasks#test-it`, "Test it", "open"],
      [`${change}/tasks#test-it-2`, "Test it", "open"],
    ]);
  });

  it("links a change over its delta to the requirement that it alters", () => {
    const delta = capability.replace("# vouchers Specification", "## MODIFIED Requirements");
    const { statements, problems } = linkSpecs(
      [
        specDocumentOf("openspec/specs/vouchers/spec.md", capability),
        specDocumentOf(`${change}/proposal.md`, "## Why\n"),
        specDocumentOf(`${change}/design.md`, "# Design\n"),
        specDocumentOf(`${change}/specs/vouchers/spec.md`, delta),
      ],
      () => false,
    );
    expect(problems).toEqual([]);
    expect(
      statements
        .flatMap(({ edges }) => edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`))
        .toSorted(),
    ).toEqual([
      `item:${change}/design specifies item:${change}/proposal`,
      `item:${change}/specs/vouchers/spec specifies item:${change}/proposal`,
      `item:${change}/specs/vouchers/spec specifies item:openspec/specs/vouchers/spec`,
      `item:${change}/specs/vouchers/spec specifies item:openspec/specs/vouchers/spec#check-a-code`,
      "item:openspec/specs/vouchers/spec parentOf item:openspec/specs/vouchers/spec#check-a-code",
    ]);
  });
});
