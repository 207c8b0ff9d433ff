import type { Catalog } from "../../stores/catalog.ts";
import type { CodeScope, ScopeSymbol } from "../reading/codeScope.ts";
import { declarationOf } from "./declarations.ts";
import type { Declared } from "./declared.ts";
import { dialectOf } from "./dialect.ts";
import { isCallable, isClassLike, takesArguments, typeParameter, writtenParents } from "./heads.ts";
import { importsOf } from "./importBindings.ts";
import { type Found, type Modules, nearest, packageOf } from "./modules.ts";

/** What a name stands for where it is used. */
export type Meaning =
  | { readonly kind: "definition"; readonly found: Found }
  | { readonly kind: "variable"; readonly declared: Declared }
  | { readonly kind: "module"; readonly from: CodeScope; readonly module: string }
  /** The object that the code around belongs to, or what its class is made of. */
  | { readonly kind: "object"; readonly found: Found }
  /** Surely nothing of this folder. */
  | { readonly kind: "outside" };

/** How a name is used, which tells apart definitions of one name. */
export interface NameUse {
  readonly name: string;
  /** How many arguments it is called with; absent where it is not called. */
  readonly args?: number | undefined;
  readonly isType?: boolean;
  /** Chooses among definitions that take so many arguments; undefined where it cannot. */
  readonly choose?: ((found: readonly Found[]) => Found | undefined) | undefined;
}

const outside: Meaning = { kind: "outside" };
const parentsMost = 8;
const candidatesMost = 60;

/** Finds what a name stands for, by the scopes around it, the imports of its file, and what its language sees besides. */
export class NameLookup {
  readonly modules: Modules;
  readonly #catalog: Catalog;
  /** By class; empty while they are being found, because a class is around the names of its own parents. */
  readonly #parents = new WeakMap<ScopeSymbol, readonly (Found | "outside")[]>();

  constructor(catalog: Catalog, modules: Modules) {
    this.#catalog = catalog;
    this.modules = modules;
  }

