import { maskSecrets } from "../documents/maskSecrets.ts";

/** A place of this machine, and what stands for it; without a name it is left out with all that lies below it. */
export interface NamedPlace {
  readonly path: string;
  readonly name?: string;
}

/**
 * A text of ours that may go to strangers: known places have names in place of their paths, other places, addresses and
 * mail addresses are left out, and secrets are masked. Paths within a folder stay, because they say what went wrong.
 */
export function redacted(text: string, places: readonly NamedPlace[]): string {
  // The innermost first, where one lies in another.
  const inner = places
    .filter(({ path }) => path.length > 1)
    .toSorted((a, b) => b.path.length - a.path.length);
  const named = inner.reduce(
    (sofar, { path, name }) => sofar.replaceAll(path, name === undefined ? "/hidden" : `<${name}>`),
    text,
  );
  const withoutPlaces = named
    .replaceAll(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>)]+/gi, "<address>")
    .replaceAll(/[^\s@"'<>()]+@[^\s@"'<>()]+\.[a-z]{2,}\b/gi, "<mail>")
    .replaceAll(/(?<![\w.>~-])~?\/(?:[^\s/"'`:;,()<>]+\/)*[^\s/"'`:;,()<>]+/g, "<path>")
    .replaceAll(/(?<![\w>])(?:[a-z]:\\|\\\\)[^\s"'`;,()<>]+/gi, "<path>");
  return maskSecrets(withoutPlaces, { unquotedValues: true }).text;
}
