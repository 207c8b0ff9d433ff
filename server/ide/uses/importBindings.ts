import type { CodeScope } from "../reading/codeScope.ts";

/** A name that an import brings into a file. */
export interface ImportBinding {
  /** As it is called in the file. */
  readonly local: string;
  /** As it is written: `./client`, `a.b.C`, `..core.money`, `crate::wire`. */
  readonly module: string;
  /** What of the module; absent for the module itself. */
  readonly name?: string;
}

/** What the imports of a file bring into it. */
export interface Imports {
  readonly bindings: readonly ImportBinding[];
  /** Modules all of whose names are brought in. */
  readonly wildcards: readonly string[];
  /** What the file passes on to whoever imports it: a name from a module, or, without a name, all of it. */
  readonly passedOn: readonly { readonly module: string; readonly name?: string; readonly as?: string }[];
}

const known = new WeakMap<CodeScope, Imports>();

/** Reads the imports of a file, also of one that does not parse. */
export function importsOf(scope: CodeScope): Imports {
  const found = known.get(scope) ?? read(scope);
  known.set(scope, found);
  return found;
}

interface Collected {
  bindings: ImportBinding[];
  wildcards: string[];
  passedOn: { module: string; name?: string; as?: string }[];
}

function read(scope: CodeScope): Imports {
  const imports: Collected = { bindings: [], wildcards: [], passedOn: [] };
  readers[scope.language]?.(scope, imports);
  return imports;
}

const readers: Readonly<Record<string, (scope: CodeScope, into: Collected) => void>> = {
  typescript: readScript,
  tsx: readScript,
  javascript: readScript,
  python: readPython,
  java: readJvm,
  kotlin: readJvm,
  scala: readJvm,
  go: readGo,
  rust: readRust,
  csharp: readCSharp,
  php: readPhp,
};

/** Matches of a pattern whose first word is code. */
function* inCode({ text, code }: CodeScope, pattern: RegExp): Generator<RegExpExecArray> {
  for (const match of text.matchAll(pattern)) {
    const lead = match[0].search(/\S/);
    if (code.charAt(match.index + lead) === match[0].charAt(lead)) yield match;
  }
}

function readScript(scope: CodeScope, { bindings, wildcards, passedOn }: Collected): void {
  const statement =
    /(?:^|[;\n}])\s*(import|export)\b\s*(?:type\s+(?!from\b))?([^;'"`=()]*?)\s*\bfrom\s*(["'])(.*?)\3/g;
  for (const [, keyword, clause = "", , module = ""] of inCode(scope, statement)) {
    const names = namesInBraces(clause);
    if (keyword === "export") {
      for (const { name, as } of names) passedOn.push({ module, name, as });
      const all = /\*\s*(?:as\s+([\w$]+))?/.exec(clause);
      if (all !== null) passedOn.push(all[1] === undefined ? { module } : { module, name: "*", as: all[1] });
      continue;
    }
    for (const { name, as } of names) bindings.push({ local: as, module, name });
    const rest = clause.replace(/\{[^}]*\}/, "");
    const whole = /\*\s*as\s+([\w$]+)/.exec(rest)?.[1];
    if (whole !== undefined) bindings.push({ local: whole, module });
    const first = /^\s*([\w$]+)\s*(?:,|$)/.exec(rest)?.[1];
    if (first !== undefined) bindings.push({ local: first, module, name: "default" });
  }
  const required =
    /\b(?:const|let|var|import)\s+(\{[^}]*\}|[\w$]+)\s*=\s*(?:await\s+import|require)\s*\(\s*(["'`])(.*?)\2\s*\)/g;
  for (const [, target = "", , module = ""] of inCode(scope, required)) {
    if (!target.startsWith("{")) bindings.push({ local: target, module });
    for (const { name, as } of namesInBraces(target.replaceAll(":", " as ")))
      bindings.push({ local: as, module, name });
  }
  for (const [, names = ""] of inCode(scope, /(?:^|[;\n}])\s*export\s*(?:type\s*)?(\{[^}]*\})(?!\s*from)/g)) {
    for (const { name, as } of namesInBraces(names)) passedOn.push({ module: "", name, as });
  }
  void wildcards;
}

function namesInBraces(clause: string): readonly { readonly name: string; readonly as: string }[] {
  const inner = /\{([^}]*)\}/s.exec(clause)?.[1]?.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "") ?? "";
  return inner.split(",").flatMap((part) => {
    const [name = "", as = name] = part
      .trim()
      .replace(/^type\s+(?!as\b)/, "")
      .split(/\s+as\s+/);
    return name === "" ? [] : [{ name, as }];
  });
}

