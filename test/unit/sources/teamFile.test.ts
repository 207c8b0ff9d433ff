import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { isAtLeast, roleOf } from "../../../server/model/teamFile.ts";
import { parseTeamFile, readTeamFile } from "../../../server/sources/team/readTeamFile.ts";
import { teamSchema } from "../../../server/sources/team/teamSchema.ts";
import { temporaryFolder, writeFiles } from "../../support/gitRepository.ts";

const good = {
  team: "payments",
  repository: "payments/shop",
  graph: { endpoint: "neo4j+s://graph.example.com" },
  share: { scopes: ["repository", "project:PAY"], kinds: ["story", "commit"] },
};

function problems(value: unknown): readonly string[] {
  const text = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
  return parseTeamFile(text).problems ?? [];
}

it("reads what a team shares, and lets everybody contribute unless it says otherwise", () => {
  expect(parseTeamFile(JSON.stringify(good)).file).toEqual({
    ...good,
    graph: { ...good.graph, members: [] },
    roles: { leads: [], contributors: ["*"], readers: [] },
  });
});

it("is the same as the schema that editors read", () => {
  const file = path.join(packageRoot(), "docs/team.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(teamSchema)));
});

describe("a mistake is named with line and column:", () => {
  it.each([
    [
      "an unknown key",
      { ...good, shares: {} },
      ".whence/team.json:17:13: There is no key shares: did you mean share?",
    ],
    ["a missing key", { ...good, team: undefined }, ".whence/team.json:1:1: The file lacks team."],
    [
      "a scope that is none",
      { ...good, share: { ...good.share, scopes: ["everything"] } },
      ".whence/team.json:9:7: share.scopes.0 is no scope: it is repository, project:KEY, space:KEY or repository:owner/name.",
    ],
    ["a word of another type", { ...good, team: 5 }, ".whence/team.json:2:11: team must be a string."],
    [
      "a person without address",
      { ...good, roles: { leads: ["Ada"] } },
      ".whence/team.json:19:7: roles.leads.0 is no address: people are named by their e-mail address, * is everybody.",
    ],
  ])("%s", (_, value, sentence) => {
    expect(problems(value)).toEqual([sentence]);
  });

  it("text that is no JSON", () => {
    expect(problems("{ team: 1 }")[0]).toMatch(
      /^\.whence\/team\.json: The file cannot be used: it is not valid JSON/,
    );
  });
});

it.each([
  ["a password", { ...good, graph: { ...good.graph, password: "hunter2" } }, ".whence/team.json:6:17:"],
  ["an access token", { ...good, accessToken: "abc" }, ".whence/team.json:17:18:"],
  [
    "an address with one",
    { ...good, graph: { endpoint: "bolt://ada:hunter2@db" } },
    ".whence/team.json:5:17:",
  ],
])("refuses a file with %s in it, says what to do and does not repeat it", (_, value, place) => {
  const [sentence = ""] = problems(value);
  expect(sentence).toBe(
    `${place} This is a secret, and a file in the repository is read by everybody: take it out, change it on the server, and give it as WHENCE_TEAM_PASSWORD.`,
  );
});

it("is not there in most folders, and is never a link to another place", () => {
  const folder = temporaryFolder();
  expect(readTeamFile(folder)).toBeUndefined();
  writeFiles(folder, { "elsewhere.json": JSON.stringify(good), ".whence/config.yaml": "" });
  symlinkSync(path.join(folder, "elsewhere.json"), path.join(folder, ".whence/team.json"));
  expect(readTeamFile(folder)?.problems).toHaveLength(1);
});

it("knows a role by the address, whatever its case, and gives the highest", () => {
  const roles = { leads: ["ada@example.com"], contributors: ["grace@example.com"], readers: ["*"] };
  expect(roleOf("Ada <ADA@example.com>", roles)).toBe("lead");
  expect(roleOf("Grace <grace@example.com>", roles)).toBe("contributor");
  expect(roleOf("Nobody", roles)).toBe("reader");
  expect(roleOf("ada@example.com <x@example.com>", roles)).toBe("reader");
  expect(isAtLeast("lead", "contributor") && !isAtLeast("reader", "contributor")).toBe(true);
});
