/** A node of a syntax tree: the grammar's word for it and its UTF-16 offsets, end exclusive. */
export interface PathNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** What both engines say of a node. */
interface TreeNode {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly parent: TreeNode | null;
  descendantForIndex(index: number): TreeNode | null;
}

/** So many nodes are told; in PowerShell a string stands eleven below the command that takes it. */
const pathLength = 16;

/** The nodes around an offset, the innermost first, at most sixteen. */
export function nodePathAt(root: TreeNode, offset: number): readonly PathNode[] {
  const path: PathNode[] = [];
  let node = root.descendantForIndex(offset);
  while (node !== null && path.length < pathLength) {
    path.push({ type: node.type, start: node.startIndex, end: node.endIndex });
    node = node.parent;
  }
  return path;
}