function readPython(scope: CodeScope, { bindings, wildcards, passedOn }: Collected): void {
  const from = /(?:^|\n)[ \t]*from\s+([.\w]+)\s+import\s+(\([^)]*\)|(?:[^\n\\]|\\\n)*)/g;
  for (const [, module = "", list = ""] of inCode(scope, from)) {
    const names = list
      .replace(/#.*$/gm, "")
      .replace(/[()\\]/g, " ")
      .split(",");
    for (const part of names) {
      const [name = "", local = name] = part.trim().split(/\s+as\s+/);
      if (name === "*") {
        wildcards.push(module);
        passedOn.push({ module });
      } else if (/^\w+$/.test(name)) {
        bindings.push({ local, module, name });
        passedOn.push({ module, name, as: local });
      }
    }
  }
  for (const [, list = ""] of inCode(scope, /(?:^|\n)[ \t]*import\s+([\w., \t]+)/g)) {
    for (const part of list.split(",")) {
      const [module = "", local] = part.trim().split(/\s+as\s+/);
      if (module !== "") bindings.push({ local: local ?? module, module });
    }
  }
}

function readJvm(scope: CodeScope, { bindings, wildcards }: Collected): void {
  const statement = /(?:^|\n)[ \t]*import\s+(static\s+)?([\w.`*]+(?:\.\{[^}]*\}|\._)?)(?:\s+as\s+(\w+))?/g;
  for (const [, , named = "", local] of inCode(scope, statement)) {
    const path = named.replaceAll("`", "");
    const group = /^(.*)\.\{([^}]*)\}$/.exec(path);
    for (const each of group === null
      ? [path]
      : (group[2] ?? "").split(",").map((part) => `${group[1]}.${part.trim()}`)) {
      const dot = each.lastIndexOf(".");
      const [module, name] = [each.slice(0, Math.max(0, dot)), each.slice(dot + 1)];
      if (name === "*" || name === "_") wildcards.push(module);
      else bindings.push({ local: local ?? name, module, name });
    }
  }
}

function readGo(scope: CodeScope, { bindings }: Collected): void {
  for (const [, block = ""] of inCode(scope, /(?:^|\n)import\s+(\([^)]*\)|[^\n]*)/g)) {
    for (const [, alias, module = ""] of block.matchAll(/(?:^|[\n(])\s*([\w.]+)?\s*["`]([^"`]+)["`]/g)) {
      const last =
        module
          .split("/")
          .filter((part) => !/^v\d+$/.test(part))
          .at(-1) ?? module;
      bindings.push({ local: alias ?? last.replace(/^go-|\.go$|-go$/g, "").replaceAll("-", ""), module });
    }
  }
}

function readRust(scope: CodeScope, { bindings, wildcards, passedOn }: Collected): void {
  for (const [, visibility, tree = ""] of inCode(
    scope,
    /(?:^|[\n;{}])\s*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g,
  )) {
    for (const path of usedPaths(tree.replace(/\/\/.*$/gm, "").replace(/\s+/g, " "))) {
      const [plain = "", local] = path.split(" as ").map((part) => part.trim().replace(/^::/, ""));
      const cut = plain.lastIndexOf("::");
      const [module, name] = cut < 0 ? ["", plain] : [plain.slice(0, cut), plain.slice(cut + 2)];
      if (name === "*") wildcards.push(module);
      else if (name === "self")
        bindings.push({ local: local ?? module.slice(module.lastIndexOf("::") + 2), module });
      else bindings.push({ local: local ?? name, module, name });
      if (visibility !== undefined)
        passedOn.push(name === "*" ? { module } : { module, name, as: local ?? name });
    }
  }
}

/** `a::{b, c::{self, D}}` as `a::b`, `a::c::self`, `a::c::D`. */
function usedPaths(tree: string): readonly string[] {
  const open = tree.indexOf("{");
  if (open < 0) return [tree.trim()];
  const lead = tree.slice(0, open).trim();
  const inner = tree.slice(open + 1, tree.lastIndexOf("}"));
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= inner.length; at++) {
    const sign = inner.charAt(at);
    if (sign === "{") depth++;
    else if (sign === "}") depth--;
    else if (at === inner.length || (sign === "," && depth === 0)) {
      parts.push(inner.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts
    .filter((part) => part !== "")
    .flatMap((part) => usedPaths(part).map((path) => `${lead}${path}`));
}

function readCSharp(scope: CodeScope, { bindings, wildcards }: Collected): void {
  for (const [, , alias, name = ""] of inCode(
    scope,
    /(?:^|[\n;{])\s*(?:global\s+)?using\s+(static\s+)?(?:(\w+)\s*=\s*)?([\w.]+)\s*;/g,
  )) {
    if (alias === undefined) wildcards.push(name);
    else
      bindings.push({
        local: alias,
        module: name.slice(0, Math.max(0, name.lastIndexOf("."))),
        name: name.slice(name.lastIndexOf(".") + 1),
      });
  }
}

function readPhp(scope: CodeScope, { bindings }: Collected): void {
  for (const [, path = "", alias] of inCode(
    scope,
    /(?:^|[\n;])\s*use\s+(?:function\s+|const\s+)?\\?([\w\\]+)(?:\s+as\s+(\w+))?\s*;/g,
  )) {
    const cut = path.lastIndexOf("\\");
    const name = path.slice(cut + 1);
    bindings.push({ local: alias ?? name, module: path.slice(0, Math.max(0, cut)), name });
  }
}
