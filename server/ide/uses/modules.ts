import path from "node:path";
import type { StoredSymbol } from "../../model/storedState.ts";
import type { Catalog } from "../../stores/catalog.ts";
import type { CodeScope, ScopeSymbol } from "../reading/codeScope.ts";
import type { CodeScopes } from "../reading/codeScopes.ts";
import { dialectOf } from "./dialect.ts";
import { importsOf } from "./importBindings.ts";

/** A definition, in the text that it stands in. */
export interface Found {
  readonly scope: CodeScope;
  readonly symbol: ScopeSymbol;
}

/** What a name of a module leads to: a definition, another module, or something that is not in this folder. */
export type Looked =
  | { readonly kind: "definition"; readonly found: Found }
  | { readonly kind: "module"; readonly from: CodeScope; readonly module: string }
  | { readonly kind: "outside" };

const outside: Looked = { kind: "outside" };
const candidatesMost = 80;
const nestedMost = 4;
const keptMost = 20_000;
/** Files that are looked into for one name which is passed on. */
const passedOnMost = 150;

/** Finds files and definitions of modules by how they are named in imports. */
export class Modules {
  readonly #catalog: Catalog;
  readonly #scopes: CodeScopes;
  readonly #candidates = new Map<string, readonly StoredSymbol[]>();
  readonly #files = new Map<string, readonly string[]>();
  #version: number | undefined;

  constructor(catalog: Catalog, scopes: CodeScopes) {
    this.#catalog = catalog;
    this.#scopes = scopes;
  }

  /** A name that a module, as `from` names it, gives to others. */
  nameIn(from: CodeScope, module: string, name: string): Looked {
    const family = dialectOf(from.language)?.family;
    if (family === "script" || family === "python") {
      const files = this.filesOf(from, module);
      for (const file of files) {
        const looked = this.#givenBy(file, name, new Set());
        if (looked !== undefined) return looked;
      }
      if (family === "python" && (files.length > 0 || module.startsWith("."))) {
        const inner = module.endsWith(".") ? `${module}${name}` : `${module}.${name}`;
        if (this.filesOf(from, inner).length > 0) return { kind: "module", from, module: inner };
      }
      return outside;
    }
    const found = this.#inPackage(from, module, name);
    if (found !== undefined) return { kind: "definition", found };
    return family === "rust" && this.#isModule(from, `${module}::${name}`)
      ? { kind: "module", from, module: module === "" ? name : `${module}::${name}` }
      : outside;
  }

  /** Files that a module of a language with modules of files names; the likeliest first. */
  filesOf(from: CodeScope, module: string): readonly string[] {
    this.#refresh();
    const key = `${path.posix.dirname(from.path)} ${from.language} ${module}`;
    const known = this.#files.get(key) ?? this.#findFiles(from, module);
    this.#files.set(key, known);
    return known;
  }

  /** Forgets what was found in an older state of the index. */
  #refresh(): void {
    const { version } = this.#scopes;
    if (version === this.#version && this.#candidates.size + this.#files.size < keptMost) return;
    this.#version = version;
    this.#candidates.clear();
    this.#files.clear();
  }

