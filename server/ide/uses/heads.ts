import type { SymbolKind } from "../../model/codeFacts.ts";
import type { ScopeSymbol } from "../reading/codeScope.ts";
import { closeAfter, splitList } from "./chain.ts";
import { endOfType } from "./declarations.ts";
import { dialectOf } from "./dialect.ts";
import type { Found } from "./modules.ts";

/** True for what has members. */
export function isClassLike(kind: SymbolKind): boolean {
  return /^(?:class|interface|struct|enum|trait|object|type|namespace|module)$/.test(kind);
}

/** True for what is called. */
export function isCallable(kind: SymbolKind): boolean {
  return /^(?:function|method|constructor|macro)$/.test(kind);
}

/** Offsets of the brackets of a definition's parameters; undefined where it has none. */
function parametersOf({
  scope,
  symbol,
}: Found): { readonly open: number; readonly close: number } | undefined {
  const { code } = scope;
  let at = symbol.nameStart + symbol.name.length;
  for (; at < symbol.end && at < symbol.nameStart + 400; at++) {
    const sign = code.charAt(at);
    if (sign === "(") return { open: at, close: closeAfter(code, at) };
    if (sign === "<") at = closeAfter(code, at);
    else if (sign === "[" && scope.language === "go") at = closeAfter(code, at);
    else if (sign === "{" || sign === ";" || sign === "}") return undefined;
  }
  return undefined;
}

/** The parameters of a definition as written, without the receiver. */
function parameterList(found: Found): readonly string[] {
  const brackets = parametersOf(found);
  if (brackets === undefined) return [];
  const list = splitList(found.scope.code.slice(brackets.open + 1, brackets.close));
  return list.map((each) => each.trim()).filter((each) => !receiver.test(each));
}

