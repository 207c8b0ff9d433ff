import { isNamePart } from "../reading/textLines.ts";
import { chainStart, closeAfter, isMember } from "./chain.ts";
import type { Declared } from "./declared.ts";

/** A bracket, and where it stands. */
export interface Bracket {
  readonly sign: string;
  readonly at: number;
}

/** The bracket around a place, as far as it is near. */
export function openerBefore(code: string, from: number): Bracket | undefined {
  let depth = 0;
  for (let at = from - 1; at >= 0 && from - at < 2_500; at--) {
    const sign = code.charAt(at);
    if (sign === ")" || sign === "]" || sign === "}") depth++;
    else if ((sign === "(" || sign === "[" || sign === "{") && depth-- === 0) return { sign, at };
  }
  return undefined;
}

/** What a place in the braces of JavaScript takes a value out of: see `destructuringAt`. */
export type DestructuredFrom =
  | { readonly kind: "value"; readonly start: number }
  | { readonly kind: "elements"; readonly start: number }
  | { readonly kind: "type"; readonly start: number }
  | { readonly kind: "argument"; readonly open: number };

/** What stands in braces that take values out of an object, and not in those of an object or a block; else undefined. */
export function destructuringAt(code: string, open: number): DestructuredFrom | undefined {
  const close = closeAfter(code, open);
  const after = code.slice(close + 1, close + 300);
  const lead = code.slice(Math.max(0, open - 24), open);
  const isDeclared = /\b(?:const|let|var)\s*$/.test(lead);
  const start = (length: number) => close + 1 + length;
  const equals = /^\s*=(?![=>])\s*/.exec(after)?.[0];
  if (isDeclared && equals !== undefined) return { kind: "value", start: start(equals.length) };
  const of = /^\s*of\s+/.exec(after)?.[0];
  if (isDeclared && of !== undefined) return { kind: "elements", start: start(of.length) };
  const colon = /^\s*:\s*/.exec(after)?.[0];
  if (isDeclared && colon !== undefined) return { kind: "type", start: start(colon.length) };
  const outer = openerBefore(code, open);
  if (outer?.sign !== "(" || !isParameterList(code, outer.at)) return undefined;
  if (colon !== undefined) return { kind: "type", start: start(colon.length) };
  return /^\s*(?:=[^=>]|[,)])/.test(after) ? { kind: "argument", open } : undefined;
}

/** Brackets of parameters have a body behind them. */
function isParameterList(code: string, open: number): boolean {
  const after = code.slice(closeAfter(code, open) + 1).slice(0, 300);
  const word = /([\w$]+)\s*$/.exec(code.slice(Math.max(0, open - 30), open))?.[1] ?? "";
  if (/^(?:if|while|for|switch|with|catch)$/.test(word)) return false;
  return /^\s*(?::[^;=]*?)?\s*(?:=>|\{)/.test(after) || /^\s*:\s*[\w$<>[\].,| ]+\s*[{;]/.test(after);
}

/**
 * What a parameter of a function is that is itself an argument: `refunds.map((refund) => …)` gives it each element. `at` is
 * where the parameter, or the braces of its parts, begin.
 */
export function givenTo(code: string, at: number): Pick<Declared, "value" | "part"> {
  let open = lastSign(code, at);
  const isSecond = code.charAt(open) === ",";
  if (isSecond) open = openerBefore(code, at)?.at ?? open;
  // The brackets around the parameters may be missing, and Kotlin has braces around all of it.
  const call =
    code.charAt(open) === "(" && code.charAt(lastSign(code, open)) === "(" ? lastSign(code, open) : open;
  const sign = code.charAt(call);
  if (sign !== "(" && sign !== "{") return {};
  const method = /([\w$]+)(?:<[^<>()]*>)?\s*$/.exec(code.slice(Math.max(0, call - 80), call));
  const name = method?.[1] ?? "";
  const start = call - (method?.[0].length ?? 0);
  const isEach = isSecond ? pairMembers.has(name) : eachMembers.has(name) || pairMembers.has(name);
  const isItself = !isSecond && itselfMembers.has(name);
  if ((!isEach && !isItself) || !isMember(code, start)) return {};
  // Up to the operator before the member, `?.` and the like included.
  let end = lastSign(code, start);
  while (end > 0 && /[?!:]/.test(code.charAt(end - 1))) end--;
  const value = { start: chainStart(code, start), end };
  return isEach ? { value, part: { kind: "element" } } : { value };
}

/** Offset of the sign before a place that is no white space. */
function lastSign(code: string, from: number): number {
  let at = from - 1;
  while (at > 0 && /\s/.test(code.charAt(at))) at--;
  return at;
}

/** Where the name that is taken out is called otherwise: `{ amount: cents }` takes `amount`. */
export function takenName(code: string, at: number, name: string): string {
  const before = code.slice(Math.max(0, at - 60), at);
  const key = /([\w$]+)\s*:\s*$/.exec(before)?.[1];
  return key !== undefined && !isNamePart(code.charAt(at - 1)) ? key : name;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Members of collections that give each element to a function. */
const eachMembers = words(
  "map filter forEach find findLast findIndex some every flatMap any all none first last single count sumOf associateBy groupBy partition anyMatch allMatch noneMatch peek mapToInt mapToLong sortedBy onEach mapNotNull filterNot each collect select reject detect Select Where Any All First FirstOrDefault iter for_each",
);
/** Those that give two of them. */
const pairMembers = words("sort toSorted sorted sortWith");
/** Those that give the value itself. */
const itselfMembers = words("then let also apply run");
