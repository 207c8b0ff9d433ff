import { execFileSync } from "node:child_process";
import path from "node:path";
import type { IndexReport } from "../../server/indexing/indexProgress.ts";
import type { Measurement } from "./measurement.ts";
import { SeededWords } from "./seededWords.ts";

const commitCount = 30_000;
const laterCount = 100;
const fileCount = 400;
/** Every so many commits are a branch of their own, which a merge named after a key brings in. */
const branchEvery = 10;

/** Links from what commits, comments and specifications say: of a whole long history, and of what a day adds to it. */
export const historyLinks: Measurement = {
  name: "links",
  needsNoStore: true,
  async measure({ scratch, whence, say }) {
    const folder = path.join(scratch, "history");
    say(`  making a history of ${commitCount + laterCount} commits`);
    git(scratch, ["init", "--quiet", "--initial-branch=main", folder]);
    git(folder, ["fast-import", "--quiet"], importStream());
    const index = () => whence.json<IndexReport>(["index", "--folder", folder, "--store", `${folder}.store`]);
    git(folder, ["checkout", "--quiet", "--detach", "before"]);
    const cold = await index();
    git(folder, ["checkout", "--quiet", "main"]);
    const later = await index();
    const note = (of: typeof cold) =>
      `${of.value.commits.toLocaleString("en")} commits, ${of.value.links.toLocaleString("en")} links; the whole run took ${of.value.seconds.toFixed(0)} s and ${of.result.peakMegabytes.toFixed(0)} MB`;
    return [
      {
        what: "Links of a history of 30,000 commits",
        measured: cold.value.linkSeconds,
        unit: "s",
        reach: { atMost: 30 },
        note: note(cold),
      },
      {
        what: "Links of the next 100 commits",
        measured: later.value.linkSeconds,
        unit: "s",
        reach: { atMost: 1 },
        note: note(later),
      },
    ];
  },
};

function git(folder: string, args: readonly string[], input?: Buffer): void {
  execFileSync("git", ["-C", folder, ...args], {
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    stdio: ["pipe", "ignore", "inherit"],
  });
}

/** See git-fast-import(1). The branch `before` ends where `commitCount` commits are reached, `main` goes on to the end. */
function importStream(): Buffer {
  const words = new SeededWords(38);
  const parts = [commitRecord(words, 1, [], "Begin", firstFiles(words))];
  // The number of the last commit, which is the tip of the history too.
  let at = 1;
  const add = (parents: readonly number[], message: string) => {
    at += 1;
    parts.push(commitRecord(words, at, parents, message, changedFile(words, at)));
  };
  while (at < commitCount + laterCount) {
    const start = at;
    if (words.below(branchEvery) > 0) add([at], messageOf(words, at));
    else {
      for (let each = 0; each < 4; each += 1) add([at], `${words.sentence()}\n`);
      add([start, at], `Merge branch 'feature/SHOP-${at}'`);
    }
    if (start < commitCount && at >= commitCount) {
      parts.push(Buffer.from(`reset refs/heads/before\nfrom :${at}\n\n`));
    }
  }
  return Buffer.concat(parts);
}

/** Two of three commits name a key, as in histories of projects that use a tracker. */
function messageOf(words: SeededWords, at: number): string {
  const subject = words.sentence();
  const body = words.paragraph(3);
  const kind = words.below(12);
  if (kind < 6) return `SHOP-${1 + Math.floor(at / 2)}: ${subject}\n\n${body}\n`;
  if (kind < 7) return `${subject} (#${at})\n\n${body}\n`;
  if (kind < 8)
    return `${subject}\n\n${body}\nFixes #${at}\n\nCo-authored-by: Eve Example <eve@example.com>\n`;
  return `${subject}\n\n${body}\n`;
}

function firstFiles(words: SeededWords): string {
  const files = Array.from({ length: fileCount }, (_, at) => changedFile(words, at));
  const specs = Array.from({ length: 50 }, (_, at) => {
    const text = `---\nid: SHOP-${at}\nkind: story\ntitle: ${words.sentence()}\n---\n\n${words.paragraph(5)}\n`;
    return inline(`docs/specs/SHOP-${at}.md`, text);
  });
  // What is measured has nothing to do with vectors.
  const config = inline(".whence/config.yaml", "embedder:\n  provider: none\n");
  return [...files, ...specs, config].join("");
}

function changedFile(words: SeededWords, at: number): string {
  const number = at % fileCount;
  const text = `/** ${words.sentence()} See SHOP-${1 + at}. */\nexport function step${number}(): number {\n  return ${at};\n}\n`;
  return inline(`src/part${number % 20}/step${number}.ts`, text);
}

function inline(file: string, text: string): string {
  return `M 100644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}

function commitRecord(
  words: SeededWords,
  mark: number,
  [parent, merged]: readonly number[],
  message: string,
  changes: string,
): Buffer {
  const person = words.pick(["Ada Example <ada@example.com>", "Bo Example <bo@example.com>"]);
  const time = `${1_500_000_000 + mark * 3_600} +0000`;
  return Buffer.from(
    `commit refs/heads/main\nmark :${mark}\nauthor ${person} ${time}\ncommitter ${person} ${time}\n` +
      `data ${Buffer.byteLength(message)}\n${message}\n` +
      `${parent === undefined ? "" : `from :${parent}\n`}${merged === undefined ? "" : `merge :${merged}\n`}${changes}\n`,
  );
}
