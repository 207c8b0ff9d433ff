import type { CodeScope } from "../reading/codeScope.ts";
import type { ChainLink } from "./chain.ts";
import { typeParameter } from "./heads.ts";
import type { Found } from "./modules.ts";
import type { NameLookup } from "./nameLookup.ts";
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
export interface Written {
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

const aliasesMost = 6;

/** Finds what written types mean: classes of the folder, collections, other names for types. */
export class WrittenTypes {
  readonly #names: NameLookup;

  constructor(names: NameLookup) {
    this.#names = names;
  }

  /** The class behind a written type; undefined where it is not known. */
  ownerOf(value: Written, depth = 0): Value | undefined {
    const type = readType(value.type);
    if (type === undefined || depth > aliasesMost) return undefined;
    if (type.name === "this" || type.name === "Self" || type.name === "self") {
      const found = this.#names.classAround(value.scope, value.at);
      return found === undefined ? undefined : { kind: "object", found };
    }
    if (type.name === "type" || type.name === "Type" || type.name === "Class") {
      const [first] = type.args;
      const inner = first === undefined ? undefined : this.ownerOf({ ...value, type: first }, depth + 1);
      return inner?.kind === "object" ? { kind: "class", found: inner.found } : { kind: "outside" };
    }
    const found = this.#names.type(value.scope, type.name, value.at);
    if (found === undefined) return undefined;
    if (found === "outside") return { kind: "outside" };
    const alias = aliased(found);
    if (alias !== undefined) return this.ownerOf(alias, depth + 1);
    return { kind: "object", found, args: { list: type.args, scope: value.scope, at: value.at } };
  }

  /** The types of which a written one is any, also where it is another name for them; empty for a single type. */
  alternatives(value: Written): readonly Written[] {
    const own = alternativesOf(value.type).map((type) => ({ ...value, type }));
    if (own.length > 0) return own;
    const type = readType(value.type);
    if (type === undefined || type.lists > 0) return [];
    const found = this.#names.type(value.scope, type.name, value.at);
    const alias = found === undefined || found === "outside" ? undefined : aliased(found);
    return alias === undefined ? [] : alternativesOf(alias.type).map((each) => ({ ...alias, type: each }));
  }

  /** What a member of a collection gives; undefined for a member that says nothing of elements. */
  ofCollection(value: Written, { name, args }: ChainLink): Value | undefined {
    const type = readType(value.type);
    if (type === undefined || !isCollection(type)) return undefined;
    const element = elementOf(value.type);
    if (element !== undefined && args !== undefined && elementMembers.has(name))
      return { ...value, type: element };
    if (sameMembers.has(name))
      return element === undefined ? { kind: "outside" } : { ...value, type: `Array<${element}>` };
    const isForeign = type.lists > 0 || this.#names.type(value.scope, type.name, value.at) === "outside";
    return isForeign ? { kind: "outside" } : undefined;
  }
}

/** An element of a value that is a collection. */
export function elementOfValue(value: Value): Value | undefined {
  if (value.kind !== "written") return undefined;
  const element = elementOf(value.type);
  return element === undefined ? undefined : { ...value, type: element };
}

/** Puts what stands for a type parameter of the receiver in its place. */
export function substituted(value: Written, receiver: Value | undefined): Value {
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

/** What a type without members of its own is another name for. */
function aliased({ scope, symbol }: Found): Written | undefined {
  if (symbol.kind !== "type") return undefined;
  const text = scope.code.slice(symbol.nameStart, symbol.end);
  const body = /^[^={]*=\s*([\w.$<>[\], |\n]+?)\s*;?\s*$/s.exec(text)?.[1];
  return body === undefined ? undefined : { kind: "written", type: body, scope, at: symbol.start };
}
