import { isNamePart } from "../reading/textLines.ts";

/** One name of an expression such as `this.store.open(path).size`. Offsets are those of the text that it stands in. */
export interface ChainLink {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** How many arguments it is called with; absent where it is not called. */
  readonly args?: number;
  /** Offset of the bracket of its arguments. */
  readonly argsStart?: number;
  /** How often an element is taken of it: `a[0]`. */
  readonly elements: number;
}

/** An expression of names, members and calls. */
export interface Chain {
  readonly links: readonly ChainLink[];
  /** The expression in brackets, or the cast, that it begins with instead of a name. */
  readonly head?: { readonly start: number; readonly end: number };
  readonly isNew: boolean;
  /** Where it ends. */
  readonly end: number;
}

/** Signs between a receiver and its member, longest first. */
const operators = ["?->", "?.", "!.", "&.", "::", "->", "."];

/** Where the expression begins of which the name at `start` is a member; `start` itself where it is a member of nothing. */
export function chainStart(code: string, start: number): number {
  let first = start;
  for (let turn = 0; turn < longestChain; turn++) {
    const operator = operatorBefore(code, first);
    if (operator === undefined) return first;
    const receiver = receiverBefore(code, operator);
    if (receiver === undefined) return first === start ? operator : first;
    first = receiver.start;
    if (receiver.isWhole) return first;
  }
  return first;
}

const longestChain = 40;

/** True where the name at `start` is a member of something. */
export function isMember(code: string, start: number): boolean {
  return operatorBefore(code, start) !== undefined;
}

function operatorBefore(code: string, at: number): number | undefined {
  const end = skipBlankBack(code, at);
  const found = operators.find((each) => code.startsWith(each, end - each.length));
  if (found === undefined) return undefined;
  const begin = end - found.length;
  // An arrow before a result has a space behind it.
  if (found === "->" && end !== at) return undefined;
  // `..` and `...` are ranges and spreads.
  return found === "." && code.charAt(begin - 1) === "." ? undefined : begin;
}

interface Receiver {
  readonly start: number;
  /** True where nothing can stand before it. */
  readonly isWhole: boolean;
}

function receiverBefore(code: string, end: number): Receiver | undefined {
  let at = skipBlankBack(code, end);
  let hasBrackets = false;
  for (;;) {
    const sign = code.charAt(at - 1);
    if (sign === "!" || sign === "?") at--;
    else if (sign === ")" || sign === "]" || (sign === ">" && code.charAt(at - 2) !== "-")) {
      const open = openBefore(code, at - 1);
      if (open === undefined) return undefined;
      hasBrackets = true;
      at = open;
      const before = skipBlankBack(code, at);
      // A word of the language before brackets ends the expression: `return (a).b`.
      if (sign === ")" && !isNamePart(code.charAt(before - 1)) && !/[)\]>!]/.test(code.charAt(before - 1)))
        return { start: at, isWhole: true };
      if (sign === ")" && keywordBefore(code, before)) return { start: at, isWhole: true };
    } else break;
  }
  if (!isNamePart(code.charAt(at - 1))) {
    return hasBrackets ? { start: at, isWhole: true } : undefined;
  }
  let start = at;
  while (start > 0 && isNamePart(code.charAt(start - 1))) start--;
  if (code.charAt(start - 1) === "#" || code.charAt(start - 1) === "@") start--;
  return { start, isWhole: false };
}

function keywordBefore(code: string, end: number): boolean {
  return /\b(?:return|if|while|for|in|of|await|yield|throw|case|else|and|or|not|switch|catch|match|typeof)$/.test(
    code.slice(Math.max(0, end - 8), end),
  );
}

/** The bracket that opens what the one at `close` closes. */
function openBefore(code: string, close: number): number | undefined {
  const [closing, opening] = [code.charAt(close), openingOf[code.charAt(close)] ?? ""];
  let depth = 0;
  for (let at = close; at >= 0 && close - at < longestBrackets; at--) {
    const sign = code.charAt(at);
    if (sign === closing && !(sign === ">" && /[-=]/.test(code.charAt(at - 1)))) depth++;
    else if (sign === opening && --depth === 0) return at;
    else if (closing === ">" && (sign === ";" || sign === "{" || sign === "}")) return undefined;
  }
  return undefined;
}

/** The bracket that closes the one at `open`; the end of the text where none does. */
export function closeAfter(code: string, open: number): number {
  const [opening, closing] = [code.charAt(open), closingOf[code.charAt(open)] ?? ""];
  let depth = 0;
  for (let at = open; at < code.length && at - open < longestBrackets; at++) {
    const sign = code.charAt(at);
    if (sign === opening) depth++;
    else if (sign === closing && !(sign === ">" && /[-=]/.test(code.charAt(at - 1))) && --depth === 0)
      return at;
    else if (opening === "<" && (sign === ";" || sign === "}")) return code.length;
  }
  return code.length;
}

