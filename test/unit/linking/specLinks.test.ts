import { describe, expect, it } from "vitest";
import { linkSpecs, type SpecLinks } from "../../../server/linking/specLinks.ts";
import type { SpecDocument } from "../../../server/linking/specPlaces.ts";
import { specDocumentOf } from "../../support/specsOf.ts";

const files = new Set(["src/pay.ts", "docs/guide.md"]);

function link(...documents: readonly SpecDocument[]): SpecLinks {
  return linkSpecs(documents, (path) => files.has(path));
}

function edgesOf({ statements }: SpecLinks): readonly string[] {
  return statements.flatMap(({ edges }) =>
    edges.map(({ from, kind, role, to }) =>
      [from, kind, ...(role === undefined ? [] : [role]), to].join(" "),
    ),
  );
}

function spec(path: string, fields: string, body = ""): SpecDocument {
  return specDocumentOf(path, `---\n${fields}\n---\n${body}`);
}

describe("specifications in the graph", () => {
  it("become nodes that carry what they state", () => {
    const { nodes } = link(
      spec(
        "docs/specs/a.md",
        "id: A-1\nkind: epic\ntitle: Pay\nstatus: planned\npoints: 8\ntags: [x]\napproval: the board\nowner: Team P",
        "## Acceptance criteria\n- one\n",
      ),
    );
    expect(nodes).toEqual([
      {
        id: "item:A-1",
        kind: "epic",
        key: "A-1",
        title: "Pay",
        status: "planned",
        path: "docs/specs/a.md",
        updatedAt: "2026-03-04T00:00:00.000Z",
        details: {
          format: "frontMatter",
          startLine: 1,
          endLine: 13,
          isKeyStated: true,
          acceptanceCriteria: ["one"],
          tags: ["x"],
          owners: ["Team P"],
          points: 8,
          approval: "the board",
        },
      },
    ]);
  });

  it("turn parents round, so that every edge of the hierarchy leads downwards, and keep the words as evidence", () => {
    const links = link(
      spec("specs/e.md", "id: A-1\nkind: epic", "## Stories\n- [S](s.md)\n"),
      spec("specs/s.md", "id: A-2\nkind: story\nparent: A-1"),
    );
    expect(edgesOf(links)).toEqual(["item:A-1 parentOf item:A-2", "item:A-1 parentOf item:A-2"]);
    expect(links.statements.map(({ source }) => source)).toEqual([
      "specs:repo:specs/e.md",
      "specs:repo:specs/s.md",
    ]);
    expect(links.statements[1]?.edges[0]).toEqual({
      from: "item:A-1",
      kind: "parentOf",
      to: "item:A-2",
      origin: "stated",
      confidence: 1,
      evidence: [{ found: "front matter parent", text: "A-1", uri: "repo:specs/s.md", line: 4 }],
      source: "specs:repo:specs/s.md",
      validFrom: "2026-03-04T00:00:00.000Z",
    });
    expect(links.problems).toEqual([]);
  });

  it("lead over paths, anchors and keys in other case to items, and over other paths to files of the folder", () => {
    const links = link(
      spec("specs/a.md", "id: A-1\nkind: epic\ndepends-on: a-2\nsee-also: /specs/b.md"),
      spec(
        "specs/b.md",
        "id: A-2\nkind: story\nparent: ./a",
        "[x](a.md#pay) [y](../src/pay.ts) [z](../src/gone.ts)\n",
      ),
      spec("specs/c.md", "id: A-3\nkind: techSpec", "[x](a.md) [y](../src/pay.ts)\n"),
    );
    expect(edgesOf(links)).toEqual([
      "item:A-1 dependsOn item:A-2",
      "item:A-1 mentions item:A-2",
      "item:A-1 parentOf item:A-2",
      "item:A-2 mentions item:A-1",
      "item:A-2 mentions file:src/pay.ts",
      "item:A-3 specifies item:A-1",
      "item:A-3 specifies file:src/pay.ts",
    ]);
  });

  it("say what a decision takes the place of, from either side", () => {
    const links = link(
      spec("docs/adr/0001-a.md", "kind: decision\nsuperseded-by: ADR-0002"),
      spec("docs/adr/0002-b.md", "kind: decision\nsupersedes: 0001-a.md"),
    );
    const edge = "item:docs/adr/0002-b mentions supersedes item:docs/adr/0001-a";
    expect(edgesOf(links)).toEqual([edge, edge]);
  });

  it("change the mark of a statement whose item gets its key, since another document no longer has it", () => {
    const first = spec("specs/a.md", "id: A-1\nkind: epic");
    const second = spec("specs/b.md", "id: A-1\nkind: epic");
    expect(link(second).statements[0]?.mark).not.toBe(link(first, second).statements[1]?.mark);
  });

  it("keep what several files say of one link, and take what one leaves open of an item from another", () => {
    const linked = spec(
      "specs/a.md",
      "id: A-1\nkind: epic\nsee-also: b.md",
      "[one](b.md#x) and [two](b.md#y)\n",
    );
    const [edge] = link(linked, spec("specs/b.md", "id: A-2\nkind: epic")).statements[0]?.edges ?? [];
    expect(edge?.evidence.map(({ text }) => text)).toEqual(["b.md", "one", "two"]);
    const epic = specDocumentOf("docs/epics/epic-1.md", "# Epic 1: Pay\n");
    const list = specDocumentOf("docs/epics.md", "# Epics\n## Epic 1: Paying\n**Status**: Done\n");
    expect(link(epic, list).nodes[0]).toMatchObject({
      title: "Pay",
      status: "Done",
      path: "docs/epics/epic-1.md",
    });
  });

  it("change the mark of a statement when what it resolves to changes, and of no other", () => {
    const child = spec("specs/s.md", "id: A-2\nkind: story\nparent: e.md");
    const other = spec("specs/z.md", "id: A-9\nkind: story");
    const before = link(spec("specs/e.md", "id: A-1\nkind: epic"), child, other);
    const after = link(spec("specs/e.md", "id: A-5\nkind: epic"), child, other);
    const marks = (links: SpecLinks) => links.statements.map(({ mark }) => mark);
    expect(marks(after)[1]).not.toBe(marks(before)[1]);
    expect(marks(after)[2]).toBe(marks(before)[2]);
  });
});

