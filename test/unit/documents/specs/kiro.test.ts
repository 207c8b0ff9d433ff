import { describe, expect, it } from "vitest";
import { linkSpecs } from "../../../../server/linking/specLinks.ts";
import { specDocumentOf, specOf, specsOf } from "../../../support/specsOf.ts";

const folder = ".kiro/specs/2-voucher-codes";
const requirements = [
  "# Requirements Document",
  "",
  "## Requirements",
  "",
  "### Requirement 1: Redeem",
  "",
  "**User Story:** As a customer, I want to pay less, so that I buy more.",
  "",
  "#### Acceptance Criteria",
  "",
  "1. WHEN a code is entered THEN the shop SHALL check it",
  "2. IF it is old THEN the shop SHALL refuse it",
  "",
  "### Requirement 2",
  "",
  "**User Story:** As a clerk, I want a list.",
  "",
  "#### Acceptance Criteria",
  "",
  "1. THE shop SHALL list codes",
].join("\n");
const tasks = [
  "# Implementation Plan",
  "",
  "- [x] 1. Check codes",
  "  - [-] 1.1 Write `src/check.ts`",
  "    - Reads src/codes.json too",
  "    - _Requirements: 1.1, 2.1_",
  "- [ ]* 2 Property test",
  "  - **Validates: Requirements 1.2**",
  "- [ ] 3. Tidy up",
].join("\n");

describe("Kiro", () => {
  it("gives an epic and a story for each requirement, with its EARS criteria", () => {
    const items = specsOf(`${folder}/requirements.md`, requirements);
    expect(items.map(({ key, kind, title }) => [key, kind, title])).toEqual([
      [`${folder}/requirements`, "epic", "voucher codes"],
      [`${folder}/requirements#1`, "story", "Redeem"],
      [`${folder}/requirements#2`, "story", "As a clerk, I want a list."],
    ]);
    expect(items[1]).toMatchObject({
      acceptanceCriteria: [
        "WHEN a code is entered THEN the shop SHALL check it",
        "IF it is old THEN the shop SHALL refuse it",
      ],
      startLine: 5,
      endLine: 13,
      format: "kiro",
    });
  });

  it("gives tasks below the requirements that they name, with the files in their details", () => {
    const items = specsOf(`${folder}/tasks.md`, tasks);
    expect(
      items.map(({ key, title, status, startLine, endLine }) => [key, title, status, startLine, endLine]),
    ).toEqual([
      [`${folder}/tasks#1`, "Check codes", "done", 3, 6],
      [`${folder}/tasks#1.1`, "Write src/check.ts", "in progress", 4, 6],
      [`${folder}/tasks#2`, "Property test", "open", 7, 8],
      [`${folder}/tasks#3`, "Tidy up", "open", 9, 9],
    ]);
    expect(items.map(({ relations }) => relations.map(({ kind, target }) => `${kind} ${target}`))).toEqual([
      [`parent ${folder}/requirements.md`],
      [
        `parent ${folder}/requirements.md#1`,
        `parent ${folder}/requirements.md#2`,
        `parent ${folder}/tasks#1`,
        "specifies src/check.ts",
        "specifies src/codes.json",
      ],
      [`parent ${folder}/requirements.md#1`],
      [`parent ${folder}/requirements.md`],
    ]);
  });

  it("is known by its titles where another tool keeps it", () => {
    expect(specsOf("tool/specs/01-codes/requirements.md", requirements)).toHaveLength(3);
    expect(specsOf("tool/specs/01-codes/design.md", "# Colours\n")).toEqual([]);
  });

  it("misses nothing that only the place of a file implies", () => {
    const alone = linkSpecs([specDocumentOf(`${folder}/tasks.md`, "- [ ] 1. Tidy up\n")], () => false);
    expect([alone.problems, alone.placeholders, alone.statements[0]?.edges]).toEqual([[], [], []]);
  });

  it("links a design to the requirements that it validates", () => {
    const design = "# Design Document: Voucher codes\n\n**Validates: Requirements 2.1**\n";
    expect(specOf(`${folder}/design.md`, design)).toMatchObject({ kind: "techSpec", title: "Voucher codes" });
    const { statements, problems } = linkSpecs(
      [
        specDocumentOf(`${folder}/requirements.md`, requirements),
        specDocumentOf(`${folder}/design.md`, design),
      ],
      () => false,
    );
    expect(problems).toEqual([]);
    expect(statements[0]?.edges.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      `specifies item:${folder}/requirements`,
      `specifies item:${folder}/requirements#2`,
    ]);
  });
});
