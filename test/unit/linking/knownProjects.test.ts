import { describe, expect, it } from "vitest";
import { itemKeyOf, type KeyUse, learnProjects } from "../../../server/linking/knownProjects.ts";

const nothing = { specKeys: [], settings: [], trackers: [], repositories: [] };

/** Uses of `prefix` with the numbers from 1 on. */
function used(
  prefix: string,
  count: number,
  place: KeyUse["place"],
  role: KeyUse["role"] = "implements",
): readonly (readonly KeyUse[])[] {
  return Array.from({ length: count }, (_, at) => [{ key: `${prefix}${at + 1}`, place, role }]);
}

describe("learnProjects", () => {
  it("learns a prefix which subjects use for many numbers, and says why", () => {
    const { known } = learnProjects(nothing, 100, used("WH-", 40, "subject"));
    expect(known).toEqual([
      {
        prefix: "WH",
        source: "history",
        reason: "40 of 100 commits (40 %) are said to be for 40 different keys.",
        commits: 40,
        numbers: 40,
      },
    ]);
  });

  it("counts a commit once, however often it names keys", () => {
    const twice = used("WH-", 40, "subject").map(([use]) =>
      use === undefined ? [] : [use, { ...use, key: "WH-99" }],
    );
    expect(learnProjects(nothing, 80, twice).known[0]).toMatchObject({ commits: 40, numbers: 41 });
  });

  it("learns a small project from few commits", () => {
    expect(learnProjects(nothing, 12, used("WH-", 3, "subject")).known).toHaveLength(1);
  });

  it.each([
    ["what is merely mentioned", used("FOO-", 40, "body", "mentions")],
    [
      "one number again and again",
      Array.from({ length: 60 }, () => [{ key: "FOO-8", place: "subject", role: "implements" } as const]),
    ],
    ["versions of a product", used("JAVA-", 40, "subject")],
    ["what stands at the front twice in a long history", used("FOO-", 2, "subject")],
    [
      "what is far more often mentioned than worked on",
      [...used("FOO-", 30, "subject"), ...used("FOO-", 90, "body", "mentions")],
    ],
    ["numbers that nothing calls issues", used("#", 40, "subject")],
    ["another project's issues", used("other/name#", 40, "body", "closes")],
  ])("does not learn %s", (_, uses) => {
    const projects = learnProjects(nothing, 100, uses);
    expect(projects.known).toEqual([]);
    expect(itemKeyOf(projects, uses[0]?.[0]?.key ?? "")).toBeUndefined();
  });

  it("lists what it ignores, most frequent first", () => {
    const uses = [
      ...used("FOO-", 5, "body", "mentions"),
      ...used("BAR-", 9, "body", "mentions"),
      ...used("X1-", 2, "body"),
    ];
    expect(
      learnProjects(nothing, 1_000, uses).ignored.map(({ prefix, commits }) => [prefix, commits]),
    ).toEqual([
      ["BAR", 9],
      ["FOO", 5],
    ]);
  });

  it("learns a project whose keys stand in names of branches alone", () => {
    expect(learnProjects(nothing, 100, used("WH-", 20, "mergeBranch")).known[0]?.reason).toBe(
      "20 merged branches are named after 20 different keys.",
    );
  });

  it.each(["squashSuffix", "mergePullRequest"] as const)(
    "counts numbers of issues where there are %s",
    (place) => {
      const projects = learnProjects(nothing, 100, used("#", 10, place));
      expect(projects.known.map(({ prefix }) => prefix)).toEqual(["#"]);
      expect(itemKeyOf(projects, "#7")).toBe("#7");
      expect(itemKeyOf(projects, "#123456")).toBeUndefined();
    },
  );

  it("counts what is stated, used or not", () => {
    const projects = learnProjects(
      {
        specKeys: ["WH-1", "WH-2", "specs/a/tasks#T1"],
        settings: ["abc", "other/name"],
        trackers: ["TR"],
        repositories: [],
      },
      10,
      [],
    );
    expect(projects.known.map(({ prefix, source }) => [prefix, source])).toEqual([
      ["ABC", "setting"],
      ["TR", "tracker"],
      ["WH", "specification"],
      ["other/name", "setting"],
    ]);
    expect(["ABC-1", "WH-9", "other/name#3", "FOO-1"].map((key) => itemKeyOf(projects, key))).toEqual([
      "ABC-1",
      "WH-9",
      "other/name#3",
      undefined,
    ]);
  });

  it("lets a setting refuse what the history would teach", () => {
    const projects = learnProjects({ ...nothing, settings: ["-KIP"] }, 100, used("KIP-", 40, "subject"));
    expect(projects.known).toEqual([]);
    expect(projects.ignored[0]?.reason).toBe("The setting whence.links.projects refuses it.");
  });

  it("knows its own repository by remote or by the pull requests that brought its commits", () => {
    const numbers = used("#", 30, "squashSuffix");
    const stated = learnProjects({ ...nothing, repositories: ["Owner/Name"] }, 100, numbers);
    expect(itemKeyOf(stated, "owner/name#7")).toBe("#7");
    const learned = learnProjects(nothing, 100, [
      ...numbers,
      ...used("libuv/libuv#", 30, "mergePullRequest"),
    ]);
    expect(itemKeyOf(learned, "libuv/libuv#7")).toBe("#7");
    expect(itemKeyOf(learned, "nodejs/node#7")).toBeUndefined();
  });
});