  #findFiles(from: CodeScope, module: string): readonly string[] {
    const family = dialectOf(from.language)?.family;
    if (family === "python") return this.#pythonFiles(from.path, module);
    if (family !== "script") return [];
    const base = /^\.{1,2}(?:\/|$)/.test(module)
      ? path.posix.normalize(path.posix.join(path.posix.dirname(from.path), module))
      : undefined;
    if (base !== undefined) return this.#existing(scriptPaths(base));
    // An alias of a compiler or a package of the same repository: the end of the path has to be there just once.
    const tail = module
      .replace(/^(?:@[^/]*|~|#)\//, "")
      .replace(/^[^/]*\/(?=.)/, (lead) => (module.startsWith(lead) ? lead : ""));
    if (tail === module || !tail.includes("/")) return [];
    const found = scriptPaths(tail).flatMap((each) => this.#catalog.documents.findPaths(each, 2));
    const [only] = found;
    return found.length === 1 && only?.path !== undefined ? [only.path] : [];
  }

  /** Definitions with this name that stand in nothing else, in the languages of a family. */
  candidates(family: string, name: string): readonly StoredSymbol[] {
    this.#refresh();
    const known = this.#candidates.get(name) ?? this.#catalog.symbols.byQualifiedName(name, candidatesMost);
    this.#candidates.set(name, known);
    return known.filter(({ language }) => dialectOf(language)?.family === family);
  }

  /** A stored definition in the text that it stands in. */
  place({ path: file, qualifiedName, startLine }: StoredSymbol): Found | undefined {
    const scope = this.#scopes.ofIndexed(file);
    const symbol = scope?.named(qualifiedName).find((each) => each.indexed?.symbol.startLine === startLine);
    return scope === undefined || symbol === undefined ? undefined : { scope, symbol };
  }

  /** Those of some definitions that lie in the package which `from` calls `module`; empty: in that of `from`. */
  inPackage(from: CodeScope, module: string, all: readonly StoredSymbol[]): readonly StoredSymbol[] {
    const family = dialectOf(from.language)?.family;
    const folder = path.posix.dirname(from.path);
    if (family === "go") {
      if (module === "") return all.filter((each) => path.posix.dirname(each.path) === folder);
      return longest(all, (each) => {
        const own = path.posix.dirname(each.path);
        return module === own || module.endsWith(`/${own}`) || (own === "." && !module.includes("."))
          ? own.length
          : -1;
      });
    }
    if (family === "rust") return longest(all, ({ path: file }) => rustNearness(from.path, module, file));
    const wanted = module === "" ? packageOf(from) : module;
    const tail = wanted.replaceAll(/[.\\]/g, "/");
    const own = all.filter((each) => {
      const own = path.posix.dirname(each.path);
      if (module === "" && own === folder) return true;
      return tail !== "" && (own === tail || own.endsWith(`/${tail}`));
    });
    if (own.length > 0) return nearest(from.path, own);
    if (from.language === "java" || family === "go") return [];
    return all.filter((each) => {
      const scope = this.#scopes.ofIndexed(each.path);
      return scope !== undefined && packageOf(scope) === wanted;
    });
  }

  #inPackage(from: CodeScope, module: string, name: string): Found | undefined {
    const family = dialectOf(from.language)?.family ?? "";
    const direct = this.inPackage(from, module, this.candidates(family, name));
    const [first] = direct;
    if (first !== undefined) return this.place(first);
    // A class within classes, or a member of one: `a.b.Outer.Inner`.
    let [outerModule, inner] = [module, name];
    for (let depth = 0; depth < nestedMost; depth++) {
      const cut = Math.max(outerModule.lastIndexOf("."), outerModule.lastIndexOf("::"));
      if (cut < 0 && family !== "jvm") return undefined;
      const outer = outerModule.slice(cut + 1).replace(/^:/, "");
      if (outer === "") return undefined;
      inner = `${outer}.${inner}`;
      outerModule = outerModule.slice(0, Math.max(0, cut));
      const named = this.#catalog.symbols.byQualifiedName(inner, candidatesMost);
      const [only] = this.inPackage(from, outerModule, named);
      if (only !== undefined) return this.place(only);
    }
    return undefined;
  }

  #isModule(from: CodeScope, module: string): boolean {
    const last = module.slice(module.lastIndexOf(":") + 1);
    const files = [`${last}.rs`, `${last}/mod.rs`].flatMap((each) =>
      this.#catalog.documents.findPaths(each, 20),
    );
    return files.some(({ path: file = "" }) => rustNearness(from.path, module, file) >= 0);
  }

  /** What a file gives under a name: its own definition, or what it passes on from others. */
  #givenBy(file: string, name: string, seen: Set<string>): Looked | undefined {
    if (seen.has(file) || seen.size > passedOnMost) return undefined;
    seen.add(file);
    const scope = this.#scopes.ofIndexed(file);
    if (scope === undefined) return undefined;
    const symbol = name === "default" ? defaultOf(scope) : scope.named(name).at(-1);
    if (symbol !== undefined) return { kind: "definition", found: { scope, symbol } };
    const { passedOn, bindings } = importsOf(scope);
    for (const each of passedOn) {
      if (each.as !== name || each.name === undefined) continue;
      if (each.name === "*") return { kind: "module", from: scope, module: each.module };
      if (each.module === "") {
        const own = scope.named(each.name).at(-1);
        if (own !== undefined) return { kind: "definition", found: { scope, symbol: own } };
        const bound = bindings.find(({ local }) => local === each.name);
        if (bound === undefined) continue;
        return bound.name === undefined
          ? { kind: "module", from: scope, module: bound.module }
          : this.#throughFiles(scope, bound.module, bound.name, seen);
      }
      const looked = this.#throughFiles(scope, each.module, each.name, seen);
      if (looked !== undefined) return looked;
      if (scope.language === "python") {
        const inner = each.module.endsWith(".")
          ? `${each.module}${each.name}`
          : `${each.module}.${each.name}`;
        if (this.filesOf(scope, inner).length > 0) return { kind: "module", from: scope, module: inner };
      }
    }
    for (const each of passedOn) {
      if (each.name !== undefined) continue;
      const looked = this.#throughFiles(scope, each.module, name, seen);
      if (looked !== undefined) return looked;
    }
    return undefined;
  }

  #throughFiles(scope: CodeScope, module: string, name: string, seen: Set<string>): Looked | undefined {
    for (const file of this.filesOf(scope, module)) {
      const looked = this.#givenBy(file, name, seen);
      if (looked !== undefined) return looked;
    }
    return undefined;
  }

  #pythonFiles(from: string, module: string): readonly string[] {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const tail = module.slice(dots).replaceAll(".", "/");
    const named = (base: string) =>
      base === "" ? ["__init__.py"] : [`${base}.py`, `${base}/__init__.py`, `${base}.pyi`];
    if (dots > 0) {
      let folder = path.posix.dirname(from);
      for (let up = 1; up < dots; up++) folder = path.posix.dirname(folder);
      return this.#existing(
        named(path.posix.normalize(path.posix.join(folder, tail)).replace(/^\.$|\/$/, "")),
      );
    }
    const roots = ["", "src/", `${from.split("/")[0]}/`, `${path.posix.dirname(from)}/`];
    const direct = this.#existing(roots.flatMap((root) => named(`${root}${tail}`)));
    if (direct.length > 0) return direct.slice(0, 1);
    if (!tail.includes("/")) return [];
    const found = named(tail).flatMap((each) => this.#catalog.documents.findPaths(each, 3));
    return nearest(
      from,
      found.flatMap(({ path: file }) => (file === undefined ? [] : [{ path: file }])),
    ).map(({ path: file }) => file);
  }

  #existing(paths: readonly string[]): readonly string[] {
    return paths.filter((each) => this.#catalog.documents.byPath(each) !== undefined);
  }
}

