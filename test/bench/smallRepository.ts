import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace } from "./measurement.ts";

/** Files of code in a small repository. */
export const smallCount = 1_000;

/** A repository with the first 1,000 files of code of the measured one, in one commit. */
export function smallRepository({ folder, scratch }: BenchPlace, name: string): string {
  const small = path.join(scratch, name);
  mkdirSync(small);
  for (const file of codeFiles(folder).slice(0, smallCount))
    cpSync(path.join(folder, file), path.join(small, file));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", ...args], {
      cwd: small,
    });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message=All files");
  return small;
}
