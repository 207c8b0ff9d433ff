import type { Masking } from "./secrets/masking.ts";

/** One sentence on what was masked where, for `doctor`; nothing where nothing was. */
export function maskingWarnings(maskings: readonly Masking[]): readonly string[] {
  if (maskings.length === 0) return [];
  const places = [...new Set(maskings.map(({ rule, line }) => `${rule} in line ${line}`))];
  const shown = places.slice(0, 5).join(", ");
  const more = places.length > 5 ? ` and ${places.length - 5} more` : "";
  return [`Secrets were masked: ${shown}${more}.`];
}
