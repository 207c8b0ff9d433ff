import type { Heading } from "../../outline.ts";
import { type ConfigMember, type ConfigNode, memberOf, textOf } from "../configTree.ts";
import { keyHeadings, part } from "./partHeadings.ts";

/** Reads the documents of one file. */
export type PartsReader = (documents: readonly ConfigNode[]) => readonly Heading[];

/** How the jobs of a CI file are found, by the file's path; undefined for other files. */
export function continuousIntegration(path: string): PartsReader | undefined {
  return readers.find(([name]) => name.test(path))?.[1];
}

const readers: readonly (readonly [RegExp, PartsReader])[] = [
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/, ([root]) => jobsBelow(root, ["jobs"])],
  [/(?:^|\/)\.circleci\/[^/]+\.ya?ml$/, ([root]) => jobsBelow(root, ["jobs", "workflows", "commands"])],
  [/(?:^|\/)[^/]*\.?gitlab-ci\.ya?ml$|(?:^|\/)\.gitlab\/ci\/.+\.ya?ml$/, ([root]) => gitlabJobs(root)],
  [
    /(?:^|\/)[^/]*azure-pipelines[^/]*\.ya?ml$|(?:^|\/)\.azure-?(?:pipelines|devops)\/.+\.ya?ml$/,
    ([root]) => azureJobs(root),
  ],
];

const singular: Readonly<Record<string, string>> = {
  jobs: "job",
  workflows: "workflow",
  commands: "command",
};

/** `job build Build and test`: the id by which others name it, and the name that people see. */
function jobsBelow(root: ConfigNode | undefined, groups: readonly string[]): readonly Heading[] {
  if (root === undefined) return [];
  return keyHeadings(root, ({ key, value }) =>
    !groups.includes(key)
      ? []
      : (value.members ?? []).map((job) => part(named(singular[key] ?? key, job), job.line)),
  );
}

function named(kind: string, { key, value }: ConfigMember): string {
  const name = textOf(value, "name");
  return name === undefined || name === key ? `${kind} ${key}` : `${kind} ${key} (${name})`;
}

/** Keys at the top of .gitlab-ci.yml that are no jobs (docs.gitlab.com/ci/yaml). */
const gitlabKeywords = new Set(
  "stages variables default include image services before_script after_script cache workflow spec".split(" "),
);

function gitlabJobs(root: ConfigNode | undefined): readonly Heading[] {
  return (root?.members ?? []).map(({ key, line, value }) => {
    const isJob = !gitlabKeywords.has(key) && value.members !== undefined;
    if (!isJob) return { text: key, level: 1, startLine: line, endLine: line };
    const stage = textOf(value, "stage");
    return part(stage === undefined ? `job ${key}` : `job ${key} (stage ${stage})`, line, 1);
  });
}

function azureJobs(root: ConfigNode | undefined): readonly Heading[] {
  if (root === undefined) return [];
  return keyHeadings(root, ({ key, value }) =>
    key === "stages" || key === "jobs" ? (value.items ?? []).flatMap((item) => azureParts(item, 2)) : [],
  );
}

/** A stage with its jobs below it, or a job. */
function azureParts(item: ConfigNode, level: number): readonly Heading[] {
  const kind = ["stage", "job", "deployment", "template"].find((key) => memberOf(item, key) !== undefined);
  if (kind === undefined) return [];
  const shown = textOf(item, "displayName");
  const text = `${kind} ${textOf(item, kind) ?? ""}${shown === undefined ? "" : ` (${shown})`}`;
  const jobs = memberOf(item, "jobs")?.items ?? [];
  return [part(text, item.line, level), ...jobs.flatMap((job) => azureParts(job, level + 1))];
}
