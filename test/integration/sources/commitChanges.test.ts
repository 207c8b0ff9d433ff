import { afterEach, expect, it } from "vitest";
import { CommitChanges } from "../../../server/sources/git/commitChanges.ts";
import { createRepository } from "../../support/gitRepository.ts";

const open: CommitChanges[] = [];
afterEach(() => {
  for (const changes of open.splice(0)) changes.close();
});

function changesIn(folder: string): CommitChanges {
  const changes = new CommitChanges(folder);
  open.push(changes);
  return changes;
}

it("says which files a commit changed and took away, not which it brought", async () => {
  const repository = createRepository({ "a.ts": "1", "b.ts": "1", "c.ts": "1" });
  const first = repository.git("rev-parse", "HEAD");
  const blob = repository.git("rev-parse", "HEAD:a.ts");
  const hash = repository.commit("change", { "a.ts": "2", "b.ts": null, "new.ts": "1" });
  const after = repository.git("rev-parse", "HEAD:a.ts");
  expect(await changesIn(repository.folder).of(hash, first)).toEqual([
    { path: "a.ts", blob, after },
    { path: "b.ts", blob },
  ]);
});

it("keeps many answers apart, whatever their files are called", async () => {
  const hostile = ["end of answer\n", ":100644 x", "ünï códé.ts", "end of answer"];
  const repository = createRepository(Object.fromEntries(hostile.map((name) => [name, "1"])));
  const hashes = [repository.git("rev-parse", "HEAD")];
  for (const [at, name] of hostile.entries()) {
    hashes.push(repository.commit(`change ${at}`, { [name]: "2" }));
    hashes.push(repository.commit(`nothing ${at}`));
  }
  const changes = changesIn(repository.folder);
  const answers = await Promise.all(hashes.slice(1).map((hash, at) => changes.of(hash, hashes[at] ?? "")));
  expect(answers.map((answer) => answer.map(({ path }) => path))).toEqual(
    hostile.flatMap((name) => [[name], []]),
  );
});

it("gives nothing for commits that are not there, and answers the next question", async () => {
  const repository = createRepository({ "a.ts": "1" });
  const first = repository.git("rev-parse", "HEAD");
  const hash = repository.commit("change", { "a.ts": "2" });
  const changes = changesIn(repository.folder);
  expect(await changes.of("0123456789012345678901234567890123456789", first)).toEqual([]);
  expect(await changes.of(hash, first)).toHaveLength(1);
});

it("gives nothing to those who wait when it is closed", async () => {
  const repository = createRepository({ "a.ts": "1" });
  const first = repository.git("rev-parse", "HEAD");
  const changes = changesIn(repository.folder);
  const asked = changes.of(repository.commit("change", { "a.ts": "2" }), first);
  changes.close();
  expect(await asked).toEqual([]);
});
