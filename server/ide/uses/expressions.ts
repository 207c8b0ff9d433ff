import type { CodeScope } from "../reading/codeScope.ts";
import { type Chain, type ChainLink, closeAfter, parseChain, splitList } from "./chain.ts";
import type { Declared } from "./declarations.ts";
import { dialectOf } from "./dialect.ts";
import {
  isCallable,
  isClassLike,
  parameterTypes,
  typeParameter,
  writtenResult,
  writtenValue,
} from "./heads.ts";
import type { Found } from "./modules.ts";
import type { Meaning, NameLookup, NameUse } from "./nameLookup.ts";
import {
  alternativesOf,
  elementMembers,
  elementOf,
  isCollection,
  readType,
  sameMembers,
} from "./typeText.ts";

/** What an expression gives, as far as it can be read out of the code. */
export type Value =
  | Written
  | { readonly kind: "object"; readonly found: Found; readonly args?: WrittenArguments | undefined }
  | { readonly kind: "class"; readonly found: Found }
  | { readonly kind: "callable"; readonly found: Found }
  | { readonly kind: "module"; readonly from: CodeScope; readonly module: string }
  | { readonly kind: "outside" };

/** A value of a type that is written in `scope` at `at`. */
interface Written {
  readonly kind: "written";
  readonly type: string;
  readonly scope: CodeScope;
  readonly at: number;
}

