import { lstatSync } from "node:fs";
import path from "node:path";
import { decideByRules, type RuleDecision, WhenceRules } from "./ignoreRules.ts";
import { readRegularFile } from "./regularFile.ts";

const WHENCE_IGNORE = ".whenceignore";

/** All `.whenceignore` rules that speak of an indexed folder. */
export class WhenceIgnore {
  readonly #innermostFirst: readonly WhenceRules[];

  constructor(innermostFirst: readonly WhenceRules[]) {
    this.#innermostFirst = innermostFirst;
  }

  /** What the rules say of a path relative to the indexed folder; folders end with `/`. */
  decide(relativePath: string): RuleDecision | undefined {
    return decideByRules(this.#innermostFirst, relativePath);
  }

  /** True where some `!` rule could bring back something in or at `closedPath` (folders end with `/`). */
  mayBringBack(closedPath: string): boolean {
    return this.#innermostFirst.some((rules) =>
      rules.kept.some((pattern) => mayMatchBelow(rules.prefix + fixedPart(pattern), closedPath)),
    );
  }
}

/**
 * Reads the `.whenceignore` of the given folders (relative to `root`, `""` or ending with `/`) and of the folders from
 * `outermost` (absolute, at or above `root`) down to it.
 */
export function readWhenceIgnore(root: string, folders: Iterable<string>, outermost: string): WhenceIgnore {
  const found: WhenceRules[] = [];
  const inside = [...new Set(["", ...folders])].sort((a, b) => b.length - a.length);
  for (const prefix of inside) {
    const text = readRules(path.join(root, prefix));
    if (text !== undefined) {
      found.push(new WhenceRules({ file: prefix + WHENCE_IGNORE, prefix, above: "", text }));
    }
  }
  for (let folder = root; folder !== outermost && folder !== path.dirname(folder); ) {
    folder = path.dirname(folder);
    const text = readRules(folder);
    const above = `${slashed(path.relative(folder, root))}/`;
    const file = slashed(path.join(path.relative(root, folder), WHENCE_IGNORE));
    if (text !== undefined) found.push(new WhenceRules({ file, prefix: "", above, text }));
  }
  return new WhenceIgnore(found);
}

function readRules(folder: string): string | undefined {
  const file = path.join(folder, WHENCE_IGNORE);
  // Most folders have none, and asking is cheaper than a failed open.
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const read = readRegularFile(file, MAX_RULES_BYTES);
  return "bytes" in read ? read.bytes.toString("utf8") : undefined;
}

/** The folders that every match of a pattern lies in: `build/docs/` for `/build/docs/**`, empty for `*.log`. */
function fixedPart(pattern: string): string {
  const anchored = /\/(?!$)/.test(pattern);
  if (!anchored) return "";
  const literal = pattern.replace(/^\//, "").split(/[*?[\\]/, 1)[0] ?? "";
  return literal === pattern.replace(/^\//, "") ? literal : literal.slice(0, literal.lastIndexOf("/") + 1);
}

function mayMatchBelow(fixed: string, closedPath: string): boolean {
  return fixed.startsWith(closedPath) || closedPath.startsWith(fixed) || `${fixed}/` === closedPath;
}

function slashed(relative: string): string {
  return relative.split(path.sep).join("/");
}

const MAX_RULES_BYTES = 1_000_000;
