import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../../server/base/packageRoot.ts";
import { specOf, specsOf } from "../../../support/specsOf.ts";

const story = [
  "---",
  "id: SHOP-12",
  "kind: story",
  "title: Pay with a voucher",
  "parent: SHOP-3",
  "depends-on: [SHOP-4, ../other/basket.md#totals]",
  "status: in progress",
  "points: 5",
  "approved-by: the product owner",
  "owner: Payments team",
  "tags: [Checkout, voucher]",
  "---",
  "",
  "# Pay with a voucher",
  "",
  "## Acceptance criteria",
  "",
  "1. A voucher lowers the sum.",
  "2. An expired voucher is refused",
  "   with its date:",
  "   - in the basket",
  "   - in the mail",
  "",
  "## Related",
  "",
  "See [the code](../../src/voucher.ts) and [tax](SHOP-9-tax.md), not [this](#related) or [that](https://example.org/a).",
];

describe("a document with front matter", () => {
  it("is read with all that it states, and with the lines which state it", () => {
    const item = specOf("docs/specs/SHOP-12-voucher.md", ...story);
    expect(item).toMatchObject({
      key: "SHOP-12",
      isKeyStated: true,
      kind: "story",
      title: "Pay with a voucher",
      status: "in progress",
      points: 5,
      approval: "the product owner",
      tags: ["checkout", "voucher"],
      acceptanceCriteria: [
        "A voucher lowers the sum.",
        "An expired voucher is refused with its date:; in the basket; in the mail",
      ],
      startLine: 1,
      endLine: 26,
      format: "frontMatter",
    });
    expect(
      item.relations.map(({ kind, target, targetKind, line }) => [kind, target, targetKind, line]),
    ).toEqual([
      ["parent", "SHOP-3", "key", 5],
      ["dependsOn", "SHOP-4", "key", 6],
      ["dependsOn", "docs/other/basket.md#totals", "path", 6],
      ["owner", "Payments team", "person", 10],
      ["link", "src/voucher.ts", "path", 26],
      ["link", "docs/specs/SHOP-9-tax.md", "path", 26],
    ]);
    expect(item.relations[0]).toMatchObject({ found: "front matter parent", text: "SHOP-3" });
  });

  it("names files by their path in the folder, and nothing outside of it", () => {
    const item = specOf(
      "docs/specs/a.md",
      "---\nkind: epic\n---\n[a](/src/a%20b.ts) [b](../b.md#x?) [c](../../../c.md) [d](//example.org/d) [e](%zz.md) ![f](f.png)\n[g]: ../g.md\n",
    );
    expect(item.relations.map(({ target }) => target)).toEqual([
      "src/a b.ts",
      "docs/b.md#x?",
      "docs/specs/%zz.md",
      "docs/g.md",
    ]);
  });

  it("names a target of one kind once, as a field says it where one does", () => {
    const item = specOf("specs/a.md", "---\nkind: epic\nsee-also: b.md\n---\n[one](b.md) [two](./b.md)\n");
    expect(item.relations.map(({ found, target }) => [found, target])).toEqual([
      ["front matter see-also", "specs/b.md"],
    ]);
  });

  it("names the children that it lists under a heading of that name", () => {
    const item = specOf(
      "specs/epic.md",
      "---\nkind: epic\n---\n# E\n## Stories\n- [One](one.md) after [zero](zero.md)\n- [Two](two.md)\n## Notes\n- [Three](three.md)",
    );
    expect(item.relations.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      "child specs/one.md",
      "link specs/zero.md",
      "child specs/two.md",
      "link specs/three.md",
    ]);
  });

  it("may be an epic above a PRD or a PRD above an epic", () => {
    const prd = specOf("docs/specs/a.md", "---\nid: A-1\nkind: prd\nparent: A-2\n---\n# P");
    const epic = specOf("docs/specs/b.md", "---\nid: A-2\nkind: epic\nprd: A-1\n---\n# E");
    expect([prd.kind, prd.relations[0]?.target, epic.kind, epic.relations[0]?.kind]).toEqual([
      "prd",
      "A-2",
      "epic",
      "parent",
    ]);
  });

  it("gets a key from its path where it states none, and keeps it when its title changes", () => {
    const first = specOf("docs/specs/login.md", "---\nkind: epic\n---\n# Login");
    const second = specOf("docs/specs/login.md", "---\nkind: epic\nid: 12\n---\n# Sign in");
    expect([first.key, first.isKeyStated, second.key]).toEqual([
      "docs/specs/login",
      false,
      "docs/specs/login",
    ]);
  });

  it("is known by its fields where it says no kind, by its place where it has only a status line", () => {
    expect(specOf("notes/a.md", "---\nid: A-7\nepic: A-1\n---\n# A").kind).toBe("story");
    expect(specOf("backlog/tasks/back-7 - Pay.md", "---\nid: BACK-7\nstatus: To Do\n---\n# A").kind).toBe(
      "task",
    );
    expect(specOf("docs/specs/a.md", "# A\n\n**Status**: Draft\n**Story points:** 3 points\n")).toMatchObject(
      {
        kind: "techSpec",
        status: "Draft",
        points: 3,
      },
    );
    expect(
      specOf("docs/prd.md", "# Product requirements\n\n| Status | In review |\n| --- | --- |\n"),
    ).toMatchObject({
      kind: "prd",
      status: "In review",
    });
    expect(specOf("docs/epics/pay.md", "# Pay\n\n- Status: done\n").kind).toBe("epic");
  });

  it.each([
    ["docs/changes/1.md", "---\ntype: feature\n---\nAdds a button."],
    ["docs/guide.md", "---\nid: intro\ntitle: Guide\n---\n# Guide\n\nStatus: fine\n"],
    ["docs/specs/README.md", "# Specs\n\n**Status**: Draft\n"],
    ["docs/specs/story-template.md", "# A\n\n**Status**: Draft\n"],
    ["test/fixtures/specs/a.md", "---\nkind: epic\n---\n# A"],
    ["src/a.ts", "// ---\n// kind: epic\n"],
  ])("is no specification at %s", (at, text) => {
    expect(specsOf(at, text)).toEqual([]);
  });

  it("reads the criteria of check-lists, tables, scenarios and front matter", () => {
    const head = "---\nkind: story\n---\n# S\n";
    const under = (text: string) => specOf("specs/s.md", `${head}${text}`).acceptanceCriteria;
    expect(under("**Acceptance Criteria:**\n\n- [ ] one\n- [x] `two`\n\n**Notes**\n- three")).toEqual([
      "one",
      "two",
    ]);
    expect(under("## 3. Acceptance Criteria\n\n| # | it |\n| - | - |\n| 1 | holds |\n| 2 | stays |")).toEqual(
      ["1: holds", "2: stays"],
    );
    expect(
      under("## Acceptance Criteria\n\n**Given** a\n**When** b\n**Then** c\n\n**Given** d\n**Then** e"),
    ).toEqual(["Given a When b Then c", "Given d Then e"]);
    expect(
      specOf("specs/s.md", "---\nkind: story\nacceptance_criteria:\n  - one\n  - two\n---\n")
        .acceptanceCriteria,
    ).toEqual(["one", "two"]);
  });

  it("does not read examples: code and comments", () => {
    const item = specOf(
      "specs/s.md",
      "---\nkind: story\n---\n# S\n<!-- **Status**: no\n[a](a.md) -->\n```md\n**Status**: no\n[b](b.md)\n```\n",
    );
    expect(item.status).toBeUndefined();
    expect(item.relations).toEqual([]);
  });
});

describe("the specifications of this repository", () => {
  it("come out complete: one PRD, epics below it, stories below these, with their criteria", () => {
    const folder = path.join(packageRoot(), "docs/specs");
    const items = readdirSync(folder).flatMap((name) =>
      specsOf(`docs/specs/${name}`, readFileSync(path.join(folder, name), "utf8")),
    );
    const keysOf = (kind: string) => items.filter((item) => item.kind === kind).map(({ key }) => key);
    expect(keysOf("prd")).toEqual(["WH-1"]);
    expect(keysOf("epic").toSorted()).toEqual([
      "WH-2",
      "WH-3",
      "WH-4",
      "WH-5",
      "WH-6",
      "WH-7",
      "WH-8",
      "WH-9",
    ]);
    expect(keysOf("story").length).toBeGreaterThanOrEqual(65);
    for (const item of items) {
      expect(item.isKeyStated && item.status !== undefined && item.tags.length > 0, item.key).toBe(true);
      if (item.kind === "prd") continue;
      expect(item.relations.find(({ kind }) => kind === "parent")?.target, item.key).toMatch(/^WH-[1-9]$/);
      expect(item.acceptanceCriteria.length, item.key).toBeGreaterThanOrEqual(3);
    }
  });
});
