import { describe, expect, test } from "vitest";
import { remoteRepositories } from "../../../server/sources/git/remoteRepositories.ts";
import { readTags } from "../../../server/sources/git/tags.ts";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";

describe("readTags", () => {
  test("gives tags with the commit behind them, newest first, and none that points elsewhere", async () => {
    const repository = createRepository({ "a.ts": "1" });
    const first = repository.git("rev-parse", "HEAD");
    repository.git("tag", "plain");
    const second = repository.commit("Two", { "a.ts": "2" }, { date: "2030-01-01T00:00:00Z" });
    repository.git("tag", "-a", "v1.0-ä", "-m", "First release\n\nwith words");
    repository.git("tag", "tree", "HEAD^{tree}");
    const tags = await readTags(repository.folder);
    expect(tags.map(({ name, commit }) => [name, commit]).toSorted()).toEqual([
      ["plain", first],
      ["v1.0-ä", second],
    ]);
    expect(tags.find(({ name }) => name === "v1.0-ä")?.subject).toBe("First release");
    for (const { date } of tags) expect(new Date(date).toISOString()).toBe(date);
  });

  test("gives nothing where there is no repository", async () => {
    expect(await readTags(temporaryFolder())).toEqual([]);
  });
});

describe("remoteRepositories", () => {
  test.each([
    ["https://git.example.org/owner/name.git", ["owner/name"]],
    ["git@git.example.org:group/sub/name.git", ["group/sub/name"]],
    ["ssh://git@git.example.org:22/owner/name/", ["owner/name"]],
    ["/home/ann/name", []],
    ["../name", []],
  ])("%s", async (url, expected) => {
    const repository = createRepository({ "a.ts": "1" });
    repository.git("remote", "add", "origin", url);
    repository.git("remote", "add", "fork", "https://git.example.org/bob/name.git");
    expect(await remoteRepositories(repository.folder)).toEqual(expected);
  });

  test("gives nothing where there is no repository or no remote", async () => {
    expect(await remoteRepositories(temporaryFolder())).toEqual([]);
    expect(await remoteRepositories(createRepository({ "a.ts": "1" }).folder)).toEqual([]);
  });
});
