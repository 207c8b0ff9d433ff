import type { SymbolKind } from "../../model/codeFacts.ts";
import type { RawDefinition, SortedCaptures, Span } from "./captures.ts";

/** A definition with what stands around it. */
export interface NestedDefinition {
  readonly raw: RawDefinition;
  readonly kind: SymbolKind;
  readonly name: string;
  readonly qualifiedName: string;
  readonly parent?: string;
  /** Range with the wrappers that hold this definition alone, such as `export`. */
  readonly span: Span;
}

/** What nesting needs to know of a language. */
export interface NamingRules {
  readonly readScope?: (text: string) => string;
  readonly readName?: (text: string) => string;
  readonly constructorNames?: readonly string[];
  readonly constructorsBearClassName?: boolean;
  readonly constantName?: RegExp;
}

interface Frame extends Span {
  /** Undefined for wrappers. */
  readonly qualifiedName?: string;
  readonly isDefinition: boolean;
  readonly classLike: boolean;
  readonly isFunction: boolean;
  /** Named frames around this one. */
  readonly depth: number;
  /** Definitions directly inside, for wrappers. */
  children: number;
}

interface Entry extends Span {
  readonly rank: number;
  readonly definition?: RawDefinition;
  readonly scope?: Span;
}

/** Finds parents, qualified names and kinds of all definitions from their positions; outer ones come first. */
export function nestDefinitions(
  text: string,
  captures: SortedCaptures,
  rules: NamingRules,
): NestedDefinition[] {
  const stack: Frame[] = [];
  const found: {
    readonly definition: Omit<NestedDefinition, "span">;
    readonly wrappers: readonly Frame[];
  }[] = [];
  for (const entry of entriesOf(captures)) {
    for (let top = stack.at(-1); top !== undefined && !encloses(top, entry); top = stack.at(-1)) stack.pop();
    if (entry.definition === undefined) {
      stack.push(frameOf(text, entry, stack, rules));
      continue;
    }
    const depth = (stack.at(-1)?.depth ?? 0) + 1;
    if (depth > maxDepth || (entry.definition.global && stack.some((frame) => frame.isFunction))) continue;
    const wrappers = wrappersOf(stack);
    for (const wrapper of wrappers) wrapper.children++;
    const definition = placeDefinition(text, entry.definition, stack, rules);
    found.push({ definition, wrappers });
    const classLike = classLikeKinds.has(definition.kind);
    const { qualifiedName } = definition;
    stack.push({
      start: entry.start,
      end: entry.end,
      qualifiedName,
      isDefinition: true,
      classLike,
      isFunction: functionKinds.has(definition.kind),
      depth,
      children: 0,
    });
  }
  const nested = found.map(({ definition, wrappers }) => ({
    ...definition,
    span: widen(definition.raw, wrappers),
  }));
  return firstOfValues(nested).sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

/** Deeper definitions are machine-made; their qualified names would fill the memory. */
const maxDepth = 32;

const classLikeKinds: ReadonlySet<SymbolKind> = new Set([
  "class",
  "interface",
  "trait",
  "struct",
  "enum",
  "enumMember",
  "object",
] satisfies SymbolKind[]);

const functionKinds: ReadonlySet<SymbolKind> = new Set([
  "function",
  "method",
  "constructor",
] satisfies SymbolKind[]);

const valueKinds: ReadonlySet<SymbolKind> = new Set([
  "variable",
  "constant",
  "field",
  "property",
] satisfies SymbolKind[]);

/** Everything that can enclose, outermost first; at equal ranges wrappers stand around containers and definitions. */
function entriesOf({ definitions, containers, outers }: SortedCaptures): Entry[] {
  return [
    ...outers.map(({ start, end }) => ({ start, end, rank: 0 })),
    ...containers.map(({ start, end, scope }) => ({ start, end, scope, rank: 1 })),
    ...definitions.map((definition) => ({
      start: definition.start,
      end: definition.end,
      definition,
      rank: 2,
    })),
  ].sort((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank);
}

/** Two definitions of one range stand side by side: `a, b int` declares both. */
function encloses(frame: Frame, entry: Entry): boolean {
  const isTwin = frame.isDefinition && entry.definition !== undefined && frame.start === entry.start;
  return frame.end >= entry.end && !(isTwin && frame.end === entry.end);
}

function frameOf(text: string, entry: Entry, stack: readonly Frame[], rules: NamingRules): Frame {
  const { start, end } = entry;
  const depth = stack.at(-1)?.depth ?? 0;
  if (entry.scope === undefined)
    return { start, end, isDefinition: false, classLike: false, isFunction: false, depth, children: 0 };
  const qualifiedName = join(enclosing(stack)?.qualifiedName, scopeName(text, entry.scope, rules));
  return {
    start,
    end,
    isDefinition: false,
    classLike: true,
    isFunction: false,
    depth,
    children: 0,
    ...(qualifiedName && { qualifiedName }),
  };
}

function placeDefinition(
  text: string,
  raw: RawDefinition,
  stack: readonly Frame[],
  rules: NamingRules,
): Omit<NestedDefinition, "span"> {
  const written = cleanName(text.slice(raw.name.start, raw.name.end));
  const name = rules.readName?.(written) ?? written;
  const around = raw.member
    ? (stack.findLast((frame) => frame.classLike) ?? enclosing(stack))
    : enclosing(stack);
  const owner = raw.scope === undefined ? "" : scopeName(text, before(raw.scope, raw.name), rules);
  const parent = join(around?.qualifiedName, owner);
  const qualifiedName = join(parent, name) ?? name;
  const kind = kindOf(raw.kind, name, parent, around?.classLike === true, rules);
  return { raw, kind, name, qualifiedName, ...(parent && { parent }) };
}

/** A scope which is written around the name, as in `a::B::name`, ends where the name begins. */
function before(scope: Span, name: Span): Span {
  return scope.end >= name.end && scope.start < name.start ? { start: scope.start, end: name.start } : scope;
}

function kindOf(
  kind: SymbolKind,
  name: string,
  parent: string | undefined,
  inClass: boolean,
  rules: NamingRules,
): SymbolKind {
  const placed = kind === "function" && inClass ? "method" : kind;
  if (placed === "method" && rules.constructorNames?.includes(name)) return "constructor";
  if (placed === "method" && rules.constructorsBearClassName === true && parent?.split(".").at(-1) === name)
    return "constructor";
  const isConstant = valueKinds.has(placed) && rules.constantName?.test(name) === true;
  return isConstant ? "constant" : placed;
}

/** The innermost frame that lends its name. */
function enclosing(stack: readonly Frame[]): Frame | undefined {
  return stack.findLast((frame) => frame.qualifiedName !== undefined);
}

function scopeName(text: string, scope: Span, rules: NamingRules): string {
  const written = text.slice(scope.start, scope.end);
  return rules.readScope === undefined ? written : rules.readScope(written);
}

/** Names written as strings (`"content-type": …`, `declare module "x"`) lose their quotes. */
function cleanName(name: string): string {
  return /^(["'`]).*\1$/s.test(name) ? name.slice(1, -1) : name;
}

function join(outer: string | undefined, inner: string): string | undefined {
  if (inner === "") return outer;
  return outer === undefined ? inner : `${outer}.${inner}`;
}

/** Wrappers directly around the next definition, innermost first. */
function wrappersOf(stack: readonly Frame[]): Frame[] {
  const innermost = stack.findLastIndex((frame) => frame.qualifiedName !== undefined);
  return stack.slice(innermost + 1).reverse();
}

function widen(raw: RawDefinition, wrappers: readonly Frame[]): Span {
  let span: Span = { start: raw.start, end: raw.end };
  for (const wrapper of wrappers) {
    if (wrapper.children !== 1) break;
    span = wrapper;
  }
  return { start: span.start, end: span.end };
}

/** A value that is assigned again is no second definition. */
function firstOfValues(definitions: readonly NestedDefinition[]): NestedDefinition[] {
  const seen = new Set<string>();
  return definitions.filter(({ kind, qualifiedName }) => {
    if (!valueKinds.has(kind)) return true;
    if (seen.has(qualifiedName)) return false;
    seen.add(qualifiedName);
    return true;
  });
}
