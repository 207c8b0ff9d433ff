import { describe, expect, it } from "vitest";
import { linkReleases } from "../../../server/linking/releaseLinks.ts";

const tag = { name: "v1.0", commit: "a1", date: "2026-08-01T12:00:00.000Z", subject: "First" };

describe("linkReleases", () => {
  it("links a release to the commit that it was made from", () => {
    const { nodes, statements } = linkReleases([tag], () => true);
    expect(nodes).toEqual([
      { id: "release:v1.0", kind: "release", key: "v1.0", title: "v1.0", updatedAt: tag.date },
    ]);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({
      source: "release:v1.0",
      edges: [{ from: "release:v1.0", kind: "contains", to: "commit:a1" }],
    });
    expect(statements[0]?.edges[0]?.evidence).toEqual([
      { found: "tag", text: "v1.0: First", uri: "commit:a1" },
    ]);
  });

  it("marks a release anew when its tag moves, and leaves out commits that were not read", () => {
    const [first] = linkReleases([tag], () => true).statements;
    const [moved] = linkReleases([{ ...tag, commit: "b2" }], () => true).statements;
    expect(moved?.mark).not.toBe(first?.mark);
    expect(linkReleases([tag], (hash) => hash !== "a1")).toEqual({ nodes: [], statements: [] });
  });
});
