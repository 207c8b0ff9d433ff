import type { Block, Section } from "../../model/document.ts";

/** A section with what is nested below it. Line numbers and sizes cover the whole subtree. */
export interface SectionNode {
  readonly headingPath: readonly string[];
  readonly blocks: readonly Block[];
  readonly children: readonly SectionNode[];
  readonly startLine: number;
  readonly endLine: number;
  readonly standsAlone?: boolean;
}

/** The document's sections as a tree. The root is the text before the first heading, possibly without blocks. */
export function sectionTree(sections: readonly Section[]): SectionNode {
  const root: OpenNode = { headingPath: [], blocks: [], children: [], startLine: 1, endLine: 0 };
  const open: OpenNode[] = [root];
  for (const section of sections) {
    if (section.headingPath.length === 0) {
      root.blocks.push(...section.blocks);
      root.endLine = Math.max(root.endLine, section.endLine);
      continue;
    }
    while (open.length > 1 && (open.at(-1)?.headingPath.length ?? 0) >= section.headingPath.length)
      open.pop();
    const node: OpenNode = { ...section, blocks: [...section.blocks], children: [] };
    for (const above of open) above.endLine = Math.max(above.endLine, section.endLine);
    open.at(-1)?.children.push(node);
    open.push(node);
  }
  return root;
}

interface OpenNode {
  readonly headingPath: readonly string[];
  readonly blocks: Block[];
  readonly children: OpenNode[];
  readonly startLine: number;
  endLine: number;
  readonly standsAlone?: boolean;
}
