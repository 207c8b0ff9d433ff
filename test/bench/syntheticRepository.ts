import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { SeededWords } from "./seededWords.ts";
import { syntheticFile } from "./syntheticFile.ts";

/** Raised whenever the generator would make other files. */
const version = 1;
const fileCount = 10_000;
const commitCount = 2_000;

/**
 * A repository of 10,000 files in six languages and Markdown with 2,000 commits, the same on every machine; made once
 * in the folder `cache` and put back into its first state where an earlier run left it changed.
 */
export function syntheticRepository(cache: string, say: (line: string) => void): string {
  const folder = path.join(cache, `synthetic-${version}`);
  if (!existsSync(folder)) {
    say(`making a repository of ${fileCount} files and ${commitCount} commits`);
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    git(cache, ["init", "--quiet", "--initial-branch=main", unfinished]);
    git(unfinished, ["fast-import", "--quiet"], importStream());
    git(unfinished, ["checkout", "--quiet", "main"]);
    renameSync(unfinished, folder);
  }
  git(folder, ["checkout", "--quiet", "--force", "main"]);
  git(folder, ["reset", "--quiet", "--hard"]);
  git(folder, ["clean", "--quiet", "-ffdx"]);
  return folder;
}

function git(folder: string, args: readonly string[], input?: Buffer): void {
  execFileSync("git", ["-C", folder, ...args], {
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    stdio: ["pipe", "ignore", "inherit"],
  });
}

/** See git-fast-import(1): each commit adds five files and changes one that is there. */
function importStream(): Buffer {
  const words = new SeededWords(20_261_121);
  const parts: Buffer[] = [];
  const contents: { readonly path: string; text: string }[] = [];
  const perCommit = fileCount / commitCount;
  for (let commit = 0; commit < commitCount; commit += 1) {
    const written = new Set<number>();
    for (let each = 0; each < perCommit; each += 1) {
      written.add(contents.length);
      contents.push(syntheticFile(words, contents.length));
    }
    const old = words.below(contents.length);
    const changed = contents[old];
    if (changed !== undefined) changed.text = withOneLineChanged(changed.text, words);
    written.add(old);
    parts.push(
      commitRecord(
        words,
        commit,
        [...written].flatMap((at) => contents[at] ?? []),
      ),
    );
  }
  return Buffer.concat(parts);
}

function commitRecord(
  words: SeededWords,
  commit: number,
  files: readonly { readonly path: string; readonly text: string }[],
): Buffer {
  const time = 1_500_000_000 + commit * 86_400;
  const message = `${words.sentence()}\n\n${words.paragraph(3)}\n`;
  const person = words.pick(people);
  const head =
    `commit refs/heads/main\nmark :${commit + 1}\n` +
    `author ${person} <${person.split(" ")[0]?.toLowerCase()}@example.com> ${time} +0000\n` +
    `committer ${person} <${person.split(" ")[0]?.toLowerCase()}@example.com> ${time} +0000\n` +
    `data ${Buffer.byteLength(message)}\n${message}\n${commit > 0 ? `from :${commit}\n` : ""}`;
  const changes = files.map(
    ({ path: file, text }) => `M 100644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  );
  return Buffer.from(`${head}${changes.join("")}\n`);
}

const people = ["Ada Example", "Bo Example", "Cem Example", "Dina Example", "Eve Example"] as const;

function withOneLineChanged(text: string, words: SeededWords): string {
  const lines = text.split("\n");
  const place = lines.findIndex((line) => line.includes("Note: "));
  if (place < 0) return text;
  lines[place] = (lines[place] ?? "").replace(/Note: .*/, `Note: ${words.sentence()}`);
  return lines.join("\n");
}
