import { spawn } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import type { CommandResult } from "../../support/runCommand.ts";

const nobody = 65534;

/** Runs the bundle as somebody whom file rights hold for: root may read everything. */
function runUnprivileged(args: readonly string[], home: string): Promise<CommandResult> {
  const who = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const child = spawn(process.execPath, [path.join(packageRoot(), "dist/cli.mjs"), ...args], {
    ...who,
    cwd: home,
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (piece) => {
    stdout += piece;
  });
  child.stderr.on("data", (piece) => {
    stderr += piece;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder that everybody may enter. */
function openFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  return folder;
}

/** Why rights cannot be tried here; a checkout in a closed home is out of reach for another user. */
const obstacle = ((): string | undefined => {
  if (process.platform === "win32") return "rights are other ones on Windows";
  if (process.getuid?.() !== 0) return undefined;
  for (let folder = packageRoot(); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    try {
      accessSync(folder, constants.X_OK);
    } catch {
      return `${folder} is closed`;
    }
  }
  return undefined;
})();

it("an empty folder gives an empty index, and questions an honest answer", async () => {
  const whence = indexedFolder(temporaryFolder());
  expect(await whence.index()).toMatchObject({ files: 0, chunks: 0, commits: 0, warnings: [] });
  expect(await whence.search("anything")).toEqual([]);
  expect(await whence.ask("What is here?")).toMatchObject({ found: false, passages: [] });
  expect(await whence.index()).toMatchObject({ documentsChanged: 0 });
});

it.skipIf(obstacle !== undefined)(
  `a folder that this user may not read is refused in a sentence${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`,
  async () => {
    const home = openFolder();
    const folder = path.join(home, "closed");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "a.ts"), "export const a = 1;\n");
    chmodSync(folder, 0o000);
    const result = await runUnprivileged(
      ["index", "--folder", folder, "--store", path.join(home, "store")],
      home,
    );
    chmodSync(folder, 0o700);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toMatch(/closed cannot be read.*\./);
    expect(result.stderr).not.toMatch(/\bat .*:\d+:\d+/);
  },
);

it.skipIf(obstacle !== undefined)(
  "closed folders and files inside are listed with the reason, and the rest is indexed",
  async () => {
    const home = openFolder();
    const folder = path.join(home, "project");
    mkdirSync(path.join(folder, "closed"), { recursive: true });
    chmodSync(folder, 0o755);
    writeFileSync(path.join(folder, "closed/a.ts"), "export const a = 1;\n");
    writeFileSync(path.join(folder, "secretive.ts"), "export const b = 1;\n");
    writeFileSync(path.join(folder, "good.ts"), "export const refundLimit = 100;\n");
    chmodSync(path.join(folder, "good.ts"), 0o644);
    chmodSync(path.join(folder, "closed"), 0o000);
    chmodSync(path.join(folder, "secretive.ts"), 0o000);
    const place = ["--folder", folder, "--store", path.join(home, "store"), "--json"];
    const result = await runUnprivileged(["index", ...place], home);
    expect(result.code, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ files: 1 });
    const doctor = await runUnprivileged(["doctor", ...place], home);
    expect(JSON.parse(doctor.stdout).skippedByReason).toEqual({ unreadable: 2 });
    const search = await runUnprivileged(["search", "refundLimit", ...place], home);
    expect(JSON.parse(search.stdout)[0].path).toBe("good.ts");
    chmodSync(path.join(folder, "closed"), 0o700);
  },
);

it.skipIf(obstacle !== undefined)("a file without rights is tried again with every run", async () => {
  const home = openFolder();
  const folder = path.join(home, "open");
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const file = path.join(folder, "a.md");
  writeFileSync(file, "# Ferry\n\nIt leaves at nine.\n");
  utimesSync(file, 1_600_000_000, 1_600_000_000);
  const index = async () => {
    const words = ["index", "--json", "--folder", folder, "--store", path.join(home, "store")];
    return JSON.parse((await runUnprivileged(words, home)).stdout);
  };
  chmodSync(file, 0o000);
  expect(await index()).toMatchObject({ files: 0, skipped: 1 });
  chmodSync(file, 0o644);
  expect(await index()).toMatchObject({ files: 1, skipped: 0 });
});

it.skipIf(obstacle !== undefined)("a store that may not be written is refused in a sentence", async () => {
  const home = openFolder();
  const folder = path.join(home, "project");
  const store = path.join(home, "store");
  for (const each of [folder, store]) mkdirSync(each);
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, "a.ts"), "export const a = 1;\n");
  chmodSync(store, 0o555);
  const result = await runUnprivileged(["index", "--folder", folder, "--store", store], home);
  expect(result.code).toBe(1);
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
  expect(result.stderr).toContain(store);
});
