import type { Catalog } from "../../stores/catalog.ts";
import type { CodeScope } from "../reading/codeScope.ts";
import type { CodeScopes } from "../reading/codeScopes.ts";
import type { TextWord } from "../reading/textLines.ts";
import { type Chain, chainStart, closeAfter, isMember, parseChain } from "./chain.ts";
import { dialectOf } from "./dialect.ts";
import { Expressions } from "./expressions.ts";
import { isCallable, isClassLike } from "./heads.ts";
import { importsOf } from "./importBindings.ts";
import { type Found, Modules } from "./modules.ts";
import { NameLookup } from "./nameLookup.ts";

const candidatesMost = 12;

/** Finds the definition that a word of code means, without a type checker: rather none than a wrong one. */
export class UseResolver {
  readonly #catalog: Catalog;
  readonly #names: NameLookup;
  readonly #expressions: Expressions;
  readonly #modules: Modules;
  /** By text and place; a text that changes, or whose index does, is another one. */
  readonly #resolved = new WeakMap<CodeScope, Map<number, Found | undefined>>();

  constructor(catalog: Catalog, scopes: CodeScopes) {
    this.#catalog = catalog;
    this.#modules = new Modules(catalog, scopes);
    this.#names = new NameLookup(catalog, this.#modules);
    this.#expressions = new Expressions(this.#names);
  }

  /** The definition whose name the word is, or that it uses; undefined for what is none of both, or not certain enough. */
  resolve(scope: CodeScope, word: TextWord): Found | undefined {
    const known = this.#resolved.get(scope) ?? new Map<number, Found | undefined>();
    this.#resolved.set(scope, known);
    if (!known.has(word.start)) known.set(word.start, this.#resolve(scope, word));
    return known.get(word.start);
  }

  #resolve(scope: CodeScope, word: TextWord): Found | undefined {
    const { code } = scope;
    if (code.slice(word.start, word.end) !== word.word) return undefined;
    const own = scope.symbols.find(
      ({ nameStart, name }) => nameStart <= word.start && word.end <= nameStart + name.length,
    );
    if (own !== undefined) return { scope, symbol: own };
    if (isKeyword(word.word) && !isSelfCall(scope, word)) return headAround(scope, word);
    if (isKeyOfLiteral(scope, word)) return undefined;
    return this.#imported(scope, word) ?? this.#used(scope, word) ?? headAround(scope, word);
  }

  #used(scope: CodeScope, word: TextWord): Found | undefined {
    const { code } = scope;
    const start = code.charAt(word.start - 1) === "#" ? word.start - 1 : word.start;
    const isOfReceiver = isMember(code, start);
    const first = isOfReceiver ? chainStart(code, start) : start;
    const made = /\bnew\s+$/.exec(code.slice(Math.max(0, first - 12), first));
    const chain = parseChain(code, first - (made?.[0].length ?? 0), code.length);
    const at = chain?.links.findIndex((link) => link.start <= start && word.end <= link.end) ?? -1;
    if (chain === undefined || at < 0) return isOfReceiver ? this.#unknownReceiver(scope, word) : undefined;
    if (!isOfReceiver && isTypePlace(code, word)) {
      const type = this.#names.type(scope, word.word, word.start);
      if (type !== undefined) return type === "outside" ? undefined : type;
    }
    const { found, value } = this.#expressions.steps(scope, chain, at)[at] ?? {};
    if (found !== undefined) return found;
    if (value !== undefined || !isOfReceiver) return undefined;
    return this.#byFullName(scope, chain, at) ?? this.#unknownReceiver(scope, word);
  }

  /** A class by its full name: `shop.money.Refund`. */
  #byFullName(scope: CodeScope, { links }: Chain, at: number): Found | undefined {
    const lead = links.slice(0, at);
    if (
      !lead.every(({ name, args, elements }) => args === undefined && elements === 0 && /^[a-z_]/.test(name))
    )
      return undefined;
    const looked = this.#modules.nameIn(scope, lead.map(({ name }) => name).join("."), links[at]?.name ?? "");
    return looked.kind === "definition" ? looked.found : undefined;
  }

  /** A word of an import statement, which may name what the file calls otherwise. */
  #imported(scope: CodeScope, { word, start }: TextWord): Found | undefined {
    const line = scope.code.slice(scope.code.lastIndexOf("\n", start) + 1, start);
    const statement = scope.code.slice(Math.max(0, scope.code.lastIndexOf(";", start), start - 1_500), start);
    const isImport =
      /^\s*(?:import|from|export|using|pub|use)\b/.test(line) ||
      /(?:^|\n)\s*(?:import|export|from|use|pub use)\b[^;=()]*[{(][^;})]*$/.test(statement);
    if (!isImport) return undefined;
    const { bindings, passedOn } = importsOf(scope);
    for (const { module, name, local } of bindings) {
      if (name === undefined || (name !== word && local !== word)) continue;
      const looked = this.#modules.nameIn(scope, module, name);
      if (looked.kind === "definition") return looked.found;
    }
    for (const { module, name } of passedOn) {
      if (name !== word || module === "") continue;
      const looked = this.#modules.nameIn(scope, module, name);
      if (looked.kind === "definition") return looked.found;
    }
    return undefined;
  }

  /** Of a receiver that nothing is known of: the only definition of the name, where the file has to do with its file. */
  #unknownReceiver(scope: CodeScope, { word }: TextWord): Found | undefined {
    const family = dialectOf(scope.language)?.family;
    if (word.length < 5 || common.has(word)) return undefined;
    const all = this.#catalog.symbols
      .fewByName(word, candidatesMost)
      .filter(({ language }) => dialectOf(language)?.family === family);
    const [only] = all;
    if (only === undefined || all.length > 1 || only.parent === undefined) return undefined;
    if (!isCallable(only.kind) && only.kind !== "field" && only.kind !== "property") return undefined;
    const isTelling = /[a-z][A-Z]|_[a-z]/.test(word) && word.length >= 8;
    return isTelling || only.path === scope.path ? this.#modules.place(only) : undefined;
  }
}