  /** The meaning of a name that is a member of nothing; undefined where nothing is known of it. */
  bare(scope: CodeScope, use: NameUse, at: number): Meaning | undefined {
    const dialect = dialectOf(scope.language);
    if (dialect === undefined) return undefined;
    const { name } = use;
    if (dialect.self.includes(name) || dialect.parent.includes(name)) return this.#receiver(scope, name, at);
    const around = scope.around(at);
    const isMethodCall = use.args !== undefined && dialect.hasOwnMethodNames;
    if (use.isType !== true && !isMethodCall) {
      const local = this.#local(scope, around, name, at);
      if (local !== undefined) return local;
    }
    const enclosing = this.#inDefinitionsAround(scope, around, use, dialect.hasBareMembers);
    if (enclosing !== undefined) return enclosing;
    const here = this.#pick(
      scope
        .named(name)
        .filter(({ parent }) => parent === undefined)
        .map((symbol) => ({ scope, symbol })),
      use,
    );
    if (here !== undefined) return { kind: "definition", found: here };
    return this.#imported(scope, use) ?? this.#beside(scope, use, around);
  }

  /** A class-like definition by its name as written: `Refund`, `Outer.Inner`, `shop.Refund`. */
  type(scope: CodeScope, written: string, at: number): Found | "outside" | undefined {
    const [first = "", ...rest] = written.split(".");
    let meaning = this.bare(scope, { name: first, isType: true }, at);
    if (meaning === undefined && rest.length > 0) {
      // The full name of a class: `java.util.List`.
      const cut = written.lastIndexOf(".");
      const looked = this.modules.nameIn(scope, written.slice(0, cut), written.slice(cut + 1));
      return looked.kind === "definition" ? looked.found : "outside";
    }
    for (const part of rest) {
      if (meaning?.kind === "module") meaning = this.modules.nameIn(meaning.from, meaning.module, part);
      else if (meaning?.kind === "definition") {
        const found: Found | undefined = inner(meaning.found, part)[0];
        meaning = found === undefined ? undefined : { kind: "definition", found };
      }
    }
    if (meaning?.kind === "outside") return "outside";
    if (meaning?.kind === "object") return meaning.found;
    return meaning?.kind === "definition" && isClassLike(meaning.found.symbol.kind)
      ? meaning.found
      : undefined;
  }

  /** A member of a class, its own or of what it is made of; `outside` where a part of that is not here. */
  member(owner: Found, use: NameUse, depth = 0): Found | "outside" | undefined {
    const own = this.#pickAll(this.#members(owner, use.name), use);
    if (own.length > 0) return this.#only(own, use);
    if (depth >= parentsMost) return undefined;
    let isOutside = false;
    for (const parent of this.parents(owner)) {
      if (parent === "outside") {
        isOutside = true;
        continue;
      }
      const found = this.member(parent, use, depth + 1);
      if (found === "outside") isOutside = true;
      else if (found !== undefined) return found;
    }
    return isOutside ? "outside" : undefined;
  }

  /** What a class is made of. What cannot be found is outside. */
  parents(owner: Found): readonly (Found | "outside")[] {
    const known = this.#parents.get(owner.symbol);
    if (known !== undefined) return known;
    this.#parents.set(owner.symbol, []);
    const parents = writtenParents(owner).map((name) => {
      const found = this.type(owner.scope, name, owner.symbol.start);
      const isItself = found !== "outside" && found?.symbol === owner.symbol;
      return found === undefined || isItself ? "outside" : found;
    });
    this.#parents.set(owner.symbol, parents);
    return parents;
  }

  /** The class whose code stands at an offset. */
  classAround(scope: CodeScope, at: number): Found | undefined {
    for (const symbol of scope.around(at)) {
      if (isClassLike(symbol.kind) && symbol.kind !== "namespace" && symbol.kind !== "module")
        return { scope, symbol };
      const owner = isCallable(symbol.kind) ? this.#ownerOf(scope, symbol) : undefined;
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  #ownerOf(scope: CodeScope, { parent }: ScopeSymbol): Found | undefined {
    if (parent === undefined) return undefined;
    const here = scope
      .named(parent)
      .find(({ kind }) => isClassLike(kind) || kind === "constant" || kind === "variable");
    if (here !== undefined) return { scope, symbol: here };
    const family = dialectOf(scope.language)?.family ?? "";
    if (family !== "go" && family !== "rust" && family !== "c") return undefined;
    const [only] = nearest(
      scope.path,
      this.modules.candidates(family, parent).filter(({ kind }) => isClassLike(kind)),
    );
    return only === undefined ? undefined : this.modules.place(only);
  }

  #receiver(scope: CodeScope, name: string, at: number): Meaning | undefined {
    const found = this.classAround(scope, at);
    if (found === undefined) return undefined;
    const dialect = dialectOf(scope.language);
    if (dialect?.parent.includes(name) === true) {
      const [first] = this.parents(found);
      return first === undefined || first === "outside" ? outside : { kind: "object", found: first };
    }
    const isClass =
      name === "Self" ||
      name === "cls" ||
      name === "static" ||
      (dialect?.family === "php" && name === "self");
    return isClass ? { kind: "definition", found } : { kind: "object", found };
  }

  #local(scope: CodeScope, around: readonly ScopeSymbol[], name: string, at: number): Meaning | undefined {
    const dialect = dialectOf(scope.language);
    for (const { kind, qualifiedName } of around) {
      if (!isCallable(kind)) continue;
      const nested = scope.named(`${qualifiedName}.${name}`).at(-1);
      if (nested !== undefined) return { kind: "definition", found: { scope, symbol: nested } };
    }
    const declared = dialect === undefined ? undefined : declarationOf(scope, dialect, name, at);
    if (declared === undefined) return undefined;
    const symbol = scope.symbols.find(
      (each) => each.name === name && Math.abs(each.nameStart - declared.at) < 2,
    );
    return symbol === undefined
      ? { kind: "variable", declared }
      : { kind: "definition", found: { scope, symbol } };
  }

  /** What the definitions around hold: nested types everywhere, members where the language needs no receiver. */
  #inDefinitionsAround(
    scope: CodeScope,
    around: readonly ScopeSymbol[],
    use: NameUse,
    hasBareMembers: boolean,
  ): Meaning | undefined {
    for (const symbol of around) {
      const owner = { scope, symbol };
      const bound = this.#typeParameter(owner, use);
      if (bound !== undefined) return bound;
      if (!isClassLike(symbol.kind) && !isCallable(symbol.kind)) continue;
      const isOpen = symbol.kind === "namespace" || symbol.kind === "module";
      const nested = inner(owner, use.name).filter(
        (each) => hasBareMembers || isOpen || (isClassLike(each.symbol.kind) && scope.language !== "python"),
      );
      const found = this.#pickAll(nested, use);
      if (found.length > 0) {
        const only = this.#only(found, use);
        return only === undefined ? outside : { kind: "definition", found: only };
      }
      if (!hasBareMembers || !isClassLike(symbol.kind) || isOpen) continue;
      const member = this.member(owner, use);
      if (member !== undefined && member !== "outside") return { kind: "definition", found: member };
    }
    return undefined;
  }

  #typeParameter(owner: Found, { name, isType }: NameUse): Meaning | undefined {
    if (isType !== true || !/^[A-Z]/.test(name)) return undefined;
    const parameter = typeParameter(owner, name);
    if (parameter === undefined) return undefined;
    const bound = /^[\w.]+/.exec(parameter.bound ?? "")?.[0];
    const found =
      bound === undefined || bound === name ? undefined : this.type(owner.scope, bound, owner.symbol.start);
    return found === undefined || found === "outside" ? outside : { kind: "definition", found };
  }

  #imported(scope: CodeScope, use: NameUse): Meaning | undefined {
    const { bindings } = importsOf(scope);
    const named = bindings.filter(({ local }) => local === use.name);
    for (const { module, name } of named.toReversed()) {
      if (name === undefined) return { kind: "module", from: scope, module };
      const looked = this.modules.nameIn(scope, module, name);
      if (looked.kind !== "outside") return looked;
    }
    if (named.length > 0) return outside;
    const isLead = bindings.some(({ local }) => local.startsWith(`${use.name}.`));
    return isLead ? { kind: "module", from: scope, module: use.name } : undefined;
  }

  /** What a file sees without an import of the name: its folder, whole modules, and in some languages everything. */
  #beside(scope: CodeScope, use: NameUse, around: readonly ScopeSymbol[]): Meaning | undefined {
    const dialect = dialectOf(scope.language);
    if (dialect === undefined) return undefined;
    if (dialect.isFolderScope) {
      const own = this.modules.inPackage(scope, "", this.modules.candidates(dialect.family, use.name));
      const found = this.#pick(
        own.filter(({ path }) => path !== scope.path).flatMap((each) => this.modules.place(each) ?? []),
        use,
      );
      if (found !== undefined) return { kind: "definition", found };
    }
    for (const module of importsOf(scope).wildcards) {
      const looked = this.modules.nameIn(scope, module, use.name);
      if (looked.kind !== "outside") return looked;
      if (dialect.family === "rust" && module === "super") {
        const found = this.#pick(
          scope.named(use.name).map((symbol) => ({ scope, symbol })),
          use,
        );
        if (found !== undefined) return { kind: "definition", found };
      }
    }
    return dialect.isGlobalScope ? this.#everywhere(scope, use, around) : undefined;
  }

  #everywhere(scope: CodeScope, use: NameUse, around: readonly ScopeSymbol[]): Meaning | undefined {
    const family = dialectOf(scope.language)?.family;
    const spaces = [
      ...importsOf(scope).wildcards,
      packageOf(scope),
      ...around.map(({ qualifiedName }) => qualifiedName),
    ];
    const all = this.#catalog.symbols
      .fewByName(use.name, candidatesMost)
      .filter(
        ({ language, kind }) =>
          dialectOf(language)?.family === family &&
          (isClassLike(kind) || isCallable(kind) || kind === "constant" || kind === "macro"),
      );
    const free = all.flatMap((each) => {
      const found = each.path === scope.path ? undefined : this.modules.place(each);
      if (found === undefined) return [];
      const parent = each.parent ?? "";
      const owner = found.scope.named(parent)[0];
      const isFree = parent === "" || owner?.kind === "namespace" || owner?.kind === "module";
      return isFree ? [{ found, space: parent === "" ? packageOf(found.scope) : parent }] : [];
    });
    const seen = free.filter(({ space }) => spaces.includes(space));
    const chosen = seen.length > 0 ? seen : free;
    const found = this.#pick(
      chosen.map((each) => each.found),
      use,
    );
    const isOne =
      new Set(chosen.map((each) => `${each.space}.${each.found.symbol.qualifiedName}`)).size === 1;
    return found === undefined || !isOne ? undefined : { kind: "definition", found };
  }

  /** Members that stand in the class, or belong to it from elsewhere as in Go, Rust and C++. */
  #members(owner: Found, name: string): readonly Found[] {
    const own = inner(owner, name);
    if (own.length > 0) return own;
    const { scope, symbol } = owner;
    const family = dialectOf(scope.language)?.family ?? "";
    if (!["go", "rust", "c", "csharp", "ruby", "jvm"].includes(family)) return [];
    const others = this.#catalog.symbols
      .byQualifiedName(`${symbol.qualifiedName}.${name}`, candidatesMost)
      .filter(({ language, path }) => dialectOf(language)?.family === family && path !== scope.path);
    if (family === "go")
      return this.modules.inPackage(scope, "", others).flatMap((each) => this.modules.place(each) ?? []);
    // A class of the same name elsewhere has its members for itself.
    if (
      this.modules.candidates(family, symbol.qualifiedName).filter(({ kind }) => isClassLike(kind)).length > 1
    )
      return [];
    return family === "jvm" ? [] : others.flatMap((each) => this.modules.place(each) ?? []);
  }

  #pick(found: readonly Found[], use: NameUse): Found | undefined {
    const all = this.#pickAll(found, use);
    return all.length === 0 ? undefined : this.#only(all, use);
  }

  /** Those that fit how the name is used: types among types, and what is called among what can be called. */
  #pickAll(found: readonly Found[], { isType, args }: NameUse): readonly Found[] {
    if (found.length < 2)
      return isType === true ? found.filter(({ symbol }) => isClassLike(symbol.kind)) : found;
    if (isType === true) return found.filter(({ symbol }) => isClassLike(symbol.kind));
    if (args === undefined) {
      const values = found.filter(({ symbol }) => !isCallable(symbol.kind));
      return values.length > 0 ? values : found;
    }
    const called = found.filter(({ symbol }) => isCallable(symbol.kind) || isClassLike(symbol.kind));
    return called.length > 0 ? called : found;
  }

  #only(found: readonly Found[], { args, choose }: NameUse): Found | undefined {
    if (found.length === 1) return found[0];
    const kinds = new Set(found.map(({ symbol }) => symbol.kind));
    // A class and an interface or namespace of one name are one thing.
    if ([...kinds].every(isClassLike)) return found.find(({ symbol }) => symbol.kind === "class") ?? found[0];
    // What is read and written by two functions of one name is known by the first.
    if (args === undefined && found.every(({ symbol }) => isCallable(symbol.kind))) return found[0];
    const declared = withoutImplementation(found);
    if (declared.length === 1) return declared[0];
    const fitting = args === undefined ? declared : declared.filter((each) => takesArguments(each, args));
    if (fitting.length === 1) return fitting[0];
    if (fitting.length === 0) return undefined;
    return choose?.(fitting);
  }
}

/** Heads of TypeScript without a body say how a function is called; the one with a body does not. */
function withoutImplementation(found: readonly Found[]): readonly Found[] {
  if (dialectOf(found[0]?.scope.language ?? "")?.family !== "script") return found;
  const heads = found.filter(
    ({ scope, symbol }) => !scope.code.slice(symbol.nameStart, symbol.end).includes("{"),
  );
  return heads.length > 0 ? heads : found;
}

/** What stands in a definition under a name. */
function inner({ scope, symbol }: Found, name: string): readonly Found[] {
  return scope
    .named(`${symbol.qualifiedName}.${name}`)
    .filter((each) => each.name === name)
    .map((each) => ({ scope, symbol: each }));
}
