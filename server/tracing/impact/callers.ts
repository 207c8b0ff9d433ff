import path from "node:path";
import { fileUri } from "../../model/documentUri.ts";
import type { StoredCall, StoredSymbol } from "../../model/storedState.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { importsFile } from "./importedFile.ts";

/** A definition that calls another. */
export interface Caller {
  readonly symbol: StoredSymbol;
  readonly callee: StoredSymbol;
  /** Calls between it and what is changed. */
  readonly distance: number;
  readonly line: number;
  readonly isByNameOnly: boolean;
}

/** Everything that reaches some definitions over calls. */
export interface Callers {
  readonly callers: readonly Caller[];
  /** Names that so many definitions have that their calls say nothing; with them, calls were left out. */
  readonly commonNames: readonly string[];
  /** True where more is reached beyond the depth. */
  readonly isCut: boolean;
}

/** Calls that one name is looked up in; a name with more is called from everywhere. */
const callsMost = 400;
/** Of a name with more definitions, calls that nothing ties to one of them are left out. */
const definitionsMost = 6;
const callersMost = 2_000;

/**
 * Definitions that call `start`, those that call them, and so on up to `depth`. The index knows calls by name alone; a call
 * counts as certain where it stands in the file of the definition, where its file imports that file, where both lie in one
 * folder in a language whose files need no import, or where nothing else has the name.
 */
export function callersOf(start: readonly StoredSymbol[], depth: number, catalog: Catalog): Callers {
  const reached = new Set(start.map(identity));
  const callers: Caller[] = [];
  const commonNames = new Set<string>();
  let frontier = start;
  let isCut = false;
  for (let distance = 1; frontier.length > 0; distance += 1) {
    const next: StoredSymbol[] = [];
    for (const callee of frontier) {
      for (const caller of directCallers(callee, catalog, commonNames)) {
        const id = identity(caller.symbol);
        if (reached.has(id)) continue;
        if (distance > depth || callers.length >= callersMost) {
          isCut = true;
          break;
        }
        reached.add(id);
        callers.push({ ...caller, distance });
        // Who calls by name alone is perhaps none, so nobody beyond is looked for.
        if (!caller.isByNameOnly) next.push(caller.symbol);
      }
    }
    if (distance > depth) break;
    frontier = next;
  }
  return { callers, commonNames: [...commonNames], isCut };
}

function* directCallers(
  callee: StoredSymbol,
  catalog: Catalog,
  commonNames: Set<string>,
): Generator<Omit<Caller, "distance">> {
  const name = calledName(callee);
  const calls = catalog.symbols.callsTo(name, callsMost);
  const others = catalog.symbols
    .byName(name, definitionsMost + 1)
    .filter((each) => identity(each) !== identity(callee));
  const isCommon = others.length >= definitionsMost || calls.length >= callsMost;
  for (const call of calls) {
    const isCertain = others.length === 0 || isTied(call, callee, others, catalog);
    if (!isCertain && isCommon) {
      commonNames.add(name);
      continue;
    }
    const [symbol] = catalog.symbols.around(call.path, call.line);
    if (symbol === undefined || identity(symbol) === identity(callee)) continue;
    if (familyOf(symbol.language) !== familyOf(callee.language)) continue;
    yield { symbol, callee, line: call.line, isByNameOnly: !isCertain };
  }
}

/** A constructor is called by the name of its class. */
function calledName({ kind, name, parent }: StoredSymbol): string {
  return kind === "constructor" && parent !== undefined ? parent.slice(parent.lastIndexOf(".") + 1) : name;
}

/** Languages whose code calls each other by name. */
const families: readonly (readonly string[])[] = [
  ["typescript", "tsx", "javascript"],
  ["java", "kotlin", "scala"],
  ["c", "cpp"],
];

function familyOf(language: string): string {
  return families.find((family) => family.includes(language))?.[0] ?? language;
}

const folderIsScope = new Set(["java", "go", "kotlin", "scala", "csharp"]);

function isTied(
  call: StoredCall,
  callee: StoredSymbol,
  others: readonly StoredSymbol[],
  catalog: Catalog,
): boolean {
  const isHere = ({ path: file }: StoredSymbol) => file === call.path;
  if (isHere(callee)) return !others.some(isHere);
  if (others.some(isHere)) return false;
  const imports = catalog.symbols.importsFrom(fileUri(call.path));
  if (imports.some((fact) => importsFile(fact, callee.path))) {
    return !others.some(
      (other) => other.path !== callee.path && imports.some((fact) => importsFile(fact, other.path)),
    );
  }
  const isNear = ({ path: file }: StoredSymbol) => path.posix.dirname(file) === path.posix.dirname(call.path);
  return folderIsScope.has(callee.language) && isNear(callee) && !others.some(isNear);
}

function identity({ uri, qualifiedName, startLine }: StoredSymbol): string {
  return `${uri}#${qualifiedName}:${startLine}`;
}
