import type { CallFact, CodeFacts, ImportFact, SymbolFact } from "../../model/codeFacts.ts";
import type { KeyShape } from "../../model/keyShapes.ts";
import type { LanguageDefinition } from "../languages/languageDefinition.ts";
import { type SortedCaptures, type Span, sortCaptures } from "./captures.ts";
import { codeMentions } from "./codeMentions.ts";
import { blockCommentText, docCommentAbove, plainDoc } from "./docComment.ts";
import type { GrammarReading } from "./grammar.ts";
import { type LineIndex, lineIndex } from "./lineIndex.ts";
import { type NestedDefinition, nestDefinitions } from "./nesting.ts";
import { signatureOf } from "./signature.ts";
import { endBeforeComments } from "./trailingComments.ts";

/**
 * Turns the matches of a language's query, and the nodes around what is shaped like a key, into facts. Only positions and the text are used, never nodes: each step over
 * the border to WebAssembly or native code costs more than what is done here, and so both engines give the same.
 */
export function readCodeFacts(
  language: LanguageDefinition,
  text: string,
  reading: Pick<GrammarReading, "matches" | "paths"> & { readonly shapes: readonly KeyShape[] },
): CodeFacts {
  const captures = sortCaptures(reading.matches);
  const lines = lineIndex(text);
  const definitions = nestDefinitions(text, captures, language).map((definition) =>
    withLeads(text, withoutTail(text, definition, language), captures.leads, language),
  );
  const docstrings = docstringsByOwner(definitions, captures.docstrings);
  const symbols = definitions.map((definition) =>
    symbolFact(text, lines, language, definition, captures.leads, docstrings.get(definition)),
  );
  const mentions = codeMentions({ ...reading, text, lines, symbols, docstrings: captures.docstrings });
  return {
    symbols,
    ...(mentions.length === 0 ? {} : { mentions }),
    imports: importFacts(text, lines, language, captures),
    calls: callFacts(text, lines, definitions, captures.calls),
    parsed: true,
  };
}

/** Grammars count the line end to a directive such as `#define`, some of them comments too; a reader does not. */
function withoutTail(
  text: string,
  definition: NestedDefinition,
  language: LanguageDefinition,
): NestedDefinition {
  const { start } = definition.span;
  let { end } = definition.span;
  if (language.bodiesEndInComments) end = endBeforeComments(text, start, end, language.comments);
  while (end > start && text[end - 1] === "\n") end--;
  return end === definition.span.end ? definition : { ...definition, span: { start, end } };
}

/** Widens a definition over the decorators or attributes directly before it. */
function withLeads(
  text: string,
  definition: NestedDefinition,
  leads: readonly Span[],
  language: LanguageDefinition,
): NestedDefinition {
  let start = definition.span.start;
  for (let i = firstAtOrAfter(leads, start) - 1; i >= 0; i--) {
    const lead = leads[i];
    if (lead === undefined || lead.end > start || !isGap(text.slice(lead.end, start), language.comments.line))
      break;
    start = lead.start;
  }
  return start === definition.span.start
    ? definition
    : { ...definition, span: { start, end: definition.span.end } };
}

function isGap(between: string, lineComment: string): boolean {
  return between.split("\n").every((line) => line.trim() === "" || line.trimStart().startsWith(lineComment));
}

function symbolFact(
  text: string,
  lines: LineIndex,
  language: LanguageDefinition,
  definition: NestedDefinition,
  leads: readonly Span[],
  docstring: Span | undefined,
): SymbolFact {
  const { name, qualifiedName, kind, parent, span, raw } = definition;
  const comment =
    docCommentAbove(text, span.start, language.comments) ??
    docCommentAbove(text, raw.start, language.comments);
  const doc =
    docstring === undefined
      ? comment?.text
      : docstringText(text.slice(docstring.start, docstring.end), language);
  const startLine = lines.lineAt(span.start);
  const inner = leads.slice(firstAtOrAfter(leads, span.start), firstAtOrAfter(leads, raw.name.start));
  return {
    name,
    qualifiedName,
    kind,
    startLine,
    startColumn: lines.columnAt(span.start),
    endLine: lines.lineAt(span.end),
    endColumn: lines.columnAt(span.end),
    nameLine: lines.lineAt(raw.name.start),
    nameColumn: lines.columnAt(raw.name.start),
    signature: signatureOf(text, span.start, raw.body?.start ?? span.end, inner, language.comments),
    ...(doc && { doc }),
    docStartLine: comment === undefined ? startLine : Math.min(lines.lineAt(comment.start), startLine),
    ...(parent && { parent }),
  };
}

function docstringText(literal: string, { comments }: LanguageDefinition): string {
  if (comments.block !== undefined && literal.startsWith(comments.block[0]))
    return blockCommentText(literal, comments.block, comments);
  const inner = literal.replace(/^[A-Za-z]*("""|'''|"|')/, "").replace(/("""|'''|"|')$/, "");
  return plainDoc(inner.split("\n"));
}

function docstringsByOwner(
  definitions: readonly NestedDefinition[],
  docstrings: readonly Span[],
): ReadonlyMap<NestedDefinition, Span> {
  const owners = new Map<NestedDefinition, Span>();
  forEachWithOwner(definitions, docstrings, (docstring, owner) => {
    if (owner !== undefined && !owners.has(owner)) owners.set(owner, docstring);
  });
  return owners;
}

function callFacts(
  text: string,
  lines: LineIndex,
  definitions: readonly NestedDefinition[],
  calls: readonly Span[],
): CallFact[] {
  const facts: CallFact[] = [];
  forEachWithOwner(definitions, calls, (call, owner) => {
    const line = lines.lineAt(call.start);
    const name = text.slice(call.start, call.end);
    facts.push({ name, line, ...(owner && { caller: owner.qualifiedName }) });
  });
  return facts;
}

function importFacts(
  text: string,
  lines: LineIndex,
  language: LanguageDefinition,
  { imports, importedModules }: SortedCaptures,
): ImportFact[] {
  const stated = imports.flatMap(({ start, end }) =>
    (language.readImports?.(text.slice(start, end)) ?? []).map((fact) => ({ fact, start })),
  );
  const called = importedModules.map(({ start, end }) => {
    const module = text.slice(start, end).replace(/^[^"'`]*["'`]|["'`]$/g, "");
    return { fact: { module, names: [] as readonly string[] }, start };
  });
  return [...stated, ...called]
    .sort((a, b) => a.start - b.start)
    .map(({ fact, start }) => ({ module: fact.module, names: fact.names, line: lines.lineAt(start) }));
}

/** Pairs each span with the innermost definition around it; both lists are in order of the text. */
function forEachWithOwner(
  definitions: readonly NestedDefinition[],
  spans: readonly Span[],
  visit: (span: Span, owner: NestedDefinition | undefined) => void,
): void {
  const stack: NestedDefinition[] = [];
  let next = 0;
  for (const span of spans) {
    for (let definition = definitions[next]; definition !== undefined; definition = definitions[next]) {
      if (definition.span.start > span.start) break;
      popEnded(stack, definition.span.start);
      stack.push(definition);
      next++;
    }
    popEnded(stack, span.start);
    visit(span, stack.at(-1));
  }
}

function popEnded(stack: NestedDefinition[], offset: number): void {
  while (stack.length > 0 && (stack.at(-1)?.span.end ?? 0) <= offset) stack.pop();
}

function firstAtOrAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
