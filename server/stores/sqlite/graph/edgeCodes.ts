import type { EdgeKind, EdgeOrigin } from "../../../model/graph.ts";

/** What stands for a kind of edge in a row. Never give a number another meaning. */
export const edgeKindCodes: Readonly<Record<EdgeKind, number>> = {
  parentOf: 1,
  implements: 2,
  specifies: 3,
  dependsOn: 4,
  mentions: 5,
  contains: 6,
  changedBy: 7,
  authored: 8,
  reviewed: 9,
  owns: 10,
};

/** What stands for an origin in a row. Never give a number another meaning. */
export const originCodes: Readonly<Record<EdgeOrigin, number>> = {
  stated: 1,
  inferred: 2,
  confirmed: 3,
  rejected: 4,
};

/** All kinds of edges. */
export const edgeKinds = Object.keys(edgeKindCodes) as readonly EdgeKind[];

const kindsByCode = new Map(edgeKinds.map((kind) => [edgeKindCodes[kind], kind]));
const originsByCode = new Map(
  (Object.keys(originCodes) as readonly EdgeOrigin[]).map((origin) => [originCodes[origin], origin]),
);

/** The kind for which this number stands. */
export function edgeKindOf(code: unknown): EdgeKind {
  return known(kindsByCode.get(Number(code)), code);
}

/** The origin for which this number stands. */
export function originOf(code: unknown): EdgeOrigin {
  return known(originsByCode.get(Number(code)), code);
}

function known<T>(value: T | undefined, code: unknown): T {
  if (value === undefined) throw new Error(`An edge has the unknown code ${String(code)}.`);
  return value;
}
