import { describe, expect, it } from "vitest";
import { broughtCommits } from "../../../server/linking/broughtCommits.ts";

/** `a: b c` is commit a with the parents b and c. */
function history(lines: readonly string[]) {
  return lines.map((line) => {
    const [hash = "", parents = ""] = line.split(":");
    return { hash, parents: parents.trim() === "" ? [] : parents.trim().split(" ") };
  });
}

function brought(lines: readonly string[], silent: readonly string[] = []) {
  const found = broughtCommits(
    history(lines),
    lines[0]?.split(":")[0] ?? "",
    (hash) => !silent.includes(hash),
  );
  return Object.fromEntries([...found].map(([merge, commits]) => [merge, [...commits].sort()]));
}

describe("broughtCommits", () => {
  it("gives a merge the commits of its branch", () => {
    expect(brought(["m: b y", "y: x", "x: a", "b: a", "a:"])).toEqual({ m: ["x", "y"] });
  });

  it("gives each commit to the first merge that brought it", () => {
    expect(brought(["n: m z", "z: y", "m: b y", "y: x", "x: a", "b: a", "a:"])).toEqual({
      m: ["x", "y"],
      n: ["z"],
    });
  });

  it("leaves what the main line had when a branch took it over", () => {
    expect(brought(["m: c y", "y: x b", "x: a", "c: b", "b: a", "a:"])).toEqual({ m: ["x", "y"] });
  });

  it("gives commits to the inner merge, and to the outer where the inner says nothing", () => {
    const lines = ["d: a i", "i: h f", "h: a", "f: a", "a:"];
    expect(brought(lines)).toEqual({ d: ["h", "i"], i: ["f"] });
    expect(brought(lines, ["i"])).toEqual({ d: ["f", "h", "i"] });
    expect(brought(lines, ["i", "d"])).toEqual({});
  });

  it("follows every branch of an octopus", () => {
    expect(brought(["m: a x y", "x: a", "y: a", "a:"])).toEqual({ m: ["x", "y"] });
  });

  it("ends where a shallow clone ends, and at a head that it does not know", () => {
    expect(brought(["m: b y", "y: x"])).toEqual({ m: ["y"] });
    expect(broughtCommits(history(["a:"]), "unknown", () => true).size).toBe(0);
  });

  it("walks 100,000 commits with a merge in every third", () => {
    const lines = Array.from({ length: 33_000 }, (_, at) => [
      `m${at}: m${at + 1} x${at}`,
      `x${at}: y${at}`,
      `y${at}: m${at + 1}`,
    ]).flat();
    const found = broughtCommits(history(lines), "m0", () => true);
    expect(found.size).toBe(33_000);
    expect(found.get("m5")).toEqual(["x5", "y5"]);
  });
});
