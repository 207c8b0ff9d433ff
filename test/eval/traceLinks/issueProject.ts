import { readFileSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { readCandidateFiles } from "../../../server/indexing/linkFolders.ts";
import { mirrorOf, openCheckout } from "../checkout.ts";
import type { EvaluationContext } from "../evaluationSet.ts";
import type { TraceProject } from "./traceProject.ts";

const commit = "964f5cf6b0a622c44329246073301f70155e776e";
const code = "zookeeper-server/src/main/java";
const issuesMost = 200;
const limits = { maxFileBytes: 2 ** 20, maxDocumentBytes: 2 ** 24 };

interface Issue {
  readonly issue: string;
  readonly date: string;
  readonly query: string;
  readonly gold_files: readonly string[];
}

/**
 * A project of another kind, with which nothing was ever fitted or chosen: the titles of ZooKeeper's newest 200 issues
 * that changed a file of the server, and the files which they changed.
 */
export async function readIssueProject({ data, repos, cache }: EvaluationContext): Promise<TraceProject> {
  const folder = path.join(cache, "trace-links", "zookeeper");
  openCheckout(mirrorOf(repos, "apache/zookeeper"), folder).moveTo(commit);
  const { items: files } = await readCandidateFiles(path.join(folder, code), createCodeParser(), { limits });
  const places = new Map(files.map((file, at) => [`${code}/${file.path}`, at]));
  const issues = readFileSync(path.join(data, "retrieval/zookeeper-issues/instances.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Issue)
    .filter(({ gold_files }) => gold_files.some((file) => places.has(file)))
    .toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date) || (a.issue < b.issue ? -1 : 1))
    .slice(0, issuesMost);
  return {
    name: "ZooKeeper",
    family: "ZooKeeper",
    requirements: issues.map(({ issue, query }) => ({
      id: issue,
      title: query,
      text: query,
      acceptanceCriteria: [],
    })),
    files,
    truth: Uint8Array.from(
      issues.flatMap(({ gold_files }) =>
        files.map((file) => (gold_files.includes(`${code}/${file.path}`) ? 1 : 0)),
      ),
    ),
  };
}
