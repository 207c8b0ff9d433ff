import { describe, expect, it } from "vitest";
import { type LinkedCommit, linkCommits, statesWork } from "../../../server/linking/commitLinks.ts";
import { learnProjects } from "../../../server/linking/knownProjects.ts";
import type { KeyMention } from "../../../server/model/keyMention.ts";

const date = "2026-08-01T12:00:00.000Z";
const projects = learnProjects(
  { specKeys: ["WH-1"], settings: ["#"], trackers: [], repositories: [] },
  1,
  [],
);

function mention(key: string, place: KeyMention["place"], role: KeyMention["role"], text = key): KeyMention {
  return { key, place, role, line: 1, text };
}

function commit(
  hash: string,
  subject: string,
  mentions: readonly KeyMention[],
  people: LinkedCommit["people"] = [],
): LinkedCommit {
  return { hash, subject, date, mentions, people };
}

function edgesOf(
  commits: readonly LinkedCommit[],
  brought: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] {
  return linkCommits(commits, projects, new Map(Object.entries(brought))).statements.flatMap(({ edges }) =>
    edges.map(({ from, kind, to, role }) => `${from} ${kind} ${to}${role === undefined ? "" : ` (${role})`}`),
  );
}

describe("linkCommits", () => {
  it("links a commit to what it was made for, with what states it", () => {
    const made = commit("a1", "WH-12: Log in", [mention("WH-12", "subject", "implements", "WH-12: Log in")]);
    const { nodes, placeholders, statements } = linkCommits([made], projects, new Map());
    expect(nodes).toEqual([
      {
        id: "commit:a1",
        kind: "commit",
        key: "a1",
        title: "WH-12: Log in",
        updatedAt: date,
        details: { date },
      },
    ]);
    expect(placeholders).toEqual([{ id: "item:WH-12", kind: "issue", key: "WH-12", title: "WH-12" }]);
    expect(statements).toHaveLength(1);
    expect(statements[0]?.source).toBe("commit:a1");
    expect(statements[0]?.edges).toEqual([
      {
        from: "commit:a1",
        kind: "implements",
        to: "item:WH-12",
        role: "implements",
        origin: "stated",
        confidence: 1,
        evidence: [{ found: "commit subject", text: "WH-12: Log in", uri: "commit:a1", line: 1 }],
        source: "commit:a1",
        validFrom: date,
      },
    ]);
  });

  it("keeps what is no work as evidence of another kind, unless the work is stated too", () => {
    expect(
      edgesOf([
        commit("a1", "", [
          mention("WH-1", "subject", "reverts"),
          mention("WH-2", "body", "notFixed"),
          mention("WH-3", "body", "quoted"),
          mention("WH-4", "body", "mentions"),
          mention("WH-5", "body", "mentions"),
          mention("WH-5", "trailer", "closes"),
        ]),
      ]),
    ).toEqual([
      "commit:a1 implements item:WH-5 (closes)",
      "commit:a1 mentions item:WH-1 (reverts)",
      "commit:a1 mentions item:WH-2 (notFixed)",
      "commit:a1 mentions item:WH-3 (quoted)",
      "commit:a1 mentions item:WH-4 (mentions)",
    ]);
  });

  it("links nothing to keys of no known project", () => {
    const foreign = commit("a1", "", [
      mention("UTF-8", "subject", "implements"),
      mention("x/y#3", "body", "closes"),
    ]);
    const { placeholders, statements } = linkCommits([foreign], projects, new Map());
    expect(placeholders).toEqual([]);
    expect(statements).toEqual([{ source: "commit:a1", mark: "nothing", edges: [] }]);
  });

  it("makes a pull request of a squash merge", () => {
    const squashed = commit("a1", "WH-12: Log in (#34)", [
      mention("WH-12", "subject", "implements"),
      mention("#34", "squashSuffix", "implements"),
      mention("#34", "body", "closes"),
    ]);
    const { nodes, placeholders } = linkCommits([squashed], projects, new Map());
    expect(nodes[1]).toEqual({
      id: "item:#34",
      kind: "pullRequest",
      key: "#34",
      title: "WH-12: Log in",
      updatedAt: date,
    });
    expect(placeholders.map(({ id }) => id)).toEqual(["item:WH-12"]);
    expect(edgesOf([squashed])).toEqual([
      "item:#34 contains commit:a1",
      "commit:a1 implements item:WH-12 (implements)",
      "item:#34 implements item:WH-12 (implements)",
    ]);
  });

  it("lets the branch and the number of a merge hold for the commits that it brought in", () => {
    const text = "Merge pull request #34 from ann/WH-12-login Log in";
    const merge = commit("m1", "Merge pull request #34 from ann/WH-12-login", [
      mention("#34", "mergePullRequest", "implements", text),
      mention("WH-12", "mergeBranch", "implements", text),
    ]);
    expect(edgesOf([merge], { m1: ["a1"] })).toEqual([
      "item:#34 contains commit:m1",
      "item:#34 contains commit:a1",
      "commit:m1 implements item:WH-12 (implements)",
      "item:#34 implements item:WH-12 (implements)",
      "commit:a1 implements item:WH-12 (implements)",
    ]);
    const { nodes, statements } = linkCommits([merge], projects, new Map([["m1", ["a1"]]]));
    expect(nodes.find(({ kind }) => kind === "pullRequest")?.title).toBe("Log in");
    const brought = statements[0]?.edges.at(-1);
    expect(brought).toMatchObject({
      source: "commit:m1",
      confidence: 0.9,
      evidence: [{ text, uri: "commit:m1" }],
    });
  });

  it("does not take a line of development for the work of one key", () => {
    const merge = commit("m1", "Merge branch 'WH-12'", [mention("WH-12", "mergeBranch", "implements")]);
    const many = Array.from({ length: 251 }, (_, at) => `a${at}`);
    expect(edgesOf([merge], { m1: many })).toEqual(["commit:m1 implements item:WH-12 (implements)"]);
  });

  it("names co-authors and reviewers", () => {
    const people = [
      {
        name: "Bob",
        email: "Bob@example.org",
        role: "authored",
        text: "Co-authored-by: Bob <Bob@example.org>",
      },
      { name: "Cem", email: "", role: "reviewed", text: "Reviewers: Cem" },
    ] as const;
    const { nodes } = linkCommits([commit("a1", "Log in", [], people)], projects, new Map());
    expect(nodes.slice(1)).toEqual([
      { id: "person:bob@example.org", kind: "person", title: "Bob" },
      { id: "person:cem", kind: "person", title: "Cem" },
    ]);
    expect(edgesOf([commit("a1", "Log in", [], people)])).toEqual([
      "person:bob@example.org authored commit:a1",
      "person:cem reviewed commit:a1",
    ]);
  });

  it("marks a statement by its edges alone, and gathers evidence on one edge", () => {
    const once = [mention("WH-12", "subject", "implements", "WH-12: Log in")];
    const twice = [...once, mention("WH-12", "trailer", "closes", "Closes: WH-12")];
    const [first, same, more] = [once, once, twice].map(
      (mentions) => linkCommits([commit("a1", "WH-12", mentions)], projects, new Map()).statements[0],
    );
    expect(same?.mark).toBe(first?.mark);
    expect(more?.mark).not.toBe(first?.mark);
    expect(more?.edges).toHaveLength(1);
    expect(more?.edges[0]).toMatchObject({
      role: "closes",
      evidence: [{ found: "commit subject" }, { found: "commit trailer" }],
    });
  });
});

describe("statesWork", () => {
  it("is true of a merge that names a known key or pull request as its work", () => {
    expect(statesWork([mention("#34", "mergePullRequest", "implements")], projects)).toBe(true);
    expect(statesWork([mention("UTF-8", "mergeBranch", "implements")], projects)).toBe(false);
    expect(statesWork([mention("WH-1", "mergeBranch", "mentions")], projects)).toBe(false);
  });
});
