import type { KeyMention } from "./keyMention.ts";

/** What a parser states about one file of code. Lines are 1-based and inclusive, columns 0-based UTF-16 units. */
export interface CodeFacts {
  readonly symbols: readonly SymbolFact[];
  readonly imports: readonly ImportFact[];
  readonly calls: readonly CallFact[];
  /** What is shaped like an issue key in comments and in names of tests; absent where there is none. */
  readonly mentions?: readonly KeyMention[];
  /** False where the file was cut into line windows because no grammar could read it; `problem` says why. */
  readonly parsed: boolean;
  readonly problem?: string;
}

/** What a definition is, in the words of its own language as far as these fit. */
export type SymbolKind =
  | "module"
  | "namespace"
  | "class"
  | "interface"
  | "trait"
  | "struct"
  | "enum"
  | "enumMember"
  | "type"
  | "function"
  | "method"
  | "constructor"
  | "property"
  | "field"
  | "constant"
  | "variable"
  | "macro"
  | "object";

/** A definition. */
export interface SymbolFact {
  readonly name: string;
  /** Names from the outermost definition inwards joined by `.`, for example `Refund.issue`. */
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  /** The whole definition with its decorators and modifiers, without the comment above it. */
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where the name itself stands. */
  readonly nameLine: number;
  readonly nameColumn: number;
  /** The definition up to its body, white space folded, at most 300 characters. */
  readonly signature: string;
  /** Doc comment or docstring as plain text without comment markers. */
  readonly doc?: string;
  /** First line of the doc comment where it stands above the definition, else equal to `startLine`. */
  readonly docStartLine: number;
  /** Qualified name of the definition around this one. */
  readonly parent?: string;
}

/** A module that a file names, as written: `./client.ts`, `java.util.List`, `<stdio.h>`. */
export interface ImportFact {
  readonly module: string;
  /** Names brought in, original names where renamed; empty for a whole-module import. */
  readonly names: readonly string[];
  readonly line: number;
}

/** A call by name; the receiver is not resolved. */
export interface CallFact {
  /** Last segment of the callee: `issue` in `refund.issue(1)`. */
  readonly name: string;
  readonly line: number;
  /** Qualified name of the innermost definition around the call. */
  readonly caller?: string;
}