/** What stands for the type parameters of a class. */
interface WrittenArguments {
  readonly list: readonly string[];
  readonly scope: CodeScope;
  readonly at: number;
}

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
  #depth = 0;

  constructor(names: NameLookup) {
    this.#names = names;
  }

  /** What a chain means and gives, name by name up to the one at `upTo`. */
  steps(scope: CodeScope, chain: Chain, upTo: number = chain.links.length - 1): readonly Step[] {
    const steps: Step[] = [];
    let before: Value | undefined;
    let isFirst = true;
    if (chain.head !== undefined) {
      before = this.#bracketed(scope, chain.head);
      isFirst = false;
    }
    for (const [at, link] of chain.links.entries()) {
      if (at > upTo) break;
      const isLast = at === chain.links.length - 1;
      const isMade =
        chain.isNew &&
        (isLast || chain.links.slice(0, at + 1).findIndex(({ args }) => args !== undefined) === at);
      const step = isFirst ? this.#first(scope, link, isMade) : this.#next(scope, before, link, isMade);
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
        : this.steps(scope, chain).at(-1)?.value;
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

  #first(scope: CodeScope, link: ChainLink, isMade: boolean): Step {
    const use = this.#useOf(scope, link, isMade);
    const meaning = this.#names.bare(scope, use, link.start);
    return this.#given(scope, meaning, link, isMade, undefined);
  }

  #useOf(scope: CodeScope, { name, args, argsStart }: ChainLink, isMade: boolean): NameUse {
    return {
      name,
      args,
      isType: isMade,
      choose: argsStart === undefined ? undefined : (found) => this.#byArguments(scope, argsStart, found),
    };
  }

  #given(
    scope: CodeScope,
    meaning: Meaning | undefined,
    link: ChainLink,
    isMade: boolean,
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
          value: this.#taken(this.#ofDefinition(meaning.found, link, isMade, receiver), link),
        };
    }
  }

  #next(scope: CodeScope, before: Value | undefined, link: ChainLink, isMade: boolean): Step {
    if (before === undefined || before.kind === "callable") return {};
    if (before.kind === "outside") return { value: outside };
    if (before.kind === "module") {
      const looked = this.#names.modules.nameIn(before.from, before.module, link.name);
      return this.#given(scope, looked, link, isMade, undefined);
    }
    if (before.kind === "written") {
      const alternatives = this.#alternatives(before);
      if (alternatives.length > 0) return this.#common(scope, alternatives, link, isMade);
      const element = this.#ofCollection(before, link);
      if (element !== undefined) return { value: this.#taken(element, link) };
    }
    const owner = before.kind === "written" ? this.#ownerOf(before) : before;
    if (owner === undefined || owner.kind === "outside") return owner === undefined ? {} : { value: outside };
    if (owner.kind !== "object" && owner.kind !== "class") return {};
    const member = this.#names.member(owner.found, this.#useOf(scope, link, isMade));
    if (member === undefined || member === "outside") return { value: outside };
    return { found: member, value: this.#taken(this.#ofDefinition(member, link, isMade, owner), link) };
  }

  /** The types of which a written one is any, also where it is another name for them. */
  #alternatives(value: Written): readonly Written[] {
    const own = alternativesOf(value.type).map((type) => ({ ...value, type }));
    if (own.length > 0) return own;
    const type = readType(value.type);
    if (type === undefined || type.lists > 0) return [];
    const found = this.#names.type(value.scope, type.name, value.at);
    const alias = found === undefined || found === "outside" ? undefined : this.#aliased(found);
    return alias === undefined ? [] : alternativesOf(alias.type).map((each) => ({ ...alias, type: each }));
  }

  /** A member that all of some types have from one definition. */
  #common(scope: CodeScope, alternatives: readonly Written[], link: ChainLink, isMade: boolean): Step {
    if (alternatives.length > alternativesMost) return {};
    const steps = alternatives.map((each) => this.#within(() => this.#next(scope, each, link, isMade)) ?? {});
    const [first] = steps;
    const isOne =
      first?.found !== undefined && steps.every(({ found }) => found?.symbol === first.found?.symbol);
    return isOne ? first : {};
  }

  /** The class behind a written type. */
  #ownerOf(value: Written): Value | undefined {
    const type = readType(value.type);
    if (type === undefined || this.#depth >= depthMost) return undefined;
    if (type.name === "this" || type.name === "Self" || type.name === "self") {
      const found = this.#names.classAround(value.scope, value.at);
      return found === undefined ? undefined : { kind: "object", found };
    }
    if (type.name === "type" || type.name === "Type" || type.name === "Class") {
      const inner = type.args[0] === undefined ? undefined : this.#ownerOf({ ...value, type: type.args[0] });
      return inner?.kind === "object" ? { kind: "class", found: inner.found } : outside;
    }
    const found = this.#names.type(value.scope, type.name, value.at);
    if (found === undefined) return undefined;
    if (found === "outside") return outside;
    const alias = this.#aliased(found);
    if (alias !== undefined) return this.#within(() => this.#ownerOf(alias));
    return { kind: "object", found, args: { list: type.args, scope: value.scope, at: value.at } };
  }

  /** What a type without members of its own is another name for. */
  #aliased({ scope, symbol }: Found): Written | undefined {
    if (symbol.kind !== "type") return undefined;
    const body = /^[^={]*=\s*([\w.$<>[\], |\n]+?)\s*;?\s*$/s.exec(
      scope.code.slice(symbol.nameStart, symbol.end),
    )?.[1];
    return body === undefined ? undefined : { kind: "written", type: body, scope, at: symbol.start };
  }

  #ofCollection(value: Written, { name, args }: ChainLink): Value | undefined {
    const type = readType(value.type);
    if (type === undefined || !isCollection(type)) return undefined;
    const element = elementOf(value.type);
    if (element !== undefined && args !== undefined && elementMembers.has(name))
      return { ...value, type: element };
    if (sameMembers.has(name))
      return element === undefined ? outside : { ...value, type: `Array<${element}>` };
    return this.#names.type(value.scope, type.name, value.at) === "outside" || type.lists > 0
      ? outside
      : undefined;
  }

  /** What a definition gives where it is used like this. */
  #ofDefinition(
    found: Found,
    link: ChainLink,
    isMade: boolean,
    receiver: Value | undefined,
  ): Value | undefined {
    const { kind, parent } = found.symbol;
    if (isClassLike(kind)) {
      const isObject = isMade || (link.args !== undefined && kind !== "namespace");
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
      return this.#substituted({ kind: "written", type, scope, at: symbol.nameStart }, receiver);
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
      return this.#substituted({ kind: "written", type: written, scope, at: symbol.nameStart }, receiver);
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

  #selfOf({ scope, symbol }: Found): Value | undefined {
    const owner = this.#names.classAround(scope, symbol.nameStart);
    return owner === undefined ? undefined : { kind: "object", found: owner };
  }

  /** Puts what stands for a type parameter of the receiver in its place. */
  #substituted(value: Written, receiver: Value | undefined): Value {
    if (receiver?.kind !== "object" || receiver.args === undefined || receiver.args.list.length === 0)
      return value;
    const element = elementOf(value.type);
    const name = readType(element ?? value.type)?.name ?? "";
    const number = typeParameter(receiver.found, name)?.number;
    const argument = number === undefined ? undefined : receiver.args.list[number];
    if (argument === undefined) return value;
    const type = element === undefined ? argument : `Array<${argument}>`;
    return { kind: "written", type, scope: receiver.args.scope, at: receiver.args.at };
  }

  #ofDeclared(scope: CodeScope, { at, type, value, part }: Declared): Value | undefined {
    if (type !== undefined) {
      const isQuoted = type.trim() !== "" && /^\s*["'][^"']*["']?\s*$/.test(type);
      const written = isQuoted
        ? scope.text.slice(scope.code.indexOf(type, at), scope.code.indexOf(type, at) + type.length)
        : type;
      return { kind: "written", type: written.replace(/["']/g, ""), scope, at };
    }
    if (value === undefined) return undefined;
    const whole = this.valueOf(scope, value.start, value.end);
    if (part === undefined || whole === undefined || whole.kind === "outside") return whole;
    if (part.kind === "result") return part.number === 0 ? whole : undefined;
    if (part.kind === "member")
      return this.#next(scope, whole, { name: part.name, start: at, end: at, elements: 0 }, false).value;
    return this.#element(whole);
  }

  #element(value: Value): Value | undefined {
    if (value.kind !== "written") return undefined;
    const element = elementOf(value.type);
    return element === undefined ? undefined : { ...value, type: element };
  }

  #taken(value: Value | undefined, { elements }: ChainLink): Value | undefined {
    let taken = value;
    for (let left = elements; left > 0 && taken !== undefined; left--) taken = this.#element(taken);
    return taken;
  }

  /** The one of several definitions whose parameters have the types of the arguments. */
  #byArguments(scope: CodeScope, argsStart: number, found: readonly Found[]): Found | undefined {
    const end = closeAfter(scope.code, argsStart);
    let from = argsStart + 1;
    const types = splitList(scope.code.slice(from, end)).map((each) => {
      const start = from;
      from += each.length + 1;
      return this.#simpleType(scope, start, start + each.length);
    });
    const scored = found
      .map((each) => {
        const wanted = parameterTypes(each).map((type) =>
          type === undefined ? undefined : simple(readType(type)?.name),
        );
        let score = 0;
        for (const [at, type] of types.entries()) {
          const want = wanted[at];
          if (type !== undefined && want !== undefined) score += type === want ? 1 : -1;
        }
        return { each, score };
      })
      .toSorted((a, b) => b.score - a.score);
    const [best, second] = scored;
    return best !== undefined && best.score > (second?.score ?? Number.NEGATIVE_INFINITY)
      ? best.each
      : undefined;
  }

  #simpleType(scope: CodeScope, start: number, end: number): string | undefined {
    const text = scope.text.slice(start, end).trim();
    if (/^(?:"|`)/.test(text) && /["`]$/.test(text)) return "String";
    if (/^'/.test(text)) return dialectOf(scope.language)?.family === "script" ? "String" : "char";
    if (/^-?\d+$/.test(text)) return "int";
    if (/^-?\d+[lL]$/.test(text)) return "long";
    if (/^(?:true|false)$/.test(text)) return "boolean";
    const value = this.valueOf(scope, start, end);
    if (value?.kind === "written") return simple(readType(value.type)?.name);
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

function simple(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return last === "string" ? "String" : last;
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
