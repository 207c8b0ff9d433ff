import { execFileSync } from "node:child_process";
import path from "node:path";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { readCandidateFiles } from "../../server/indexing/linkFolders.ts";
import type { Requirement } from "../../server/model/inferredLink.ts";
import { mirrorOf, openCheckout } from "../../test/eval/checkout.ts";
import type { TraceProject } from "../../test/eval/traceLinks/traceProject.ts";

/** A program whose manual grew in the same commits as its code. */
export interface DocumentedPlace {
  readonly repository: string;
  readonly commit: string;
  /** What is code and what is the manual, as paths that Git matches. */
  readonly code: readonly string[];
  readonly manual: readonly string[];
}

/** Programs and libraries of few files: all that were looked at and have at most 51 files and 40 such commits. */
export const documentedPlaces: readonly DocumentedPlace[] = [
  place("benoitc/gunicorn", "65ac1a3", ["gunicorn/**/*.py"], ["docs/**"]),
  place("davatorium/rofi", "9d785b5", ["source/**/*.c"], ["doc/**"]),
  place("derf/feh", "d8c683b", ["src/*.[ch]"], ["man/**", "README*"]),
  place("dunst-project/dunst", "312ed56", ["*.[ch]", "src/*.[ch]"], ["docs/**", "README*", "dunstrc"]),
  place("esnet/iperf", "c9b7422", ["src/*.[ch]"], ["docs/**", "src/*.[13]", "README*"]),
  place("jonas/tig", "1b86f07", ["src/*.[chly]"], ["doc/**", "tigrc"]),
  place("jqlang/jq", "579e6f7", ["src/*.[chly]"], ["docs/content/**"]),
  place("martanne/vis", "254329d", ["*.[ch]"], ["man/**", "README*"]),
  place("muennich/sxiv", "1d28627", ["*.[ch]"], ["sxiv.1", "README*"]),
  place("pallets/click", "2c8cd3a", ["src/click/**/*.py"], ["docs/**"]),
  place("pallets/flask", "2ac8988", ["src/flask/**/*.py"], ["docs/**"]),
  place("pallets/jinja", "5ef7011", ["src/jinja2/**/*.py"], ["docs/**"]),
];

function place(
  repository: string,
  commit: string,
  code: readonly string[],
  manual: readonly string[],
): DocumentedPlace {
  return { repository, commit, code, manual };
}

const newest = 80;
const fewestFiles = 2;
const mostFiles = 15;
const fewestWords = 20;
const mostLines = 150;
const limits = { maxFileBytes: 2 ** 20, maxDocumentBytes: 2 ** 24 };

/**
 * The newest commits that tell of something in the manual and write it into several files of code: what they add to the
 * manual is the requirement, the files which they change are the answer.
 */
export async function readDocumentedProject(
  folders: { readonly repos: string; readonly cache: string },
  { repository, commit, code, manual }: DocumentedPlace,
): Promise<TraceProject> {
  const folder = path.join(folders.cache, "trace-links", repository.replace("/", "+"));
  openCheckout(mirrorOf(folders.repos, repository), folder);
  git(folder, ["checkout", "--quiet", "--force", commit, "--", ...code.map(globOf)]);
  const { items: files } = await readCandidateFiles(folder, createCodeParser(), { limits });
  const columns = new Map(files.map((file, at) => [path.basename(file.path), at]));
  const requirements: Requirement[] = [];
  const answers: (readonly number[])[] = [];
  for (const { hash, changed } of commitsOf(folder, commit, manual)) {
    const found = new Set(changed.map((file) => columns.get(path.basename(file)) ?? -1));
    found.delete(-1);
    if (found.size < fewestFiles || found.size > Math.min(mostFiles, files.length / 2)) continue;
    const requirement = requirementOf(folder, hash, manual);
    if (requirement === undefined) continue;
    requirements.push(requirement);
    answers.push([...found]);
    if (requirements.length === newest) break;
  }
  return {
    name: repository,
    family: repository,
    requirements,
    files,
    truth: Uint8Array.from(answers.flatMap((linked) => files.map((_, at) => (linked.includes(at) ? 1 : 0)))),
  };
}

function commitsOf(folder: string, commit: string, manual: readonly string[]) {
  const log = ["log", "--no-merges", "--full-diff", "--name-only", "--format=%x01%H", commit];
  return git(folder, [...log, "--", ...manual.map(globOf)])
    .split("\u0001")
    .slice(1)
    .map((entry) => {
      const [hash = "", ...changed] = entry.split("\n").filter((line) => line !== "");
      return { hash, changed };
    });
}

/** The commit's title and the lines which it adds to the manual; none where these are few, or so many that they were moved. */
function requirementOf(folder: string, hash: string, manual: readonly string[]): Requirement | undefined {
  const shown = git(folder, ["show", "--format=%s", "--unified=0", hash, "--", ...manual.map(globOf)]);
  const [title = "", ...lines] = shown.split("\n");
  const added = lines.filter((line) => /^\+(?!\+\+ )/.test(line)).map((line) => line.slice(1));
  const text = added.join("\n");
  if (added.length > mostLines || text.split(/\s+/).length < fewestWords) return;
  return { id: hash, title, text: `${title}\n\n${text}`, acceptanceCriteria: [] };
}

function globOf(pattern: string): string {
  return `:(glob)${pattern}`;
}

function git(folder: string, args: readonly string[]): string {
  return execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
  });
}
