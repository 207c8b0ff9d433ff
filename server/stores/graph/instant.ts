import { WhenceError } from "../../base/errors.ts";

/**
 * Milliseconds since 1970 of an instant in ISO 8601, which names its zone, or of a day, which begins in UTC. Throws
 * `badInput` for anything else.
 */
export function instantMs(text: string): number {
  const ms = isoInstant.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  const shown = JSON.stringify(text.slice(0, 40));
  throw new WhenceError("badInput", `${shown} is no date: write it like 2026-01-31 or 2026-01-31T12:00:00Z.`);
}

/** Years of more than four digits have a sign: https://tc39.es/ecma262/#sec-expanded-years */
const isoInstant = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** An instant as `toISOString` writes it. */
export function instantText(ms: unknown): string {
  return new Date(Number(ms)).toISOString();
}
