import { describe, expect, it } from "vitest";
import { type FileSymbol, type LinkedFile, linkFiles } from "../../../server/linking/fileLinks.ts";
import { learnProjects } from "../../../server/linking/knownProjects.ts";
import type { KeyMention } from "../../../server/model/keyMention.ts";

const date = "2026-08-01T12:00:00.000Z";
const projects = learnProjects({ specKeys: ["WH-1"], settings: [], trackers: [], repositories: [] }, 1, []);

function mention(key: string, line: number, place: KeyMention["place"] = "comment"): KeyMention {
  return { key, place, role: "mentions", line, text: `// ${key}` };
}

function symbol(qualifiedName: string, docStartLine: number, startLine: number, endLine: number): FileSymbol {
  return {
    qualifiedName,
    kind: "function",
    docStartLine,
    startLine,
    endLine,
    signature: `function ${qualifiedName}`,
  };
}

function file(mentions: readonly KeyMention[], more: Partial<LinkedFile> = {}): LinkedFile {
  return { uri: "repo:src/a.ts", path: "src/a.ts", date, mentions, symbols: [], ownKeys: [], ...more };
}

function edgesOf(files: readonly LinkedFile[]): readonly string[] {
  return linkFiles(files, projects).statements.flatMap(({ edges }) =>
    edges.map(({ from, kind, to, role }) => [from, kind, to, role].join(" ").trim()),
  );
}

describe("linkFiles", () => {
  const symbols = [
    { symbol: symbol("A", 5, 7, 30), ordinal: 1 },
    { symbol: symbol("A.f", 10, 12, 15), ordinal: 1 },
    { symbol: symbol("A.f", 16, 16, 20), ordinal: 2 },
  ];

  it.each([
    ["outside of all definitions", 1, "file:src/a.ts mentions item:WH-2 comment"],
    ["in the documentation of a class", 5, "symbol:src/a.ts#A mentions item:WH-2 comment"],
    ["in the documentation of a method", 11, "symbol:src/a.ts#A.f mentions item:WH-2 comment"],
    ["in a method", 15, "symbol:src/a.ts#A.f mentions item:WH-2 comment"],
    ["in the second method of the name", 18, "symbol:src/a.ts#A.f~2 mentions item:WH-2 comment"],
    ["behind the last method", 25, "symbol:src/a.ts#A mentions item:WH-2 comment"],
  ])("gives a mention %s to whom it belongs", (_, line, expected) => {
    expect(edgesOf([file([mention("WH-2", line)], { symbols })])[0]).toBe(expected);
  });

  it("says where it stands, in which file and since when", () => {
    const { nodes, placeholders, statements } = linkFiles(
      [file([mention("WH-2", 11), mention("WH-2", 13)], { symbols })],
      projects,
    );
    expect(nodes).toEqual([
      { id: "file:src/a.ts", kind: "file", key: "src/a.ts", title: "src/a.ts", path: "src/a.ts" },
      {
        id: "symbol:src/a.ts#A.f",
        kind: "symbol",
        key: "A.f",
        title: "A.f",
        path: "src/a.ts",
        details: { symbolKind: "function", startLine: 12, endLine: 15, signature: "function A.f" },
      },
    ]);
    expect(placeholders).toEqual([{ id: "item:WH-2", kind: "issue", key: "WH-2", title: "WH-2" }]);
    expect(statements).toHaveLength(1);
    expect(statements[0]?.source).toBe("mentions:repo:src/a.ts");
    expect(statements[0]?.edges).toEqual([
      {
        from: "symbol:src/a.ts#A.f",
        kind: "mentions",
        to: "item:WH-2",
        role: "comment",
        origin: "stated",
        confidence: 1,
        evidence: [
          { found: "comment", text: "// WH-2", uri: "repo:src/a.ts", line: 11 },
          { found: "comment", text: "// WH-2", uri: "repo:src/a.ts", line: 13 },
        ],
        source: "mentions:repo:src/a.ts",
        validFrom: date,
      },
      {
        from: "file:src/a.ts",
        kind: "contains",
        to: "symbol:src/a.ts#A.f",
        origin: "stated",
        confidence: 1,
        evidence: [],
        source: "mentions:repo:src/a.ts",
        validFrom: date,
      },
    ]);
  });

  it("tells tests, plans and comments apart", () => {
    expect(
      edgesOf([file([mention("WH-2", 1), mention("WH-2", 2, "testName"), mention("WH-2", 3, "todo")])]),
    ).toEqual([
      "file:src/a.ts mentions item:WH-2 comment",
      "file:src/a.ts mentions item:WH-2 testName",
      "file:src/a.ts mentions item:WH-2 todo",
    ]);
  });

  it("makes nothing of foreign keys, nor of those which the file itself describes", () => {
    const files = [file([mention("UTF-8", 1), mention("WH-9", 2)], { ownKeys: ["WH-9"] })];
    expect(linkFiles(files, projects)).toEqual({ nodes: [], placeholders: [], statements: [] });
  });
});
