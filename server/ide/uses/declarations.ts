import type { CodeScope, ScopeSymbol } from "../reading/codeScope.ts";
import { isNamePart } from "../reading/textLines.ts";
import { closeAfter, splitList } from "./chain.ts";
import { type DeclarationShape, declarationPatterns } from "./declarationPatterns.ts";
import type { Declared } from "./declared.ts";
import { type Bracket, destructuringAt, givenTo, openerBefore, takenName } from "./destructuring.ts";
import type { Dialect } from "./dialect.ts";

/** Text before a use that is searched, in UTF-16 units. */
const searchedMost = 80_000;

/** The nearest declaration of a variable or parameter that a use at `at` sees; undefined where it is none of these. */
export function declarationOf(
  scope: CodeScope,
  dialect: Dialect,
  name: string,
  at: number,
): Declared | undefined {
  const { code } = scope;
  const callables = scope.around(at).filter(isCallable);
  // What stands outside of all functions is a definition, and found as such.
  const least = Math.max(0, at - searchedMost, callables.at(-1)?.start ?? 0);
  const patterns = declarationPatterns(dialect, name);
  const [owner] = callables;
  for (const found of openPlaces(code, name, at, least, dialect.hasBraces)) {
    for (const { pattern, shape, within } of patterns) {
      pattern.lastIndex = found;
      const match = pattern.exec(code);
      if (match === null) continue;
      const made = matchOf(match, shape);
      if (made === undefined) continue;
      const bracket = openerBefore(code, found);
      if (within !== undefined && (bracket?.sign ?? "") !== within) continue;
      // What is taken out of a parameter is seen as far as the parameter.
      const outer = shape === "member" && bracket !== undefined ? openerBefore(code, bracket.at) : bracket;
      if (!isSeen(scope, dialect, found, at, outer, owner)) continue;
      const declared =
        shape === "member" ? takenOut(code, dialect, made, bracket) : read(code, dialect, made);
      if (declared !== undefined) return declared;
    }
  }
  return undefined;
}

interface Match {
  readonly at: number;
  readonly after: number;
  readonly shape: DeclarationShape;
  readonly type?: string | undefined;
  readonly number?: number;
}

/** Places of a name before `at`, the nearest first, that stand in no block which is closed before `at`. */
function* openPlaces(
  code: string,
  name: string,
  at: number,
  least: number,
  hasBraces: boolean,
): Generator<number> {
  let depth = 0;
  let next = at;
  for (
    let place = code.lastIndexOf(name, at - 1);
    place >= least;
    place = code.lastIndexOf(name, place - 1)
  ) {
    if (hasBraces) depth = depthAt(code, place, next, depth);
    next = place;
    // What a block takes out of an object is seen behind it: `const { a } = b`.
    const isOpen = depth === 0 || isDestructured(code, place);
    if (isOpen && (!isNamePart(code.charAt(place - 1)) || name.startsWith("$"))) yield place;
    if (place === 0) return;
  }
}

/** How many blocks that are closed before `to` a place stands in, where it is `depth` many at `to`. */
function depthAt(code: string, from: number, to: number, depth: number): number {
  let blocks = depth;
  for (let at = to - 1; at >= from; at--) {
    const sign = code.charCodeAt(at);
    if (sign === closingBrace) blocks++;
    else if (sign === openingBrace && blocks > 0) blocks--;
  }
  return blocks;
}

const openingBrace = 123;
const closingBrace = 125;

function isDestructured(code: string, at: number): boolean {
  const close = code.slice(at, at + 300).search(/[{};]/);
  return close >= 0 && /^\}\s*(?:=(?!=|>)|of\s|[:,)])/.test(code.slice(at + close, at + close + 8));
}

function matchOf(match: RegExpExecArray, shape: DeclarationShape): Match | undefined {
  const base = { at: match.index, after: match.index + match[0].length, shape };
  const lead = match[1] ?? "";
  if (shape === "before") return notTypes.test(lead) ? undefined : { ...base, type: lead };
  return shape === "results" ? { ...base, number: splitList(lead).length } : base;
}

const notTypes =
  /^(?:return|new|else|throw|case|import|package|instanceof|in|of|is|as|await|yield|goto|delete|typeof|not|and|or|if|while|using|extends|implements|throws|default|public|private|protected|static|final|class|interface|enum|void|function|def|let|const|do|try|assert|out|ref|mut|async|export|from|where|get|set|echo|print|namespace|use|trait|struct|union|operator|template|typedef|select|join|on)$/;