describe("problems of specifications", () => {
  it("names both places of a key that two of them state, and keeps both", () => {
    const links = link(
      spec("specs/b.md", "id: A-1\nkind: story\ntitle: Second"),
      spec("specs/a.md", "id: A-1\nkind: story\ntitle: First"),
      spec("specs/c.md", "id: A-3\nkind: task\nparent: A-1"),
    );
    expect(links.nodes.map(({ id, key, title }) => [id, key, title])).toEqual([
      ["item:A-1", "A-1", "First"],
      ["item:A-1@specs/b.md:1", "A-1", "Second"],
      ["item:A-3", "A-3", "c"],
    ]);
    expect(edgesOf(links)).toEqual(["item:A-1 parentOf item:A-3"]);
    expect(links.problems).toEqual([
      {
        uri: "repo:specs/b.md",
        line: 1,
        sentence:
          "A-1 is the key of two specifications, specs/a.md line 1 and specs/b.md line 1; links by key lead to the first.",
      },
    ]);
  });

  it("keeps the link to a parent that no document describes, and says so", () => {
    const links = link(
      spec("specs/a.md", "id: A-1\nkind: story\nparent: A-99"),
      spec("specs/b.md", "id: A-2\nkind: story\nparent: ../epics/gone.md"),
      spec("specs/c.md", "id: A-3\nkind: story\nparent: Decisions"),
    );
    expect(edgesOf(links)).toEqual(["item:A-99 parentOf item:A-1", "item:epics/gone parentOf item:A-2"]);
    expect(links.placeholders).toEqual([
      { id: "item:A-99", kind: "issue", key: "A-99", title: "A-99" },
      { id: "item:epics/gone", kind: "issue", key: "epics/gone", title: "epics/gone" },
    ]);
    expect(links.problems.map(({ uri, line, sentence }) => [uri, line, sentence])).toEqual([
      ["repo:specs/a.md", 4, "A-1 names A-99 as its parent, which no specification here describes."],
      ["repo:specs/b.md", 4, "A-2 names epics/gone.md as its parent, which no specification here describes."],
    ]);
  });

  it("finds each circle of parents once, keeps its links, and finds none in a tree", () => {
    const links = link(
      spec("specs/a.md", "id: A-1\nkind: epic\nparent: A-3"),
      spec("specs/b.md", "id: A-2\nkind: story\nparent: A-1"),
      spec("specs/c.md", "id: A-3\nkind: story\nparent: A-2"),
      spec("specs/d.md", "id: A-4\nkind: story\nparent: [A-4, A-1]"),
      spec("specs/e.md", "id: A-5\nkind: epic\nparent: A-6"),
      spec("specs/f.md", "id: A-6\nkind: prd\nparent: A-5"),
    );
    expect(edgesOf(links)).toHaveLength(7);
    expect(links.problems.map(({ sentence }) => sentence).toSorted()).toEqual([
      "A-3, A-1, A-2 are each other's parents in a circle; one of these parents is wrong.",
      "A-4 names itself as its parent.",
      "A-6, A-5 are each other's parents in a circle; one of these parents is wrong.",
    ]);
  });

  it("takes 10,000 stories in one line of descent, and as many of one key", () => {
    const [story] = spec("specs/a.md", "id: A-1\nkind: story\nparent: A-0").specs;
    if (story === undefined) throw new Error("no story");
    const chained = (at: number, key: string) => {
      const path = `specs/${String(at).padStart(6, "0")}.md`;
      const relations = at === 0 ? [] : story.relations.map((each) => ({ ...each, target: `A-${at - 1}` }));
      const document = { uri: `repo:${path}`, path, contentHash: "1", date: "2026-03-04T00:00:00.000Z" };
      return { ...document, specs: [{ ...story, key, relations }] };
    };
    const numbers = Array.from({ length: 10_000 }, (_, at) => at);
    const chain = link(...numbers.map((at) => chained(at, `A-${at}`)));
    expect([chain.nodes.length, edgesOf(chain).length, chain.problems]).toEqual([10_000, 9_999, []]);
    const same = link(...numbers.map((at) => ({ ...chained(0, "A-0"), path: `specs/${at}.md` })));
    expect([same.nodes.length, same.problems.length]).toEqual([10_000, 9_999]);
  });
});