const scriptEndings = ["", ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".vue"];

function scriptPaths(base: string): readonly string[] {
  const bare = base.replace(/\.([cm]?)jsx?$/, "");
  const bases = bare === base ? [base] : [base, bare];
  return bases.flatMap((each) => [
    ...scriptEndings.map((ending) => `${each}${ending}`),
    ...["ts", "tsx", "d.ts", "js", "mjs"].map((ending) => `${each}/index.${ending}`),
  ]);
}

/** What `export default` gives. */
function defaultOf({ code, symbols, named }: CodeScope): ScopeSymbol | undefined {
  const match =
    /(?:^|[;\n}])\s*export\s+default\s+(?:async\s+)?(?:abstract\s+)?(?:(?:function\*?|class)\s+)?([\w$]+)/.exec(
      code,
    );
  if (match === null) return undefined;
  const name = match[1] ?? "";
  return (
    named(name).at(-1) ??
    symbols.find(({ start }) => start >= match.index && start <= match.index + match[0].length)
  );
}

const packages = new WeakMap<CodeScope, string>();

/** The package or namespace that a file says it belongs to. */
export function packageOf(scope: CodeScope): string {
  const known = packages.get(scope);
  if (known !== undefined) return known;
  const named = /^[ \t]*(?:package|namespace)[ \t]+([\w.\\]+)/m.exec(scope.code)?.[1] ?? "";
  packages.set(scope, named);
  return named;
}

function longest<Item>(items: readonly Item[], length: (item: Item) => number): readonly Item[] {
  const measured = items.map((item) => ({ item, length: length(item) })).filter((each) => each.length >= 0);
  const most = Math.max(...measured.map((each) => each.length));
  return measured.filter((each) => each.length === most).map(({ item }) => item);
}

/** Those with the longest common beginning of their paths with `from`. */
export function nearest<Item extends { readonly path: string }>(
  from: string,
  items: readonly Item[],
): readonly Item[] {
  if (items.length < 2) return items;
  const parts = from.split("/");
  return longest(items, ({ path: file }) => {
    const own = file.split("/");
    let at = 0;
    while (at < own.length - 1 && own[at] === parts[at]) at++;
    return at;
  });
}

/** How much of a path of Rust's modules a file stands for; below 0 where it is another module. */
function rustNearness(from: string, module: string, file: string): number {
  const parts = file
    .replace(/\.rs$/, "")
    .replace(/\/mod$/, "")
    .split("/");
  const own = parts.slice(parts.lastIndexOf("src") + 1).filter((part) => part !== "lib" && part !== "main");
  const fromParts = from
    .replace(/\.rs$/, "")
    .replace(/\/mod$/, "")
    .split("/");
  const crate = fromParts.slice(0, fromParts.lastIndexOf("src") + 1).join("/");
  const here = fromParts
    .slice(fromParts.lastIndexOf("src") + 1)
    .filter((part) => part !== "lib" && part !== "main");
  if (module === "") return file === from ? 1 : -1;
  const names = module.split("::").filter((part) => part !== "");
  let base: readonly string[] | undefined;
  if (names[0] === "crate") base = [];
  else if (names[0] === "self") base = here;
  else if (names[0] === "super") base = here.slice(0, -1);
  const rest = names.filter((name, at) => !(at === 0 && base !== undefined) && name !== "super");
  const supers = names.filter((name, at) => at > 0 && name === "super").length;
  if (base !== undefined) {
    const wanted = [...base.slice(0, base.length - supers), ...rest];
    if (!file.startsWith(crate)) return -1;
    return wanted.join("/") === own.join("/") ? 100 : -1;
  }
  const joined = rest.join("/");
  if ([...here, ...rest].join("/") === own.join("/") && file.startsWith(crate)) return 100;
  return own.join("/") === joined || own.join("/") === rest.slice(1).join("/") ? own.length : -1;
}
