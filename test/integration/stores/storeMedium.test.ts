import { cpSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository, type TestRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { hasNamespaces, runInNamespace } from "../../support/mountNamespace.ts";
import { differences, storeContents } from "../../torture/storeContents.ts";

interface Outcome {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs shell lines in a namespace; `whence NAME ARGUMENTS…` there runs a command and keeps what it said as NAME. */
async function inNamespace(
  lines: readonly string[],
  repository: TestRepository,
  store: string,
): Promise<ReadonlyMap<string, Outcome>> {
  const said = temporaryFolder();
  const program = `"${process.execPath}" --liftoff-only "${path.join(packageRoot(), "dist/cli.mjs")}"`;
  const script = `
    whence() {
      name=$1; shift
      code=0; ${program} "$@" --folder "${repository.folder}" --store "${store}" \\
        > "${said}/$name.out" 2> "${said}/$name.err" || code=$?
      echo "$name $code"
    }
    ${lines.join("\n")}`;
  const { code, stdout, stderr } = await runInNamespace(script);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const outcomes = stdout
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", exit] = line.split(" ");
      const read = (ending: string) => readFileSync(path.join(said, `${name}.${ending}`), "utf8");
      return [name, { name, code: Number(exit), output: read("out"), errors: read("err") }] as const;
    });
  return new Map(outcomes);
}

function makeRepository(files: number): TestRepository {
  const texts = Array.from({ length: files }, (_, at) => {
    const lines = Array.from(
      { length: 60 },
      (_, line) => `  // ledger ${at * 31 + line} ${Math.sin(at + line)}`,
    );
    return [`src/f${at}.ts`, `export function parcel${at}(): void {\n${lines.join("\n")}\n}\n`];
  });
  return createRepository(Object.fromEntries(texts));
}

describe.skipIf(!hasNamespaces)(
  "a store (skipped where no file system can be mounted in a namespace)",
  () => {
    it.each(["closed", "left by a writer that died"])(
      "on a read-only medium, %s, is searched, and cannot be written, which is said in a sentence",
      async (state) => {
        const repository = makeRepository(3);
        const folder = indexedFolder(repository.folder);
        await folder.index();
        const store = path.join(temporaryFolder(), "copy");
        // While a writer is at work, its log lies beside the catalog.
        const writer = state === "closed" ? undefined : await openIndexing(folder.place);
        writer?.parts.catalog.meta.set("indexedFolder", "elsewhere");
        cpSync(folder.place.store ?? "", store, { recursive: true });
        await writer?.close();
        const outcomes = await inNamespace(
          [
            `mount --bind "${store}" "${store}"`,
            `mount -o remount,bind,ro "${store}"`,
            "whence search search parcel2 --limit 1",
            "whence doctor doctor --json",
            "whence index index",
            "whence audit doctor --audit --seed 1",
          ],
          repository,
          store,
        );
        expect(outcomes.get("search")).toMatchObject({
          code: 0,
          output: expect.stringContaining("src/f2.ts"),
        });
        expect(outcomes.get("doctor")).toMatchObject({ code: 0, errors: "" });
        const sentence = `The index at ${store} can only be read: searching works; to index, choose another folder with --store.\n`;
        expect(outcomes.get("index")).toMatchObject({ code: 1, errors: expect.stringContaining(sentence) });
        expect(outcomes.get("audit")).toMatchObject({ code: 0, errors: "" });
      },
    );

    it("on a disk that gets full stays readable, says so in a sentence, and is completed when there is space", async () => {
      const repository = makeRepository(160);
      const store = path.join(temporaryFolder(), "small");
      const kept = path.join(temporaryFolder(), "kept");
      mkdirSync(store);
      const sizes = ["300k", "1m", "2m"];
      const outcomes = await inNamespace(
        [
          `mount -t tmpfs -o size=100k tmpfs "${store}"`,
          ...sizes.flatMap((size) => [
            `mount -o remount,size=${size} "${store}"`,
            `whence index${size} index`,
            `whence search${size} search ledger --limit 1`,
          ]),
          `mount -o remount,size=500m "${store}"`,
          "whence last index --json",
          `cp -a "${store}" "${kept}"`,
        ],
        repository,
        store,
      );
      const sentence = `The disk of ${store} is full: free some space and run the command again; what was finished is kept.\n`;
      for (const size of sizes) {
        expect(outcomes.get(`index${size}`)).toMatchObject({
          code: 1,
          errors: expect.stringContaining(sentence),
        });
        const search = outcomes.get(`search${size}`);
        // Before the catalog fits there is none; from then on the store answers.
        expect(search?.errors ?? "").toMatch(/^$|^The index (?:at \S+ )?is not complete[^\n]*\n$/);
      }
      expect(outcomes.get("search2m")).toMatchObject({ code: 0, output: expect.stringContaining("src/f") });
      expect(outcomes.get("last")?.code).toBe(0);
      const clean = indexedFolder(repository.folder);
      await clean.index();
      expect(differences(await storeContents(kept), await storeContents(clean.place.store ?? ""))).toEqual(
        [],
      );
    });
  },
);
