import { languageClass, languageOfPath } from "../model/languages.ts";
import { maskSecrets } from "./maskSecrets.ts";
import { normalizeLineEnds } from "./normalizeLineEnds.ts";
import { assignsUnquoted } from "./toDocument.ts";

/** The text of a file as its document has it: the same lines, with `\n` line ends and secrets masked. */
export function maskFileText(path: string, text: string): string {
  const raw = normalizeLineEnds(text);
  const language = languageOfPath(path, raw.slice(0, 200).split("\n", 1)[0]) ?? "plaintext";
  return maskSecrets(raw, { unquotedValues: assignsUnquoted(language, languageClass(language)) }).text;
}
