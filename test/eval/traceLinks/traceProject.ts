import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { readCandidateFiles, readRequirements } from "../../../server/indexing/linkFolders.ts";
import type { CandidateFile, Requirement } from "../../../server/model/inferredLink.ts";
import { mirrorOf, openCheckout } from "../checkout.ts";

/** Where a project with known links lies. */
export interface TraceProjectPlace {
  readonly name: string;
  /** Projects of one family share requirements or code: whoever leaves one out leaves out all. */
  readonly family: string;
  readonly requirements: string;
  readonly code: string;
  readonly answers: string;
}

const repository = "tobhey/finegrained-traceability";
const commit = "197cf2f";

/** Projects of one published collection; their texts and code stay where they are. */
export const tracePlaces: readonly TraceProjectPlace[] = [
  place("eTour", "eTour", "req", "code", "etour_solution_links_english.txt"),
  place("LibEST", "LibEST", "req", "code", "req_to_code_ground.txt"),
  place("iTrust", "iTrust", "req", "code", "itrust_solution_links.txt"),
  place("eANCI", "eANCI", "req", "code", "eanci_solution_links.txt"),
  {
    ...place("eANCI", "eANCI", "trans_req", "trans_code", "eanci_solution_links.txt"),
    name: "eANCI-english",
  },
  place("SMOS", "smos", "req", "code", "smos_solution_links_italian.txt"),
  {
    ...place("SMOS", "smos", "trans_req", "trans_code", "smos_solution_links_italian.txt"),
    name: "SMOS-english",
  },
  place("Albergate", "albergate", "req", "code", "AnswerMatrix.txt"),
];

function place(name: string, folder: string, req: string, code: string, answers: string): TraceProjectPlace {
  const below = (part: string) => `datasets/${folder}/${part}`;
  return { name, family: name, requirements: below(req), code: below(code), answers: below(answers) };
}

/** A project as inference reads it, with the links that are right. */
export interface TraceProject {
  readonly name: string;
  readonly family: string;
  readonly requirements: readonly Requirement[];
  readonly files: readonly CandidateFile[];
  /** Row by row: 1 where the requirement is linked to the file. */
  readonly truth: Uint8Array;
}

const limits = { maxFileBytes: 2 ** 20, maxDocumentBytes: 2 ** 24 };

/** Reads one project out of the mirror in `repos`, by way of a clone in `cache` that holds the needed folders alone. */
export async function readTraceProject(
  { repos, cache }: { readonly repos: string; readonly cache: string },
  { name, family, requirements, code, answers }: TraceProjectPlace,
): Promise<TraceProject> {
  const folder = path.join(cache, "trace-links", repository.replace("/", "+"));
  openCheckout(mirrorOf(repos, repository), folder);
  execFileSync("git", ["-C", folder, "checkout", "--quiet", commit, "--", requirements, code, answers]);
  const read = await readRequirements(path.join(folder, requirements), { limits });
  const files = await readCandidateFiles(path.join(folder, code), createCodeParser(), { limits });
  const pairs = parseAnswers(readFileSync(path.join(folder, answers), "latin1"));
  return {
    name,
    family,
    requirements: read.items,
    files: files.items,
    truth: truthOf(pairs, read.items, files.items),
  };
}

/** Lines `requirement: file file …`, as the collection writes them. */
function parseAnswers(text: string): ReadonlySet<string> {
  return new Set(
    text.split(/\r?\n/).flatMap((line) => {
      const [requirement = "", ...rest] = line.split(":");
      const files = rest
        .join(":")
        .split(/\s+/)
        .filter((name) => name !== "");
      return files.map((file) => `${requirement.trim()} ${file}`);
    }),
  );
}

/** The answers name files without folders. */
function truthOf(
  pairs: ReadonlySet<string>,
  requirements: readonly Requirement[],
  files: readonly CandidateFile[],
): Uint8Array {
  const named = (id: string) => id.slice(id.lastIndexOf("/") + 1);
  return Uint8Array.from(
    requirements.flatMap(({ id }) =>
      files.map((file) => (pairs.has(`${named(id)} ${named(file.path)}`) ? 1 : 0)),
    ),
  );
}
