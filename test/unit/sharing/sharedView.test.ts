import { expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "../../../server/model/graph.ts";
import { isShared, scopeOf, sharedEdge, sharedNode } from "../../../server/sharing/sharedView.ts";

const share = {
  scopes: ["repository", "project:pay"],
  kinds: ["story", "issue", "commit", "symbol"] as const,
};
const story: GraphNode = {
  id: "item:WH-1",
  kind: "story",
  key: "WH-1",
  title: "Refunds",
  path: "docs/specs/WH-1.md",
  details: { format: "front matter", criteria: ["Money goes back"], startLine: 1 },
};
const issue = (key: string, more: Partial<GraphNode> = {}): GraphNode => {
  return { id: `item:${key}`, kind: "issue", key, title: key, ...more };
};

it.each([
  [story, "repository"],
  [issue("PAY-3"), "project:PAY"],
  [issue("#12"), "repository"],
  [issue("owner/name#12"), "repository:owner/name"],
  [issue("DOC", { access: "space:SECRET" }), "space:SECRET"],
  [issue("something"), undefined],
])("knows the scope of $key", (node, scope) => {
  expect(scopeOf(node)).toBe(scope);
});

it("shares nothing whose kind or scope is not named", () => {
  expect(isShared(issue("PAY-3"), share)).toBe(true);
  expect(isShared(issue("HR-3"), share)).toBe(false);
  expect(isShared(issue("PAY-3", { access: "space:HR" }), share)).toBe(false);
  expect(isShared({ ...story, kind: "epic" }, share)).toBe(false);
  expect(isShared(story, { scopes: [], kinds: ["story"] })).toBe(false);
  expect(isShared(issue("something"), { scopes: ["repository"], kinds: ["issue"] })).toBe(false);
});

it("sends no text of a document", () => {
  expect(sharedNode(story, share)).toEqual({ ...story, details: { format: "front matter", startLine: 1 } });
  const edge: GraphEdge = {
    ...{ from: "item:WH-1", kind: "dependsOn", to: "item:PAY-3", origin: "stated", confidence: 1 },
    evidence: [
      { found: "front matter", text: "depends: PAY-3 because of our secret plan", uri: "repo:a.md", line: 3 },
    ],
    ...{ source: "spec:a.md", validFrom: "2026-01-01T00:00:00.000Z" },
  };
  const ends = new Map([story, issue("PAY-3"), issue("HR-3")].map((node) => [node.id, node]));
  expect(sharedEdge(edge, ends, share)?.evidence).toEqual([
    { found: "front matter", text: "", uri: "repo:a.md", line: 3 },
  ]);
  expect(sharedEdge({ ...edge, to: "item:HR-3" }, ends, share)).toBeUndefined();
  expect(sharedEdge({ ...edge, to: "item:UNKNOWN-1" }, ends, share)).toBeUndefined();
});
