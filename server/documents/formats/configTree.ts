/** A value of a configuration with the lines of the file where it stands (1-based, both ends included). */
export interface ConfigNode {
  readonly line: number;
  readonly endLine: number;
  /** Of a scalar; absent for one too long to be read by people. */
  readonly text?: string;
  /** Of an object or map, in order. */
  readonly members?: readonly ConfigMember[];
  /** Of a list. */
  readonly items?: readonly ConfigNode[];
}

/** A key with its value. */
export interface ConfigMember {
  readonly key: string;
  readonly line: number;
  readonly value: ConfigNode;
}

/** Value of the first of the given keys which an object has; undefined for what is no object. */
export function memberOf(node: ConfigNode | undefined, ...keys: readonly string[]): ConfigNode | undefined {
  for (const key of keys) {
    const found = node?.members?.find((member) => member.key === key);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** Text of a member that is a scalar. */
export function textOf(node: ConfigNode | undefined, ...keys: readonly string[]): string | undefined {
  return memberOf(node, ...keys)?.text;
}
