import { spawnSync } from "node:child_process";
import type { Hit, RankingSystem } from "./ranking.ts";

const wordsMost = 24;
/** Words that stand in every text; whoever greps does not type them. */
const commonWords = new Set(
  "the and for are was were what why how where when which who does did do is in of to a an it its this that with from be by on or not can i we my you if as at has have had will would should there into than then".split(
    " ",
  ),
);

/**
 * What a developer has today: each word of the question searched on its own, without regard to case; files with more of
 * the words come first, then those with more matches. Uses ripgrep where it is installed, else `git grep`.
 */
export function grepWords(folder: string): RankingSystem {
  return {
    name: hasRipgrep() ? "ripgrep on the words" : "git grep on the words",
    async rank(question, limit) {
      const words = [...new Set(question.toLowerCase().match(/[a-z0-9_]{2,40}/g) ?? [])]
        .filter((word) => !commonWords.has(word))
        .slice(0, wordsMost);
      const found = new Map<string, { words: number; matches: number }>();
      for (const word of words) {
        for (const [path, matches] of countMatches(folder, word)) {
          const known = found.get(path) ?? { words: 0, matches: 0 };
          found.set(path, { words: known.words + 1, matches: known.matches + matches });
        }
      }
      return [...found]
        .toSorted(([x, a], [y, b]) => b.words - a.words || b.matches - a.matches || (x < y ? -1 : 1))
        .slice(0, limit)
        .map(([path]): Hit => ({ path, uri: `repo:${path}`, startLine: 0, endLine: 0, title: path }));
    },
  };
}

let ripgrep: boolean | undefined;

function hasRipgrep(): boolean {
  ripgrep ??= spawnSync("rg", ["--version"]).status === 0;
  return ripgrep;
}

function countMatches(folder: string, word: string): readonly (readonly [path: string, matches: number])[] {
  const [command, args] = hasRipgrep()
    ? ["rg", ["--count-matches", "--ignore-case", "--fixed-strings", "--null", "-e", word, "."]]
    : ["git", ["grep", "--count", "--ignore-case", "--fixed-strings", "--null", "-I", "-e", word]];
  const { stdout } = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [path, count] = line.split("\0");
    return path === undefined || count === undefined
      ? []
      : [[path.replace(/^\.\//, ""), Number(count)] as const];
  });
}
