/** A use of a name, and the definition that it means, as a compiler or language server of its language found out. */
export interface UseLabel {
  /** `owner/name`, or `whence` for this repository. */
  readonly repository: string;
  readonly commit: string;
  readonly language: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 units, from 0. */
  readonly column: number;
  readonly word: string;
  readonly definition: { readonly path: string; readonly name: string; readonly line: number };
  /** True for a function or method whose name others of the same language have too. */
  readonly isShared: boolean;
}
