import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createRepository, type TestRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

/** Ten commits; the third moves a file with a change, so that Git compares contents. */
function repositoryWithHistory(): {
  readonly repository: TestRepository;
  readonly hashes: readonly string[];
} {
  const repository = createRepository();
  const text = Array.from({ length: 60 }, (_, at) => `export const rule${at} = ${at};`).join("\n");
  const hashes = Array.from({ length: 10 }, (_, at) => {
    if (at === 2) {
      repository.git("mv", "rules0.ts", "moved.ts");
      return repository.commit("Move the rules of refunding", {
        "moved.ts": `${text}\nexport const moved = 1;\n`,
      });
    }
    return repository.commit(`Add refund rule number${at}`, { [`rules${at}.ts`]: `${text}\n` });
  });
  return { repository, hashes };
}

function damageLoose(repository: TestRepository, hash: string): void {
  const file = repository.at(`.git/objects/${hash.slice(0, 2)}/${hash.slice(2)}`);
  chmodSync(file, 0o644);
  writeFileSync(file, "this is no object");
}

/** Whatever is damaged: the run ends, every file is found, and commits that Git can read are. */
async function expectFiles(
  repository: TestRepository,
  files: number,
  whence = indexedFolder(repository.folder),
) {
  const report = await whence.index();
  expect(report.files).toBe(files);
  expect((await whence.search("moved"))[0]?.path).toBe("moved.ts");
  return { whence, report };
}

it("a damaged blob of an old commit costs nothing but similar renames", async () => {
  const { repository, hashes } = repositoryWithHistory();
  damageLoose(repository, repository.git("rev-parse", `${hashes[2]}:moved.ts`));
  const { report } = await expectFiles(repository, 9);
  expect(report.commits).toBe(10);
});

it("a damaged tree or commit costs the commits that Git cannot read; the files are there, and the report says so", async () => {
  for (const what of ["^{tree}", ""]) {
    const { repository, hashes } = repositoryWithHistory();
    damageLoose(repository, repository.git("rev-parse", `${hashes[4]}${what}`));
    const { report, whence } = await expectFiles(repository, 9);
    expect(report.warnings.join()).toMatch(/history is incomplete/);
    expect(report.commits).toBeGreaterThanOrEqual(3);
    expect((await whence.search("refund rule number9", { kinds: ["commit"] })).length).toBeGreaterThan(0);
    // The next run tries again and still ends well.
    expect((await whence.index()).warnings.join()).toMatch(/history is incomplete/);
  }
});

it("a damaged pack is no reason to fail, nor to forget the commits that were read before", async () => {
  const { repository } = repositoryWithHistory();
  const whence = indexedFolder(repository.folder);
  await whence.index();
  repository.git("gc", "--quiet", "--prune=now");
  const folder = repository.at(".git/objects/pack");
  const pack = readdirSync(folder).find((name) => name.endsWith(".pack")) ?? "";
  const bytes = readFileSync(path.join(folder, pack));
  bytes.fill(0xff, 100, bytes.length - 30);
  chmodSync(path.join(folder, pack), 0o644);
  writeFileSync(path.join(folder, pack), bytes);
  const { report } = await expectFiles(repository, 9, whence);
  expect(report.warnings.join()).toMatch(/history was not read: Git cannot read commit \w+.*git fsck/);
  expect(report.commits).toBe(10);
});

it("a HEAD that names nothing, and an index that is no index, leave the files", async () => {
  for (const [file, text] of [
    ["HEAD", "ref: refs/heads/\n"],
    ["index", "no index"],
    ["config", "[core\n"],
    ["HEAD", "\0\0"],
  ] as const) {
    const { repository } = repositoryWithHistory();
    writeFileSync(repository.at(`.git/${file}`), text);
    const { report } = await expectFiles(repository, 9);
    expect(report.skipped, file).toBe(0);
  }
});
