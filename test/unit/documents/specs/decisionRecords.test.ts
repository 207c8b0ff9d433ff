import { describe, expect, it } from "vitest";
import { specOf, specsOf } from "../../../support/specsOf.ts";

describe("decision records", () => {
  it("are read in the form of Nygard, with what they take the place of", () => {
    const item = specOf(
      "doc/adr/0012-use-sqlite.md",
      "# 12. Use SQLite\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\nSupersedes [3. Use files](0003-use-files.md)\n\n## Context\n\nSee [5](0005-x.md).\n\n## Decision\n\nYes.\n",
    );
    expect(item).toMatchObject({
      key: "doc/adr/0012-use-sqlite",
      isKeyStated: false,
      kind: "decision",
      title: "Use SQLite",
      status: "Accepted",
      format: "decisionRecord",
    });
    expect(item.relations.map(({ kind, target, line }) => [kind, target, line])).toEqual([
      ["supersedes", "doc/adr/0003-use-files.md", 9],
      ["link", "doc/adr/0005-x.md", 13],
    ]);
  });

  it("are read in the forms of MADR 2, 3 and 4", () => {
    const body = "\n## Context and Problem Statement\n\nWhy?\n\n## Decision Outcome\n\nSo.\n";
    expect(
      specOf("docs/decisions/0001-a.md", `# Use a\n\n* Status: accepted\n* Deciders: Ann, Bo${body}`),
    ).toMatchObject({
      title: "Use a",
      status: "accepted",
      relations: [
        { kind: "owner", target: "Ann" },
        { kind: "owner", target: "Bo" },
      ],
    });
    const fourth = specOf(
      "docs/decisions/0002-b.md",
      `---\nstatus: "superseded by ADR-0123"\ndecision-makers: [Ann]\nparent: Decisions\nnav_order: 2\n---\n# Use b\n${body}`,
    );
    expect(fourth.status).toBe("superseded by ADR-0123");
    expect(fourth.relations.map(({ kind, target, targetKind }) => [kind, target, targetKind])).toEqual([
      ["owner", "Ann", "person"],
      ["supersededBy", "ADR-0123", "key"],
    ]);
  });

  it("state a key in their heading or front matter", () => {
    expect(specOf("docs/adr/adr-7.md", "# ADR-007: Use c\n## Decision\n")).toMatchObject({
      key: "ADR-007",
      isKeyStated: true,
      title: "Use c",
    });
    expect(
      specOf("adrs/adr001-x.md", "---\nid: adrs-adr001\ntitle: 'ADR001: Use d'\n---\n## Decision\n"),
    ).toMatchObject({
      key: "adrs-adr001",
      title: "Use d",
    });
    expect(specOf("docs/adr/0003-adr-links.md", "# ADR links\n## Decision\n").title).toBe("ADR links");
    expect(specOf("docs/adr/0004-no-title.md", "## Decision\n").title).toBe("no title");
  });

  it("are none where a folder of decisions only explains itself", () => {
    expect(specsOf("docs/adr/README.md", "# Decisions\n## Decision\n")).toEqual([]);
    expect(specsOf("docs/adr/template.md", "# Title\n## Decision\n")).toEqual([]);
    expect(specsOf("docs/adr/how-to.md", "# How to write one\n## Steps\n")).toEqual([]);
    expect(specsOf("docs/notes.md", "# Notes\n## Decision\n")).toEqual([]);
  });
});
