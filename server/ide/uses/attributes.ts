import { endOfType } from "./declarations.ts";
import type { Found } from "./modules.ts";

/** What is written of an attribute: its type, or where its value stands. */
export interface WrittenAttribute {
  readonly at: number;
  readonly type?: string;
  readonly valueStart?: number;
}

/** An attribute of a Python class that no definition is indexed for: `self.slot = …` outside of `__init__`, `slot: Slot`. */
export function pythonAttribute({ scope, symbol }: Found, name: string): WrittenAttribute | undefined {
  const body = scope.code.slice(symbol.nameStart, symbol.end);
  const typed = new RegExp(`(?:\\n[ \\t]+|\\bself\\.)${name}\\s*:\\s*(?=[\\w"'\\[])`).exec(body);
  if (typed !== null) {
    const start = symbol.nameStart + typed.index + typed[0].length;
    const type = scope.text.slice(start, endOfType(scope.code, start)).replace(/["']/g, "");
    return { at: start, type };
  }
  const given = new RegExp(`\\bself\\.${name}\\s*=\\s*(?!=)`).exec(body);
  if (given === null) return undefined;
  const at = symbol.nameStart + given.index;
  return { at, valueStart: at + given[0].length };
}

/** The type of a member of a type that is written out: `{ refund: Refund; days?: number }`. */
export function memberOfLiteral(type: string, name: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < type.length; at++) {
    const sign = type.charAt(at);
    if (sign === "{" || sign === "(" || sign === "[") depth++;
    else if (sign === "}" || sign === ")" || sign === "]") depth--;
    else if (depth === 1 && /[{;,\n]\s*$/.test(type.slice(0, at))) {
      const found = new RegExp(`^(?:readonly\\s+)?${name.replaceAll("$", "\\$")}\\??\\s*:\\s*`).exec(
        type.slice(at, at + 200),
      );
      if (found !== null) return type.slice(at + found[0].length, endOfType(type, at + found[0].length));
    }
  }
  return undefined;
}
