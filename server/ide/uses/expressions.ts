import type { CodeScope } from "../reading/codeScope.ts";
import { memberOfLiteral, pythonAttribute } from "./attributes.ts";
import { type Chain, type ChainLink, parseChain } from "./chain.ts";
import type { Declared } from "./declared.ts";
import { dialectOf } from "./dialect.ts";
import { isCallable, isClassLike, writtenResult, writtenValue } from "./heads.ts";
import type { Found } from "./modules.ts";
import type { Meaning, NameLookup, NameUse } from "./nameLookup.ts";
import { anyWithOneResult, chosenByArguments, simpleName } from "./overloads.ts";
import { readType } from "./typeText.ts";
import { elementOfValue, substituted, type Value, type Written, WrittenTypes } from "./writtenTypes.ts";

/** A name of an expression: what it means, and what it gives. */
export interface Step {
  readonly found?: Found | undefined;
  readonly value?: Value | undefined;
}

const outside: Value = { kind: "outside" };
const depthMost = 14;
const returnsMost = 4;
const alternativesMost = 24;

/** Reads what expressions give: by declarations, constructors, and the types that definitions say they give. */
export class Expressions {
  readonly #names: NameLookup;
  readonly #types: WrittenTypes;
  #depth = 0;

  constructor(names: NameLookup) {
    this.#names = names;
    this.#types = new WrittenTypes(names);
  }

  /**
   * What a chain means and gives, name by name up to the one at `upTo`. Of that one it is told which definition it means; of
   * those before, and of all where `isForValue`, it is enough to know what they give.
   */
  steps(
    scope: CodeScope,
    chain: Chain,
    upTo: number = chain.links.length - 1,
    isForValue = false,
  ): readonly Step[] {
    const steps: Step[] = [];
    let before: Value | undefined;
    let isFirst = true;
    if (chain.head !== undefined) {
      before = this.#bracketed(scope, chain.head);
      isFirst = false;
    }
    const called = chain.links.findIndex(({ args }) => args !== undefined);
    const made = called < 0 ? chain.links.length - 1 : called;
    for (const [at, link] of chain.links.entries()) {
      if (at > upTo) break;
      const isMade = chain.isNew && at === made;
      const use = this.#useOf(scope, link, isMade, isForValue || at < upTo);
      const step = isFirst ? this.#first(scope, link, use) : this.#next(scope, before, link, use);
      steps.push(step);
      before = step.value;
      isFirst = false;
    }
    return steps;
  }

