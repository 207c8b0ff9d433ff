import type { CodeScope } from "../reading/codeScope.ts";
import { closeAfter, splitList } from "./chain.ts";
import { dialectOf } from "./dialect.ts";
import { parameterTypes, writtenResult } from "./heads.ts";
import type { Found } from "./modules.ts";
import { readType } from "./typeText.ts";

/** The simple name of the type that the expression between two offsets has, as far as it can be told. */
export type TypeOfExpression = (start: number, end: number) => string | undefined;

/** The one of several definitions whose parameters have the types of the arguments; undefined where none stands out. */
export function chosenByArguments(
  scope: CodeScope,
  argsStart: number,
  found: readonly Found[],
  typeOf: TypeOfExpression,
): Found | undefined {
  const end = closeAfter(scope.code, argsStart);
  let from = argsStart + 1;
  const types = splitList(scope.code.slice(from, end)).map((each) => {
    const start = from;
    from += each.length + 1;
    return literalType(scope, start, start + each.length) ?? typeOf(start, start + each.length);
  });
  const scored = found
    .map((each) => {
      const wanted = parameterTypes(each).map((type) => simpleName(readType(type ?? "")?.name));
      let score = 0;
      for (const [at, type] of types.entries()) {
        const want = wanted[at];
        if (type !== undefined && want !== undefined) score += type === want ? 1 : -1;
      }
      return { each, score };
    })
    .toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  const isBest = best !== undefined && best.score > (second?.score ?? Number.NEGATIVE_INFINITY);
  return isBest ? best.each : undefined;
}

/** Any of several definitions that say they give the same type: enough to go on with what they give. */
export function anyWithOneResult(found: readonly Found[]): Found | undefined {
  const results = new Set(found.map((each) => simpleName(readType(writtenResult(each) ?? "")?.name)));
  return results.size === 1 && !results.has(undefined) ? found[0] : undefined;
}

/** `Refund` of `shop.Refund`. */
export function simpleName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return last === "string" ? "String" : last;
}

function literalType(scope: CodeScope, start: number, end: number): string | undefined {
  const text = scope.text.slice(start, end).trim();
  if (/^(?:"|`)/.test(text) && /["`]$/.test(text)) return "String";
  if (/^'/.test(text)) return dialectOf(scope.language)?.family === "script" ? "String" : "char";
  if (/^-?\d+$/.test(text)) return "int";
  if (/^-?\d+[lL]$/.test(text)) return "long";
  return /^(?:true|false)$/.test(text) ? "boolean" : undefined;
}