/** What is written among the parameters and is none: the receiver, and marks of Python. */
const receiver = /^(?:(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?(?:self|cls)\b\s*(?::.*)?|this\s*:.*|\*|\/)$/s;

/** True where a definition can be called with so many arguments. */
export function takesArguments(found: Found, count: number): boolean {
  const parameters = parameterList(found);
  const isOpen = parameters.some((each) => /\.\.\.|^\*|\bvararg\b|\bparams\b/.test(each));
  const needed = parameters.filter(
    (each) => !/[?=]|\.\.\.|^\*|\bvararg\b|\bparams\b/.test(each.replaceAll("=>", "")),
  );
  return count >= needed.length && (isOpen || count <= parameters.length);
}

/** The type of each parameter, as far as it is written. */
export function parameterTypes(found: Found): readonly (string | undefined)[] {
  const isTypeFirst = dialectOf(found.scope.language)?.isTypeFirst === true;
  return parameterList(found).map((each) => {
    if (isTypeFirst) return /^(.*?)[\s&*]+[\w$]+\s*(?:=.*)?$/s.exec(each)?.[1];
    if (found.scope.language === "go") return /^\w+\s+(.*)$/s.exec(each)?.[1];
    return /^[^:]*:\s*([^=]*)/s.exec(each)?.[1];
  });
}

/** The type that a definition says it gives, as written. */
export function writtenResult(found: Found): string | undefined {
  const { scope, symbol } = found;
  const { code, language } = scope;
  if (dialectOf(language)?.isTypeFirst === true && language !== "php") return typeBefore(found);
  const brackets = parametersOf(found);
  const after = brackets === undefined ? symbol.nameStart + symbol.name.length : brackets.close + 1;
  if (language === "go") {
    const end = code.slice(after, after + 200).search(/[{\n]/);
    const types = code.slice(after, after + Math.max(end, 0)).trim();
    return types === "" ? undefined : types;
  }
  const arrow = /^\s*(?:->|:(?!:))\s*/.exec(code.slice(after, after + 40))?.[0];
  if (arrow === undefined) return undefined;
  const start = after + arrow.length;
  const raw = scope.text.slice(start, endOfType(code, start)).trim();
  return raw.replace(/\bwhere\b.*$/s, "");
}

/** The type before a name: of Java's methods, and of fields in languages that have the type first. */
function typeBefore({ scope, symbol }: Found): string | undefined {
  const { code } = scope;
  let from = symbol.nameStart - 1;
  let depth = 0;
  for (; from >= 0 && symbol.nameStart - from < 500; from--) {
    const sign = code.charAt(from);
    if (sign === ")" || sign === ">") depth++;
    else if (sign === "(" || sign === "<") depth--;
    if (depth < 0 || (depth === 0 && /[;{}]/.test(sign))) break;
  }
  let text = code
    .slice(from + 1, symbol.nameStart)
    .replace(/@[\w.]+(?:\s*\((?:[^()]|\([^()]*\))*\))?/g, " ")
    .trim();
  // Of several names behind one type, the type stands before the first.
  const [first = ""] = splitList(text);
  if (first !== text) text = first.replace(/[\w$]+\s*(?:=.*)?$/s, "").trim();
  text = text.replace(
    /^(?:(?:public|private|protected|internal|static|final|abstract|synchronized|native|default|virtual|override|async|readonly|transient|volatile|const|sealed|partial|extern|inline|explicit|constexpr|mutable|unsafe|new|var|strictfp)\s+)*/,
    "",
  );
  if (text.startsWith("<")) text = text.slice(closeAfter(text, 0) + 1).trim();
  return text === "" ? undefined : text.replace(/\s*::.*$/, "");
}

/** What a field or variable says it holds: its type as written, or where its value stands. */
export function writtenValue(found: Found): { readonly type?: string; readonly valueStart?: number } {
  const { scope, symbol } = found;
  const { code, language } = scope;
  const after = symbol.nameStart + symbol.name.length;
  const dialect = dialectOf(language);
  if (dialect?.isTypeFirst === true) {
    const type = typeBefore(found);
    if (type !== undefined && !/^(?:var|auto)$/.test(type)) return { type };
  } else if (language === "go") {
    const line =
      code
        .slice(after, after + 160)
        .split(/[\n=}`"]/, 1)[0]
        ?.trim() ?? "";
    if (line !== "") return { type: line };
  } else {
    const colon = /^\s*[?!]?\s*:(?!:|=)\s*/.exec(code.slice(after, after + 20))?.[0];
    if (colon !== undefined) {
      const start = after + colon.length;
      return { type: scope.text.slice(start, endOfType(code, start)) };
    }
  }
  const equals = /^\s*(?:=(?!=|>)|by\s+lazy\s*\{)\s*/.exec(code.slice(after, after + 40))?.[0];
  return equals === undefined ? {} : { valueStart: after + equals.length };
}

/** Names of what a class is made of, as written, its own parent first. */
export function writtenParents({ scope, symbol }: Found): readonly string[] {
  const { code, language } = scope;
  const after = symbol.nameStart + symbol.name.length;
  if (language === "go") return embeddedIn(code.slice(after, symbol.end));
  const brace = language === "python" ? -1 : bodyOf(code, after, symbol);
  const head = code.slice(after, brace < 0 ? Math.min(symbol.end, after + 600) : brace);
  const plain = head.replace(/\bwhere\b.*$/s, "");
  switch (language) {
    case "python": {
      if (!/^\s*(?:\[[^\]]*\]\s*)?\(/.test(plain)) return [];
      const open = plain.indexOf("(");
      const list = splitList(plain.slice(open + 1, closeAfter(plain, open)));
      return list
        .map((each) => each.trim().replace(/\[.*$/s, ""))
        .filter((each) => /^[\w.]+$/.test(each) && each !== "object");
    }
    case "ruby":
      return /^\s*<\s*([\w:]+)/.exec(plain)?.slice(1, 2) ?? [];
    case "csharp":
    case "cpp":
    case "kotlin": {
      const start = topLevelColon(plain);
      return start < 0 ? [] : names(plain.slice(start + 1));
    }
    default: {
      const parts = withoutGenerics(plain).split(/\b(extends|implements|with)\b/);
      return parts.flatMap((part, at) =>
        /^(?:extends|implements|with)$/.test(parts[at - 1] ?? "") ? names(part) : [],
      );
    }
  }
}

function bodyOf(code: string, from: number, { end }: ScopeSymbol): number {
  for (let at = from; at < end && at < from + 1_500; at++) {
    const sign = code.charAt(at);
    if (sign === "(") at = closeAfter(code, at);
    else if (sign === "{") return at;
  }
  return -1;
}

function topLevelColon(head: string): number {
  let depth = 0;
  for (let at = 0; at < head.length; at++) {
    const sign = head.charAt(at);
    if ("(<[".includes(sign)) depth++;
    else if (")>]".includes(sign)) depth--;
    else if (sign === ":" && depth === 0) return at;
  }
  return -1;
}

/** Bounds of type parameters say `extends` too. */
function withoutGenerics(text: string): string {
  if (!text.trimStart().startsWith("<")) return text;
  return text.slice(closeAfter(text, text.indexOf("<")) + 1);
}

function names(list: string): readonly string[] {
  return splitList(list).flatMap((each) => {
    const name = /^\s*(?:(?:public|private|protected|virtual)\s+)*([\w.$:\\]+)/.exec(each)?.[1];
    return name === undefined ? [] : [name.replaceAll("::", ".")];
  });
}

/** Go takes the members of what a struct or interface holds without a name. */
function embeddedIn(body: string): readonly string[] {
  const open = body.indexOf("{");
  if (open < 0 || !/^\s*(?:\[[^\]]*\]\s*)?(?:struct|interface)\s*$/.test(body.slice(0, open))) return [];
  return [...body.slice(open).matchAll(/[{\n;]\s*\*?((?:\w+\.)?[A-Za-z_]\w*)[ \t]*(?=[\n;}`"])/g)].map(
    ([, name = ""]) => name,
  );
}

/** Where in a definition's text a type parameter is named, and what it is bound by; undefined where it has none of this name. */
export function typeParameter(
  { scope, symbol }: Found,
  name: string,
): { readonly number: number; readonly bound?: string } | undefined {
  const { code } = scope;
  const after = symbol.nameStart + symbol.name.length;
  // Java names the parameters of a method before it.
  const lead = code.slice(Math.max(symbol.start, symbol.nameStart - 200), symbol.nameStart);
  const own = code.slice(after, after + 300);
  const lists = [
    /^\s*[<[]/.test(own) ? own.slice(own.search(/[<[]/)) : "",
    lead.includes("<") ? lead.slice(lead.indexOf("<")) : "",
  ];
  for (const list of lists) {
    if (list === "") continue;
    const parts = splitList(list.slice(1, closeAfter(list, 0)));
    const number = parts.findIndex((each) =>
      new RegExp(`^\\s*(?:(?:in|out|const|reified)\\s+)?${name.replaceAll("$", "\\$")}(?![\\w$])`).test(each),
    );
    if (number < 0) continue;
    const bound = /(?:\bextends\b|:)\s*([^=]+)/.exec(parts[number] ?? "")?.[1];
    return { number, ...(bound === undefined ? {} : { bound: bound.trim() }) };
  }
  return undefined;
}
