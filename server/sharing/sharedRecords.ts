import { decisionsIn, recordOf } from "../model/decision.ts";
import type { Evidence, GraphNode } from "../model/graph.ts";
import { isSymbolId } from "../model/graphIds.ts";
import { nodesById } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { SharedRecord } from "../model/record.ts";
import type { TeamFile } from "../model/teamFile.ts";
import { isShared } from "./sharedView.ts";

/** Decisions on links that everyone may read, and changes of policy; of links only who decided what, without the words. */
export async function sharedRecords(
  pending: readonly SharedRecord[],
  graph: GraphStore,
  team: TeamFile,
): Promise<readonly SharedRecord[]> {
  const ends = await nodesById(
    graph,
    pending.flatMap(({ body }) => [body["code"], body["item"]].filter((id) => typeof id === "string")),
  );
  return pending.flatMap((record): readonly SharedRecord[] => {
    const { repository = team.repository } = record;
    if (record.kind === "policy") return [{ ...record, repository }];
    const [decision] = decisionsIn([record], repository);
    if (decision === undefined) return [];
    // The decision on code that is gone meanwhile is known by the item alone.
    const item = ends.get(decision.item);
    const code = ends.get(decision.code) ?? standIn(decision.code);
    if (item === undefined || !isShared(item, team.share) || !isShared(code, team.share)) return [];
    const { before, ...rest } = decision;
    const told =
      before === undefined
        ? rest
        : { ...rest, before: { ...before, evidence: before.evidence.map(withoutText) } };
    return [recordOf(told, repository)];
  });
}

function standIn(id: string): GraphNode {
  return { id, kind: isSymbolId(id) ? "symbol" : "file", title: "" };
}

function withoutText(evidence: Evidence): Evidence {
  return { ...evidence, text: "" };
}
