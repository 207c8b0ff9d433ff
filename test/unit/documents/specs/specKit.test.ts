import { describe, expect, it } from "vitest";
import { linkSpecs } from "../../../../server/linking/specLinks.ts";
import { specDocumentOf, specOf, specsOf } from "../../../support/specsOf.ts";

const folder = "specs/004-vouchers";
const spec = [
  "# Feature Specification: Vouchers",
  "",
  "**Feature Branch**: `004-vouchers`",
  "**Status**: Draft",
  "",
  "## User Scenarios & Testing *(mandatory)*",
  "",
  "### User Story 1 - Redeem a voucher (Priority: P1)",
  "",
  "A customer enters a code.",
  "",
  "**Acceptance Scenarios**:",
  "",
  "1. **Given** a valid code, **When** it is entered, **Then** the sum is lower",
  "2. **Given** an old code, **When** it is entered, **Then** it is refused",
  "",
  "---",
  "",
  "### User Story 2 - See vouchers (Priority: P2)",
  "",
  "## Requirements *(mandatory)*",
  "",
  "- **FR-001**: The shop MUST check the code",
  "- **FR-002**: The shop MUST note who used it",
].join("\n");
const tasks = [
  "# Tasks: Vouchers",
  "",
  "## Format: `[ID] [P?] [Story] Description`",
  "- **[P]**: can run in parallel",
  "",
  "- [x] T001 Set up the folder",
  "- [ ] T012 [P] [US1] Check codes in src/vouchers/check.ts (depends on T001)",
  "```",
  "- [ ] T099 example in a block",
  "```",
].join("\n");

describe("Spec Kit", () => {
  it("gives an epic with its requirements, and a story for each user story with its scenarios", () => {
    const items = specsOf(`${folder}/spec.md`, spec);
    expect(items.map(({ key, kind, title, status, tags }) => [key, kind, title, status, tags])).toEqual([
      [`${folder}/spec`, "epic", "Vouchers", "Draft", []],
      [`${folder}/spec#US1`, "story", "Redeem a voucher", undefined, ["p1"]],
      [`${folder}/spec#US2`, "story", "See vouchers", undefined, ["p2"]],
    ]);
    expect(items[0]?.acceptanceCriteria).toEqual([
      "FR-001: The shop MUST check the code",
      "FR-002: The shop MUST note who used it",
    ]);
    expect(items[1]).toMatchObject({
      acceptanceCriteria: [
        "Given a valid code, When it is entered, Then the sum is lower",
        "Given an old code, When it is entered, Then it is refused",
      ],
      startLine: 8,
      endLine: 18,
      format: "specKit",
    });
  });

  it("gives a task for each line with a number, below its user story, with its files and what it waits for", () => {
    const items = specsOf(`${folder}/tasks.md`, tasks);
    expect(items.map(({ key, title, status }) => [key, title, status])).toEqual([
      [`${folder}/tasks#T001`, "Set up the folder", "done"],
      [`${folder}/tasks#T012`, "Check codes in src/vouchers/check.ts (depends on T001)", "open"],
    ]);
    expect(items[1]?.relations.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      `parent ${folder}/spec.md#US1`,
      `dependsOn ${folder}/tasks#T001`,
      "specifies src/vouchers/check.ts",
    ]);
  });

  it("links plan, tasks and stories to one tree", () => {
    const plan =
      "# Implementation Plan: Vouchers\n\n**Branch**: `004-vouchers` | **Status**: Done | **Spec**: [spec](./spec.md)\n";
    expect(specOf(`${folder}/plan.md`, plan)).toMatchObject({
      kind: "techSpec",
      title: "Vouchers",
      status: "Done",
    });
    const documents = [
      specDocumentOf(`${folder}/spec.md`, spec),
      specDocumentOf(`${folder}/plan.md`, plan),
      specDocumentOf(`${folder}/tasks.md`, tasks),
    ];
    const { statements, problems } = linkSpecs(documents, () => true);
    expect(problems).toEqual([]);
    expect(
      statements
        .flatMap(({ edges }) => edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`))
        .toSorted(),
    ).toEqual([
      `item:${folder}/plan specifies item:${folder}/spec`,
      `item:${folder}/spec parentOf item:${folder}/spec#US1`,
      `item:${folder}/spec parentOf item:${folder}/spec#US2`,
      `item:${folder}/spec parentOf item:${folder}/tasks#T001`,
      `item:${folder}/spec#US1 parentOf item:${folder}/tasks#T012`,
      `item:${folder}/tasks#T012 dependsOn item:${folder}/tasks#T001`,
      `item:${folder}/tasks#T012 specifies file:src/vouchers/check.ts`,
    ]);
  });

  it("is known by its headings where the folder has no number, and not in templates or other specs folders", () => {
    expect(specsOf("specs/vouchers/spec.md", spec)[0]?.format).toBe("specKit");
    expect(specOf("specs/002-log-in/plan.md", "# Implementation Plan: [FEATURE]\n").title).toBe("log in");
    expect(specsOf(".specify/templates/specs/001-a/spec.md", spec)).toEqual([]);
    expect(specsOf("specs/vouchers/tasks.md", "# Jobs\n- [ ] T001 x")).toEqual([]);
  });
});