/** Names that things outside of every repository have too. */
const common: ReadonlySet<string> = new Set(
  "addEventListener removeEventListener toString hashCode equals getName getClass getValue setValue getKey isEmpty forEach hasNext println printf format append charAt substring indexOf lastIndexOf startsWith endsWith replace replaceAll toLowerCase toUpperCase lower upper strip split encode decode update items values keys entrySet keySet containsKey contains remove clear close flush write writeln readline read_text write_text readLine getBytes getMessage getCause printStackTrace currentTimeMillis nanoTime sleep start execute submit shutdown await countDown getAndIncrement incrementAndGet compareAndSet toArray toList stream filter collect length compareTo getLogger debug error warning exception setattr getattr getElementById querySelector createElement appendChild hasOwnProperty constructor prototype apply toJSON stringify parse then catch finally resolve reject assertEquals assertTrue assertEqual assert_called_once_with mock_calls return_value side_effect toBe toEqual expect describe beforeEach afterEach".split(
    " ",
  ),
);

const keywords: ReadonlySet<string> = new Set(
  "abstract as assert async await break case catch class const continue debugger def default defer delete do elif else enum except export extends extern final finally fn for foreach from func function global go goto if impl implements import in instanceof interface internal is lambda let loop match mod module move mut namespace native new nil None nonlocal not null object of or operator override package pass private protected pub public raise readonly ref return sealed select self static struct super switch synchronized this throw throws trait transient true false True False try type typeof undefined union unless unsafe until use using val var virtual void volatile when where while with yield".split(
    " ",
  ),
);

function isKeyword(word: string): boolean {
  return keywords.has(word);
}

/** `super(…)` names a constructor; a member may be called like a word of the language. */
function isSelfCall({ code }: CodeScope, { word, start, end }: TextWord): boolean {
  return isMember(code, start) || (word === "super" && /^\s*\(/.test(code.slice(end, end + 8)));
}

/** The definition whose head a word stands in, before its parameters: `export async function`. */
function headAround(scope: CodeScope, { start, end }: TextWord): Found | undefined {
  const { code } = scope;
  const symbol = scope.symbols.find((each) => each.start <= start && end <= each.nameStart);
  if (symbol === undefined || code.slice(symbol.start, symbol.nameStart).includes("(")) return undefined;
  const isHead = isCallable(symbol.kind) || isClassLike(symbol.kind);
  return isHead && keywords.has(code.slice(start, end)) ? { scope, symbol } : undefined;
}

/** `{ days: 3 }` and `issue(days=3)` name something of what they are given to. */
function isKeyOfLiteral({ code, language }: CodeScope, { start, end }: TextWord): boolean {
  const before = /(\S)\s*$/.exec(code.slice(Math.max(0, start - 80), start))?.[1] ?? "";
  const after = code.slice(end, end + 20);
  const family = dialectOf(language)?.family;
  if (family === "script")
    return (before === "{" || before === ",") && /^\s*\??\s*:/.test(after) && !isParameter(code, start);
  if (before !== "(" && before !== ",") return false;
  if (family === "python" || family === "jvm" || family === "php")
    return /^\s*(?:=(?![=>])|:\s)/.test(after) && language !== "java";
  return family === "csharp" ? /^\s*:(?!:)/.test(after) : false;
}

function isParameter(code: string, start: number): boolean {
  let depth = 0;
  for (let at = start - 1; at >= 0 && start - at < 2_000; at--) {
    const sign = code.charAt(at);
    if (sign === ")" || sign === "}" || sign === "]") depth++;
    else if (sign === "(" || sign === "{" || sign === "[") {
      if (depth === 0) return sign === "(";
      depth--;
    }
  }
  return false;
}

/** Where only a type can stand. */
function isTypePlace(code: string, { word, start, end }: TextWord): boolean {
  if (!/^[A-Z_]/.test(word)) return false;
  const before = code.slice(Math.max(0, start - 40), start);
  const after = code.slice(end, end + 200);
  if (
    /(?:\b(?:extends|implements|instanceof|throws|new|catch\s*\()|[:<|&]|->)\s*$/.test(before) &&
    !/^\s*[(]/.test(after)
  )
    return true;
  if (/^\s+[\w$]+\s*[=;,)({:]/.test(after)) return true;
  return after.startsWith("<") && /^\s*(?:[\w$]|\()/.test(after.slice(closeAfter(after, 0) + 1));
}
