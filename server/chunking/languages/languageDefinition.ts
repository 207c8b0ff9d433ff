import type { ImportFact } from "../../model/codeFacts.ts";

/**
 * How the definitions, imports and calls of one language are read: a tree-sitter query and a few small hooks.
 *
 * To add a language: copy a file such as `go.ts`, give it the id of `server/model/languages.ts`, write the query
 * (node names stand in the grammar package's `src/node-types.json`), list it in `languageTable.ts`, and write
 * `test/fixtures/languages/<id>/sample.<ext>` with a `expected.txt` beside it that you checked line by line.
 *
 * A query speaks in these captures; everything else (nesting, ranges, documentation, signatures) is done by
 * `parsing/codeFactsReader.ts` from their positions alone, so both engines give the same facts:
 * - `@definition.<SymbolKind>` with `@name`: a definition. Of several matches with the same `@name` node the pattern
 *   which stands first in the query wins, so put the special before the general. `@body` ends the signature.
 *   `function` becomes `method` inside a class-like definition, and `constructor` where `constructorNames` says so.
 * - `@member.<SymbolKind>`: the same, but it belongs to the nearest class-like definition around it (a field which a
 *   constructor declares).
 * - `@global.<SymbolKind>`: the same, but none where a function stands around it (`#ifdef` holds locals and globals).
 * - `@declarator.<SymbolKind>` with `@name`: the part of a `@declaration` (with `@body`, where it has one) that names a
 *   definition; the definition has the range of the innermost declaration around it. Without a body it is global.
 * - `@scope`: in a definition's match, the owner which its syntax names (receiver type, `Foo` of `Foo::bar`). Where it
 *   is a node around the name, such as the whole of `a::Foo::bar`, the owner is what stands before the name.
 * - `@container` with `@scope`: a node that lends its name to what is inside without being a symbol (`impl Foo`).
 * - `@outer`: a wrapper (`export …`, a declaration around one declarator) whose range belongs to the definition inside
 *   where there is only one.
 * - `@lead`: decorators, annotations, attributes. Directly before a definition they belong to its range; they never
 *   appear in signatures.
 * - `@docstring`: documentation inside the definition. Comments above are found in the text by `comments`.
 * - `@call`: the name in a call. `@import`: a statement for `readImports`. `@import.callee` + `@import.module`: a call
 *   that imports, with its string literal.
 * - `@error` is added to every query. Captures that begin with `_` are for predicates (`#eq?`, `#any-of?`, `#match?`).
 *
 * Avoid `(_)` as the root of a pattern and `*`/`+` on captures: they are slow or match in quadratic numbers.
 * Packages of Java, Kotlin, Scala, C# and PHP are not part of qualified names; modules and namespaces which are blocks
 * around their members (TypeScript, Rust, C++, Ruby) are.
 */
export interface LanguageDefinition {
  /** Id of `server/model/languages.ts`. */
  readonly id: string;
  /** Where the WebAssembly grammar is: its npm package and the file in that; the build copies it by file name. */
  readonly wasm: { readonly packageName: string; readonly file: string };
  /** Loads the native grammar; may reject where there is no binary for this platform. */
  readonly native: () => Promise<unknown>;
  /** Language whose grammar is tried where this one finds errors; the reading with fewer errors is taken. */
  readonly alternative?: string;
  /** The alternative is tried only for texts that match. */
  readonly alternativeFor?: RegExp;
  /** Text of the same length to try where the grammar finds errors; the reading with fewer errors is taken. */
  readonly withoutMacros?: (text: string) => string;
  readonly query: string;
  readonly comments: CommentStyle;
  /** The grammar counts comments behind an indented body to it; they are taken off the end of definitions. */
  readonly bodiesEndInComments?: boolean;
  /** Modules named by the text of an `@import` node. */
  readonly readImports?: (statement: string) => readonly Omit<ImportFact, "line">[];
  /** Methods of these names are constructors. */
  readonly constructorNames?: readonly string[];
  /** Methods named as the class around them or before them are constructors. */
  readonly constructorsBearClassName?: boolean;
  /** Variables and fields with such a name are constants. */
  readonly constantName?: RegExp;
  /** Owner's qualified name (joined by `.`) from the text of a `@scope` node; empty for none. */
  readonly readScope?: (text: string) => string;
  /** Name of a definition from the text of its `@name` node, where that is more than the name. */
  readonly readName?: (text: string) => string;
}

/** How comments look above a definition. */
export interface CommentStyle {
  /** What a comment to the end of the line begins with: `//`, `#`. */
  readonly line: string;
  /** Delimiters of block comments, where there are any. */
  readonly block?: readonly [open: string, close: string];
  /** Takes the markup of documentation out of a comment whose own markers are gone. */
  readonly plain?: (doc: string) => string;
}

/** Comments of C and its descendants. */
export const cComments: CommentStyle = { line: "//", block: ["/*", "*/"] };