/** Members of classes are found by other rules, and a parameter ends with what it is a parameter of. */
function isSeen(
  scope: CodeScope,
  dialect: Dialect,
  from: number,
  to: number,
  bracket: Bracket | undefined,
  owner: ScopeSymbol | undefined,
): boolean {
  const around = scope.around(from);
  const [inner] = around;
  if (inner !== undefined && /^(?:field|property|enumMember)$/.test(inner.kind) && inner.nameStart === from)
    return false;
  if (!dialect.hasBraces) {
    const own = around.find(isCallable);
    return own === undefined || own === owner || (own.start <= to && to <= own.end);
  }
  if (bracket?.sign !== "(") return true;
  const close = closeAfter(scope.code, bracket.at);
  if (to <= close) return true;
  const after = scope.code.slice(close + 1, close + 400);
  const body = /[{;]|=>|->(?=\s*\{)/.exec(after);
  const opening = close + 1 + (body?.index ?? 0);
  if (body === null) return true;
  if (body[0] === ";") return to <= opening;
  const block = scope.code.slice(opening).search(/[^=\->\s]/) + opening;
  if (scope.code.charAt(block) !== "{") return to <= endOfValue(scope.code, block, dialect);
  const end = closeAfter(scope.code, block);
  // The first braces may be those of the type that it gives.
  const next = /^\s*(?:=>\s*)?\{/.exec(scope.code.slice(end + 1, end + 20))?.[0];
  return to <= (next === undefined ? end : closeAfter(scope.code, end + next.length));
}

function isCallable({ kind }: ScopeSymbol): boolean {
  return kind === "function" || kind === "method" || kind === "constructor";
}

/** What is taken out of an object in braces: of a value, of each element of one, of a parameter. */
function takenOut(
  code: string,
  dialect: Dialect,
  { at }: Match,
  braces: Bracket | undefined,
): Declared | undefined {
  const from = braces === undefined ? undefined : destructuringAt(code, braces.at);
  if (from === undefined) return undefined;
  const member = takenName(code, at, code.slice(at).match(/^[\p{L}\p{N}_$]+/u)?.[0] ?? "");
  if (from.kind === "argument") return { at, ...givenTo(code, from.open), member };
  if (from.kind === "type") return { at, type: code.slice(from.start, endOfType(code, from.start)), member };
  const isEach = from.kind === "elements";
  const value = { start: from.start, end: endOfValue(code, from.start, dialect, isEach) };
  return { at, value, member, ...(isEach ? { part: { kind: "element" as const } } : {}) };
}

function read(code: string, dialect: Dialect, match: Match): Declared | undefined {
  const { at, after, shape } = match;
  switch (shape) {
    case "unknown":
      return { at, ...givenTo(code, at) };
    case "element": {
      return {
        at,
        value: { start: after, end: endOfValue(code, after, dialect, true) },
        part: { kind: "element" },
      };
    }
    case "member":
      return undefined;
    case "results": {
      const value = { start: after, end: endOfValue(code, after, dialect) };
      return { at, value, part: { kind: "result", number: match.number ?? 0 } };
    }
    case "value":
      return { at, value: { start: after, end: endOfValue(code, after, dialect) } };
    case "before": {
      const type = match.type ?? "";
      if (/^(?:var|auto|let)$/.test(type)) return valueAfter(code, at, after, dialect);
      // What `with` opens is a value in Python.
      if (dialect.family === "python" && /[(]/.test(type)) {
        const start = code.lastIndexOf(type, at);
        return { at, value: { start, end: start + type.length } };
      }
      return { at, type };
    }
    default: {
      const colon = /^\s*[!?]?\s*:(?!:|=)\s*/.exec(code.slice(after, after + 20))?.[0];
      if (colon !== undefined) {
        const start = after + colon.length;
        return { at, type: code.slice(start, endOfType(code, start)) };
      }
      if (dialect.family === "go") {
        const end = endOfType(code, after);
        const type = code.slice(after, end).trim();
        if (type !== "" && !type.startsWith("=")) return { at, type };
      }
      return shape === "type" ? { at } : valueAfter(code, at, after, dialect);
    }
  }
}

function valueAfter(code: string, at: number, after: number, dialect: Dialect): Declared {
  const equals = /^\s*(?:=(?!=)|:=|in\b|:)\s*/.exec(code.slice(after, after + 40))?.[0];
  if (equals === undefined) return { at };
  const start = after + equals.length;
  const value = {
    start,
    end: endOfValue(code, start, dialect, /in|:\s*$/.test(equals) && !equals.includes("=")),
  };
  return /^\s*(?:in\b|:\s*$)/.test(equals) && !equals.includes("=")
    ? { at, value, part: { kind: "element" } }
    : { at, value };
}

/** End of a type that begins at `start`: before what separates it from the next thing, outside of brackets. */
export function endOfType(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length && at - start < 600; at++) {
    const sign = code.charAt(at);
    if (sign === "(" || sign === "[" || sign === "<") depth++;
    else if (sign === "{") {
      if (depth === 0 && at > start) return at;
      depth++;
    } else if (
      sign === ")" ||
      sign === "]" ||
      sign === "}" ||
      (sign === ">" && code.charAt(at - 1) !== "=" && code.charAt(at - 1) !== "-")
    ) {
      if (depth === 0) return at;
      depth--;
    } else if (
      depth === 0 &&
      (sign === "," ||
        sign === ";" ||
        sign === "=" ||
        sign === ":" ||
        (sign === "\n" &&
          !/^\s*[|&.]/.test(code.slice(at + 1, at + 60)) &&
          code.slice(start, at).trim() !== ""))
    )
      return at;
  }
  return Math.min(code.length, start + 600);
}

/** End of a value that begins at `start`. Values of loops end with the bracket or colon behind them. */
function endOfValue(code: string, start: number, { hasBraces, family }: Dialect, isLoop = false): number {
  let depth = 0;
  for (let at = start; at < code.length && at - start < 4_000; at++) {
    const sign = code.charAt(at);
    if (sign === "(" || sign === "[") depth++;
    else if (sign === "{") {
      if (isLoop && depth === 0) return at;
      depth++;
    } else if (sign === ")" || sign === "]" || sign === "}") {
      if (depth === 0) return at;
      depth--;
    } else if (depth > 0) continue;
    else if (sign === ";" || sign === "," || (isLoop && sign === ":")) return at;
    else if (sign === "\n") {
      const goesOn =
        /^\s*(?:\?|!)?(?:\.|::|->|&\.)/.test(code.slice(at + 1, at + 80)) ||
        /[=.(,?:|&+]\s*$/.test(code.slice(Math.max(start, at - 3), at)) ||
        code.slice(start, at).trim() === "";
      if (!goesOn && (!hasBraces || family !== "jvm" || /^\s*[\w}@/]/.test(code.slice(at + 1, at + 40))))
        return at;
    }
  }
  return Math.min(code.length, start + 4_000);
}