  /** What the expression between two offsets gives. */
  valueOf(scope: CodeScope, start: number, end: number): Value | undefined {
    if (this.#depth >= depthMost) return undefined;
    this.#depth++;
    try {
      return this.#valueOf(scope, start, end);
    } finally {
      this.#depth--;
    }
  }

  #valueOf(scope: CodeScope, start: number, end: number): Value | undefined {
    const { code } = scope;
    const text = code.slice(start, end);
    const cast = /\bas\s+(?!const\b)([\w.$<>[\], |]+?)\s*$/.exec(text)?.[1];
    if (cast !== undefined && scope.language !== "python")
      return { kind: "written", type: cast, scope, at: start };
    if (/^\s*["'`]|^\s*[\d[{]/.test(text)) return outside;
    const chain = parseChain(code, start, end);
    if (chain === undefined) return undefined;
    if (chain.links.length === 0 && chain.head !== undefined && chain.end < end) {
      // What is cast: its type is written in the brackets.
      const type = code.slice(chain.head.start, chain.head.end);
      return /^[\w.<>[\], ?]+$/.test(type) ? { kind: "written", type, scope, at: start } : undefined;
    }
    const rest = code.slice(chain.end, end).trim();
    const isStruct = rest.startsWith("{") && (scope.language === "go" || scope.language === "rust");
    const isWhole = rest === "" || isStruct || /^(?:\?\?|\|\||or\b|\?:|!!|\{)/.test(rest);
    if (!isWhole) return /^[-+*/%<>=!&]/.test(rest) ? outside : undefined;
    const value =
      chain.links.length === 0 && chain.head !== undefined
        ? this.#bracketed(scope, chain.head)
        : this.steps(scope, chain, chain.links.length - 1, true).at(-1)?.value;
    return isStruct && value?.kind === "class" ? { kind: "object", found: value.found } : value;
  }

  #bracketed(
    scope: CodeScope,
    { start, end }: { readonly start: number; readonly end: number },
  ): Value | undefined {
    const cast = /^\s*\(([\w.$<>[\], ?]+)\)\s*[\w(]/.exec(scope.code.slice(start, end))?.[1];
    if (cast !== undefined && dialectOf(scope.language)?.isTypeFirst === true)
      return { kind: "written", type: cast, scope, at: start };
    return this.valueOf(scope, start, end);
  }

  #first(scope: CodeScope, link: ChainLink, use: NameUse): Step {
    const meaning = this.#names.bare(scope, use, link.start);
    return this.#given(scope, meaning, link, use, undefined);
  }

  #useOf(
    scope: CodeScope,
    { name, args, argsStart }: ChainLink,
    isMade: boolean,
    isForValue: boolean,
  ): NameUse {
    if (argsStart === undefined) return { name, args, isType: isMade };
    const typeOf = (start: number, end: number) => this.#simpleType(scope, start, end);
    const choose = (found: readonly Found[]) =>
      chosenByArguments(scope, argsStart, found, typeOf) ??
      (isForValue ? anyWithOneResult(found) : undefined);
    return { name, args, isType: isMade, choose };
  }

  #given(
    scope: CodeScope,
    meaning: Meaning | undefined,
    link: ChainLink,
    use: NameUse,
    receiver: Value | undefined,
  ): Step {
    switch (meaning?.kind) {
      case undefined:
        return {};
      case "outside":
        return { value: outside };
      case "module":
        return { value: meaning };
      case "object": {
        // `super(…)` is the constructor of what the class is made of.
        const isCall = link.args !== undefined;
        return {
          ...(isCall ? { found: meaning.found } : {}),
          value: { kind: "object", found: meaning.found },
        };
      }
      case "variable": {
        const value = this.#ofDeclared(scope, meaning.declared);
        return { value: this.#taken(value, link) };
      }
      case "definition":
        return {
          found: meaning.found,
          value: this.#taken(this.#ofDefinition(meaning.found, link, use, receiver), link),
        };
    }
  }

  #next(scope: CodeScope, before: Value | undefined, link: ChainLink, use: NameUse): Step {
    if (before === undefined || before.kind === "callable") return {};
    if (before.kind === "outside") return { value: outside };
    if (before.kind === "module") {
      const looked = this.#names.modules.nameIn(before.from, before.module, link.name);
      return this.#given(scope, looked, link, use, undefined);
    }
    if (before.kind === "written") {
      const alternatives = this.#types.alternatives(before);
      if (alternatives.length > 0) return this.#common(scope, alternatives, link, use);
      if (before.type.trimStart().startsWith("{")) {
        const type = memberOfLiteral(before.type, link.name);
        return type === undefined ? {} : { value: this.#taken({ ...before, type }, link) };
      }
      const element = this.#types.ofCollection(before, link);
      if (element !== undefined) return { value: this.#taken(element, link) };
    }
    const owner = before.kind === "written" ? this.#types.ownerOf(before) : before;
    if (owner === undefined || owner.kind === "outside") return owner === undefined ? {} : { value: outside };
    if (owner.kind !== "object" && owner.kind !== "class") return {};
    const member = this.#names.member(owner.found, use);
    if (member === undefined || member === "outside") {
      return { value: this.#taken(this.#attribute(owner.found, link.name), link) ?? outside };
    }
    return { found: member, value: this.#taken(this.#ofDefinition(member, link, use, owner), link) };
  }

  /** A member that all of some types have from one definition. */
  #common(scope: CodeScope, alternatives: readonly Written[], link: ChainLink, use: NameUse): Step {
    if (alternatives.length > alternativesMost) return {};
    const steps = alternatives.map((each) => this.#within(() => this.#next(scope, each, link, use)) ?? {});
    const [first] = steps;
    const isOne =
      first?.found !== undefined && steps.every(({ found }) => found?.symbol === first.found?.symbol);
    return isOne ? first : {};
  }

  /** What a definition gives where it is used like this. */
  #ofDefinition(found: Found, link: ChainLink, use: NameUse, receiver: Value | undefined): Value | undefined {
    const { kind, parent } = found.symbol;
    if (isClassLike(kind)) {
      const isObject = use.isType === true || (link.args !== undefined && kind !== "namespace");
      return isObject ? { kind: "object", found } : { kind: "class", found };
    }
    if (kind === "enumMember") {
      const owner = found.scope.named(parent ?? "")[0];
      return owner === undefined
        ? undefined
        : { kind: "object", found: { scope: found.scope, symbol: owner } };
    }
    if (kind === "constructor") {
      const owner = this.#names.classAround(found.scope, found.symbol.nameStart);
      return owner === undefined ? undefined : { kind: "object", found: owner };
    }
    if (isCallable(kind)) {
      const isCalled = link.args !== undefined || isGetter(found);
      return isCalled ? this.#within(() => this.#result(found, receiver)) : { kind: "callable", found };
    }
    return this.#within(() => this.#held(found, receiver));
  }

  #held(found: Found, receiver: Value | undefined): Value | undefined {
    const { scope, symbol } = found;
    const { type, valueStart } = writtenValue(found);
    if (type !== undefined)
      return substituted({ kind: "written", type, scope, at: symbol.nameStart }, receiver);
    if (valueStart === undefined) return undefined;
    const line = scope.code.indexOf("\n", valueStart);
    const end = Math.min(Math.max(symbol.end, line < 0 ? scope.code.length : line), valueStart + 2_000);
    const semicolon = scope.code.slice(valueStart, end).search(/;/);
    return this.valueOf(scope, valueStart, semicolon < 0 ? end : valueStart + semicolon);
  }

  #result(found: Found, receiver: Value | undefined): Value | undefined {
    const { scope, symbol } = found;
    const written = writtenResult(found)?.replace(/^\(?\s*(\*?[\w.[\]]+)\s*,.*$/s, "$1");
    if (written !== undefined) {
      if (/^(?:this|Self|self|static|&?(?:mut\s+)?Self)$/.test(written.trim()))
        return receiver ?? this.#selfOf(found);
      return substituted({ kind: "written", type: written, scope, at: symbol.nameStart }, receiver);
    }
    let count = 0;
    for (const match of scope.code
      .slice(symbol.nameStart, symbol.end)
      .matchAll(/\breturn\s+(?=\S)|=>\s*(?=[\w(])/g)) {
      if (++count > returnsMost) break;
      const start = symbol.nameStart + match.index + match[0].length;
      if (/^(?:this|self)\s*[;\n}]/.test(scope.code.slice(start, start + 20)))
        return receiver ?? this.#selfOf(found);
      const rest = scope.code.slice(start, Math.min(symbol.end, start + 1_500));
      const end = /[;}]|\n(?!\s*[.?])/.exec(rest)?.index ?? rest.length;
      const value = this.valueOf(scope, start, start + end);
      if (value !== undefined && value.kind !== "outside") return value;
    }
    return undefined;
  }

  /** What is known of an attribute that is no definition of the index. */
  #attribute(owner: Found, name: string): Value | undefined {
    if (owner.scope.language !== "python") return undefined;
    for (const each of [owner, ...this.#names.parents(owner)]) {
      const written = each === "outside" ? undefined : pythonAttribute(each, name);
      if (written === undefined || each === "outside") continue;
      const { at, type, valueStart = 0 } = written;
      if (type !== undefined) return { kind: "written", type, scope: each.scope, at };
      const end = each.scope.code.indexOf("\n", valueStart);
      return this.#within(() => this.valueOf(each.scope, valueStart, end < 0 ? each.scope.code.length : end));
    }
    return undefined;
  }

  #selfOf({ scope, symbol }: Found): Value | undefined {
    const owner = this.#names.classAround(scope, symbol.nameStart);
    return owner === undefined ? undefined : { kind: "object", found: owner };
  }