const longestBrackets = 60_000;
const openingOf: Readonly<Record<string, string>> = { ")": "(", "]": "[", ">": "<", "}": "{" };
const closingOf: Readonly<Record<string, string>> = { "(": ")", "[": "]", "<": ">", "{": "}" };

/** Reads the expression that begins at `start` and ends before `limit`; undefined for what is none of names and calls. */
export function parseChain(code: string, start: number, limit: number): Chain | undefined {
  let at = skipBlank(code, start, limit);
  let isNew = false;
  for (;;) {
    const [, word = "", sign = ""] =
      /^(?:(await|new|yield|try|move)\s+|([&*]+\s*(?:mut\s+)?))/.exec(code.slice(at, at + 20)) ?? [];
    if (word === "" && sign === "") break;
    isNew ||= word === "new";
    at = skipBlank(code, at + (word === "" ? sign.length : word.length), limit);
  }
  const links: ChainLink[] = [];
  let head: Chain["head"];
  if (code.charAt(at) === "(") {
    const close = closeAfter(code, at);
    if (close >= limit) return undefined;
    head = { start: at + 1, end: close };
    at = close + 1;
    // `(Refund) order` is a cast, and what it gives is of the type in brackets.
    if (isNamePart(code.charAt(skipBlank(code, at, limit))) && at < limit)
      return { links, head, isNew, end: at };
  } else {
    const link = linkAt(code, at, limit);
    if (link === undefined) return undefined;
    links.push(link.link);
    at = link.end;
  }
  for (;;) {
    const next = skipBlank(code, at, limit);
    const operator = operators.find((each) => code.startsWith(each, next));
    if (operator === "->" && /\s/.test(code.charAt(next + 2))) break;
    if (operator === undefined || next + operator.length >= limit) break;
    const link = linkAt(code, skipBlank(code, next + operator.length, limit), limit);
    if (link === undefined) break;
    links.push(link.link);
    at = link.end;
  }
  return { links, ...(head === undefined ? {} : { head }), isNew, end: at };
}

function linkAt(
  code: string,
  start: number,
  limit: number,
): { readonly link: ChainLink; readonly end: number } | undefined {
  let end = /[#@]/.test(code.charAt(start)) ? start + 1 : start;
  while (end < limit && isNamePart(code.charAt(end))) end++;
  const name = code.slice(start, end).replace(/^@/, "");
  if (name === "" || /^\d/.test(name)) return undefined;
  let at = end;
  let called: { readonly args: number; readonly argsStart: number } | undefined;
  let elements = 0;
  for (;;) {
    const sign = code.charAt(at);
    if (at >= limit) break;
    if ((sign === "!" || sign === "?") && !/[=.:]/.test(code.charAt(at + 1))) at++;
    else if (sign === "!" && code.charAt(at + 1) === ".") break;
    else if (sign === "(") {
      if (called !== undefined) break;
      called = { args: countArguments(code, at), argsStart: at };
      at = Math.min(limit, closeAfter(code, at) + 1);
    } else if (sign === "[" && (called !== undefined || at > start)) {
      elements++;
      at = Math.min(limit, closeAfter(code, at) + 1);
    } else {
      const generics = called === undefined ? genericsAt(code, at) : undefined;
      if (generics === undefined) break;
      at = generics;
    }
  }
  return { link: { name, start, end, ...called, elements }, end: at };
}

/** Type arguments before a call: `of<Refund>(…)`, `parse::<Refund>(…)`. */
function genericsAt(code: string, at: number): number | undefined {
  const open = code.startsWith("::<", at) ? at + 2 : at;
  if (code.charAt(open) !== "<") return undefined;
  const close = closeAfter(code, open);
  return code.charAt(close + 1) === "(" ? close + 1 : undefined;
}

/** How many arguments stand in the brackets that open at `open`. */
function countArguments(code: string, open: number): number {
  return splitList(code.slice(open + 1, closeAfter(code, open))).length;
}

/** The parts between commas, where no bracket is open; without the last one where it is empty. */
export function splitList(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    const sign = list.charAt(at);
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (sign === "<" && /\w/.test(list.charAt(at - 1))) depth += isTypeList(list, at) ? 1 : 0;
    else if (sign === ">" && depth > 0 && !/[-=\s]/.test(list.charAt(at - 1))) depth--;
    else if (sign === "," && depth === 0) {
      parts.push(list.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(list.slice(from));
  return parts.at(-1)?.trim() === "" ? parts.slice(0, -1) : parts;
}

/** `<` begins a list of types where nothing but types stands up to its `>`. */
function isTypeList(list: string, at: number): boolean {
  return /^<[\w\s,.?&[\]<>|]*>/.test(list.slice(at, at + 200));
}

function skipBlank(code: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && /\s/.test(code.charAt(at))) at++;
  return at;
}

function skipBlankBack(code: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/.test(code.charAt(at - 1))) at--;
  return at;
}
