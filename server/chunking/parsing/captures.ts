import type { SymbolKind } from "../../model/codeFacts.ts";
import { type Declaration, placeDeclarators } from "./declarators.ts";
import type { Capture, Match } from "./grammar.ts";

/** Offsets into the text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A definition as the query found it, before nesting is known. */
export interface RawDefinition extends Span {
  readonly kind: SymbolKind;
  readonly name: Span;
  readonly body?: Span;
  readonly scope?: Span;
  /** Belongs to the nearest class-like definition around it. */
  readonly member: boolean;
  /** Dropped inside a function. */
  readonly global: boolean;
  readonly pattern: number;
}

/** Captures of a file sorted by what they mean, each in order of the text. */
export interface SortedCaptures {
  readonly definitions: readonly RawDefinition[];
  readonly containers: readonly (Span & { readonly scope: Span })[];
  readonly outers: readonly Span[];
  readonly leads: readonly Span[];
  readonly docstrings: readonly Span[];
  readonly calls: readonly Span[];
  readonly imports: readonly Span[];
  /** String literals of calls that import. */
  readonly importedModules: readonly Span[];
}

/** Sorts the matches of a query; the captures are explained at `LanguageDefinition`. */
export function sortCaptures(matches: readonly Match[]): SortedCaptures {
  const definitions = new Map<number, RawDefinition>();
  const declarators = new Map<number, RawDefinition>();
  const declarations = new Map<number, Declaration>();
  const containers: (Span & { scope: Span })[] = [];
  const spans = new Map<string, Map<number, Span>>();
  const importCallees = new Set<number>();
  for (const { pattern, captures } of matches) {
    const definition = definitionIn(captures, pattern);
    if (definition !== undefined) {
      keepBest(isDeclarator(captures) ? declarators : definitions, definition);
    }
    const scope = find(captures, "scope");
    for (const capture of captures) {
      if (capture.name === "import.callee") importCallees.add(capture.start);
      else if (capture.name === "declaration") keepDeclaration(declarations, capture, find(captures, "body"));
      else if (capture.name === "container" && scope !== undefined) {
        containers.push({ start: capture.start, end: capture.end, scope });
      } else if (plain.has(capture.name)) keepSpan(spans, capture);
    }
  }
  for (const placed of placeDeclarators([...declarators.values()], [...declarations.values()])) {
    keepBest(definitions, placed);
  }
  const sorted = (name: string): Span[] =>
    [...(spans.get(name)?.values() ?? [])].sort((a, b) => a.start - b.start || b.end - a.end);
  return {
    definitions: [...definitions.values()],
    containers,
    outers: sorted("outer"),
    leads: sorted("lead"),
    docstrings: sorted("docstring"),
    calls: sorted("call").filter((call) => !importCallees.has(call.start)),
    imports: sorted("import"),
    importedModules: sorted("import.module"),
  };
}

const plain = new Set(["outer", "lead", "docstring", "call", "import", "import.module"]);

const definitionRole = /^(?:definition|member|global|declarator)\./;

function isDeclarator(captures: readonly Capture[]): boolean {
  return captures.some(({ name }) => name.startsWith("declarator."));
}

function find(captures: readonly Capture[], name: string): Capture | undefined {
  return captures.find((capture) => capture.name === name);
}

function definitionIn(captures: readonly Capture[], pattern: number): RawDefinition | undefined {
  const name = find(captures, "name");
  const whole = captures.find(({ name: it }) => definitionRole.test(it));
  if (name === undefined || whole === undefined) return undefined;
  const [role, kind] = whole.name.split(".") as [string, SymbolKind];
  const body = find(captures, "body");
  const scope = find(captures, "scope");
  return {
    kind,
    start: whole.start,
    end: whole.end,
    name,
    ...(body && { body }),
    ...(scope && { scope }),
    member: role === "member",
    global: role === "global",
    pattern,
  };
}

/** One definition per name node: the pattern that stands first in the query, and of its matches the one with a body. */
function keepBest(definitions: Map<number, RawDefinition>, candidate: RawDefinition): void {
  const known = definitions.get(candidate.name.start);
  if (
    known === undefined ||
    candidate.pattern < known.pattern ||
    (candidate.pattern === known.pattern && known.body === undefined && candidate.body !== undefined)
  ) {
    definitions.set(candidate.name.start, candidate);
  }
}

/** Of one that matches with and without a body, that with it. */
function keepDeclaration(
  declarations: Map<number, Declaration>,
  { start, end }: Capture,
  body: Capture | undefined,
): void {
  const key = rangeKey(start, end);
  if (body !== undefined || !declarations.has(key))
    declarations.set(key, { start, end, ...(body && { body }) });
}

function rangeKey(start: number, end: number): number {
  return start * 4_194_304 + end;
}

function keepSpan(spans: Map<string, Map<number, Span>>, { name, start, end }: Capture): void {
  const known = spans.get(name) ?? new Map<number, Span>();
  spans.set(name, known);
  // Wrappers of different extent may begin at the same place; names and statements may not.
  known.set(name === "outer" ? rangeKey(start, end) : start, { start, end });
}