  #ofDeclared(scope: CodeScope, declared: Declared): Value | undefined {
    const { at, type, value, part, member } = declared;
    let whole: Value | undefined;
    if (type !== undefined) whole = { kind: "written", type: writtenAt(scope, type, at), scope, at };
    else if (value !== undefined) whole = this.valueOf(scope, value.start, value.end);
    if (whole === undefined || whole.kind === "outside") return whole;
    if (part?.kind === "result" && part.number > 0) return undefined;
    if (part?.kind === "element") whole = elementOfValue(whole);
    if (member === undefined || whole === undefined) return whole;
    return this.#next(scope, whole, { name: member, start: at, end: at, elements: 0 }, { name: member })
      .value;
  }

  #taken(value: Value | undefined, { elements }: ChainLink): Value | undefined {
    let taken = value;
    for (let left = elements; left > 0 && taken !== undefined; left--) taken = elementOfValue(taken);
    return taken;
  }

  #simpleType(scope: CodeScope, start: number, end: number): string | undefined {
    const value = this.valueOf(scope, start, end);
    if (value?.kind === "written") return simpleName(readType(value.type)?.name);
    return value?.kind === "object" ? value.found.symbol.name : undefined;
  }

  #within<T>(work: () => T): T | undefined {
    if (this.#depth >= depthMost) return undefined;
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}

/** A type of Python may stand between quotes, which hide it from the code. */
function writtenAt({ code, text }: CodeScope, type: string, at: number): string {
  if (!/^\s*["'][^"']*["']?\s*$/.test(type)) return type;
  const start = code.indexOf(type, at);
  return text.slice(start, start + type.length).replace(/["']/g, "");
}

/** Used without brackets, and still gives what its code returns. */
function isGetter({ scope, symbol }: Found): boolean {
  return (
    /\bget\s+[\w$#]+$/.test(
      symbol.signature.slice(
        0,
        symbol.signature.indexOf("(") < 0 ? undefined : symbol.signature.indexOf("("),
      ),
    ) || /@(?:\w+\.)?(?:cached_)?property\b/.test(scope.code.slice(symbol.start, symbol.nameStart))
  );
}
