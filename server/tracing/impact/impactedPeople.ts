import type { ImpactedPerson } from "../../../shared/model/impact.ts";
import { counted } from "../../base/counted.ts";
import type { CodeOwners } from "../../documents/codeOwners.ts";
import { commitId } from "../../model/graphIds.ts";
import { allEdges, nodesById } from "../../model/graphPages.ts";
import type { TracedSymbol } from "../symbolRecorder.ts";
import type { TracingParts } from "../symbolTracer.ts";

const peopleMost = 20;

/** Who wrote the lines that would change, who reviewed the commits behind them, and who owns the files. */
export async function impactedPeople(
  traced: readonly TracedSymbol[],
  paths: readonly string[],
  { catalog, graph }: TracingParts,
  codeOwners: CodeOwners | undefined,
): Promise<readonly ImpactedPerson[]> {
  const commits = [
    ...new Map(traced.flatMap(({ history }) => history.commits).map((each) => [each.hash, each])).values(),
  ];
  const lines = new Map<
    string,
    { readonly name: string; readonly email: string; lines: number; commits: number }
  >();
  for (const commit of commits) {
    const known = catalog.commits.get(commit.hash);
    if (known === undefined) continue;
    const { authorName, authorEmail: email } = known;
    const name = authorName || email || "somebody without a name";
    const sum = lines.get(email || name) ?? { name, email, lines: 0, commits: 0 };
    sum.lines += commit.presentLines;
    sum.commits += 1;
    lines.set(email || name, sum);
  }
  const writers = [...lines.values()]
    .toSorted((a, b) => b.lines - a.lines || b.commits - a.commits)
    .map(({ name, email, lines: present, commits: number }): ImpactedPerson => {
      const detail =
        present > 0
          ? `wrote ${counted(present, "line")} of it`
          : `changed it in ${counted(number, "commit")}`;
      return { name, ...(email === "" ? {} : { email }), reason: "wrote", detail };
    });
  const reviews = await allEdges(graph, {
    to: commits.map(({ hash }) => commitId(hash)),
    kinds: ["reviewed", "authored"],
  });
  const nodes = await nodesById(
    graph,
    reviews.map(({ from }) => from),
  );
  const reviewers = [...Map.groupBy(reviews, ({ from, kind }) => `${kind} ${from}`).values()].flatMap(
    ([first, ...rest]): readonly ImpactedPerson[] => {
      const node = first === undefined ? undefined : nodes.get(first.from);
      if (first === undefined || node === undefined) return [];
      const isReview = first.kind === "reviewed";
      const detail = `${isReview ? "reviewed" : "wrote with others"} ${counted(1 + rest.length, "commit")} behind it`;
      const [evidence] = first.evidence;
      return [
        {
          name: node.title,
          reason: isReview ? "reviewed" : "wrote",
          detail,
          ...(evidence === undefined ? {} : { evidence }),
        },
      ];
    },
  );
  return [...owners(paths, codeOwners), ...writers.slice(0, peopleMost), ...reviewers.slice(0, peopleMost)];
}

function owners(paths: readonly string[], codeOwners: CodeOwners | undefined): readonly ImpactedPerson[] {
  const seen = new Map<string, ImpactedPerson>();
  for (const path of paths) {
    for (const { owners: names, pattern, line } of codeOwners?.of(path) ?? []) {
      for (const name of names) {
        const detail = `owns ${pattern} (CODEOWNERS, line ${line})`;
        if (!seen.has(`${name} ${detail}`)) seen.set(`${name} ${detail}`, { name, reason: "owns", detail });
      }
    }
  }
  return [...seen.values()];
}
