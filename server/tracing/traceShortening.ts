import type { TraceBranch } from "../../shared/model/trace.ts";

/** Items are all kept; of the code and commits below each only so much, with the number of the rest. */
export function shortened(branch: TraceBranch, most: number): TraceBranch {
  const items = branch.children.filter(({ node }) => !codeKinds.has(node.kind));
  const code = branch.children.filter(({ node }) => codeKinds.has(node.kind));
  const hidden = Math.max(0, code.length - most);
  const parts = items.filter(({ link }) => link?.kind === "parentOf");
  const named = items.filter(({ link }) => link?.kind !== "parentOf");
  const children = [...parts, ...code.slice(0, most), ...named].map((child) => shortened(child, most));
  return { ...branch, children, ...(hidden > 0 ? { hiddenChildren: hidden } : {}) };
}

const codeKinds = new Set(["file", "symbol", "commit"]);
