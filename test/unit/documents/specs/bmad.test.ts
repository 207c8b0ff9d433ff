import { describe, expect, it } from "vitest";
import { linkSpecs } from "../../../../server/linking/specLinks.ts";
import { specDocumentOf, specOf, specsOf } from "../../../support/specsOf.ts";

const prd = [
  "# Shop Product Requirements Document (PRD)",
  "",
  "## Requirements",
  "- FR1: Codes lower the sum",
  "",
  "## Epic List",
  "### Epic 1: Vouchers",
  "## Epic 1: Vouchers",
  "Goal.",
  "### Story 1.1: Redeem a code",
  "As a customer, I want it.",
  "#### Acceptance Criteria",
  "1. It lowers the sum.",
].join("\n");
const story = [
  "# Story 1.1: Redeem a voucher code",
  "",
  "## Status",
  "",
  "**Ready for Review**",
  "",
  "## Story",
  "",
  "**As a** customer, **I want** it.",
  "",
  "## Acceptance Criteria",
  "",
  "1. It lowers the sum.",
  "2. It is noted.",
  "",
  "## Tasks / Subtasks",
  "",
  "- [x] Task 1: Check codes (AC: 1, 2)",
  "  - [x] In `src/check.ts`",
  "- [ ] Note it",
].join("\n");

describe("BMAD", () => {
  it("gives the PRD with its requirements, and each of its epics and stories once", () => {
    const items = specsOf("docs/prd.md", prd);
    expect(items.map(({ key, kind, title, startLine }) => [key, kind, title, startLine])).toEqual([
      ["docs/prd", "prd", "Shop", 1],
      ["docs/epics/1", "epic", "Vouchers", 8],
      ["docs/stories/1.1", "story", "Redeem a code", 10],
    ]);
    expect(items.map(({ acceptanceCriteria }) => acceptanceCriteria)).toEqual([
      ["FR1: Codes lower the sum"],
      [],
      ["It lowers the sum."],
    ]);
  });

  it("gives a story of its own file with status, criteria and tasks", () => {
    const items = specsOf("docs/stories/1.1.redeem.story.md", story);
    expect(items.map(({ key, kind, title, status }) => [key, kind, title, status])).toEqual([
      ["docs/stories/1.1", "story", "Redeem a voucher code", "Ready for Review"],
      ["docs/stories/1.1.redeem.story#1", "task", "Check codes", "done"],
      ["docs/stories/1.1.redeem.story#2", "task", "Note it", "open"],
    ]);
    expect(items[0]?.acceptanceCriteria).toHaveLength(2);
    expect(items[1]?.relations.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      "parent docs/stories/1.1",
      "specifies src/check.ts",
    ]);
  });

  it("makes one item of a story's descriptions in PRD, epic and its own file, which tells most", () => {
    const { nodes, statements, problems } = linkSpecs(
      [
        specDocumentOf("docs/prd.md", prd),
        specDocumentOf("docs/epics/epic-1-vouchers.md", "# Epic 1: Vouchers\n\n## Story 1.1: Redeem\n"),
        specDocumentOf("docs/stories/1.1.redeem.story.md", story),
      ],
      () => false,
    );
    expect(problems).toEqual([]);
    expect(
      nodes
        .filter(({ kind }) => kind !== "task")
        .map(({ id, title, path, status }) => [id, title, path, status]),
    ).toEqual([
      ["item:docs/epics/1", "Vouchers", "docs/epics/epic-1-vouchers.md", undefined],
      ["item:docs/prd", "Shop", "docs/prd.md", undefined],
      [
        "item:docs/stories/1.1",
        "Redeem a voucher code",
        "docs/stories/1.1.redeem.story.md",
        "Ready for Review",
      ],
    ]);
    const edges = new Set(statements.flatMap((each) => each.edges.map(({ from, to }) => `${from} ${to}`)));
    expect([...edges].filter((edge) => !edge.includes("#")).toSorted()).toEqual([
      "item:docs/epics/1 item:docs/stories/1.1",
      "item:docs/prd item:docs/epics/1",
    ]);
  });

  it("reads the file names of all versions, and no report that lies beside the stories", () => {
    expect(
      specsOf(
        "_bmad-output/implementation-artifacts/1-2-pay.md",
        "# Story 1.2: Pay\n\nStatus: done\n\n## Story\n",
      )[0],
    ).toMatchObject({
      key: "_bmad-output/stories/1.2",
      status: "done",
    });
    expect(specsOf("docs/stories/story-3.1.md", "# Pay\n## Acceptance Criteria\n- one\n")[0]?.key).toBe(
      "docs/stories/3.1",
    );
    expect(specOf("docs/stories/voucher.story.md", "# Vouchers\n## Acceptance Criteria\n- one\n").key).toBe(
      "docs/stories/voucher.story",
    );
    expect(specsOf("docs/stories/1.1-report.md", "# Report\nAll is well.\n")).toEqual([]);
    expect(specsOf("docs/prd/next-steps.md", "# Next steps\n")).toEqual([]);
  });
});
