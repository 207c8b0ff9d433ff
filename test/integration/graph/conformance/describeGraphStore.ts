import { describe } from "vitest";
import { asOfCases } from "./asOfCases.ts";
import { crowdCases, fanOutCases } from "./crowdCases.ts";
import { declareCases, type EmptyGraph } from "./graphTest.ts";
import { keyCases } from "./keyCases.ts";
import { edgeListCases, nodeListCases } from "./listCases.ts";
import { countCases, markCases } from "./markCases.ts";
import { nodeCases } from "./nodeCases.ts";
import { goneCases, reopenCases, restateCases } from "./restateCases.ts";
import { textCases } from "./textCases.ts";
import { traceCases } from "./traceCases.ts";
import { stepCases, walkCases } from "./walkCases.ts";

/**
 * What every `GraphStore` keeps, as tests against the interface alone. `open` gives an empty graph to each test, which
 * closes what it opened.
 */
export function describeGraphStore(name: string, open: () => Promise<EmptyGraph>): void {
  describe(name, () => {
    for (const cases of allCases) declareCases(cases, open);
  });
}

const allCases = [
  nodeCases,
  keyCases,
  restateCases,
  goneCases,
  reopenCases,
  asOfCases,
  walkCases,
  stepCases,
  traceCases,
  nodeListCases,
  edgeListCases,
  textCases,
  markCases,
  countCases,
  crowdCases,
  fanOutCases,
];
