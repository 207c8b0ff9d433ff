import type { SecretFinding } from "./masking.ts";
import { isPlaceholder } from "./placeholders.ts";

/**
 * Values assigned to names that end in `password`, `secret`, `apiKey`, `token` and the like: `password = "…"`,
 * `api_key: …`, `<password>…</password>`. A value counts where it looks made up by a person or a machine to be secret:
 * letters with digits or signs. Words, paths, variables and placeholders do not, and ordinary names stay findable.
 */
export function assignedSecrets(text: string, unquotedValues: boolean): SecretFinding[] {
  if (!sensitiveName.test(text)) return [];
  const findings: SecretFinding[] = [];
  for (const pattern of unquotedValues ? [quoted, element, unquoted] : [quoted, element]) {
    for (const match of text.matchAll(pattern)) {
      const name = (match[1] ?? "").toLowerCase();
      const value = match.at(-1) ?? "";
      const start = match.index + match[0].lastIndexOf(value);
      if (looksSecret(value, minLength(name, pattern === unquoted))) {
        findings.push({ start, end: start + value.length, rule: ruleName(name) });
      }
    }
  }
  return findings;
}

const names =
  "pass(?:word|wd|phrase)|pwd|(?:api|access|private|encryption|signing|secret)[_-]?key|(?:auth|access|refresh|api|bearer)[_-]?token|(?:client|app|consumer)[_-]?secret|secret|token|credential";
const sensitiveName = new RegExp(`(?:${names})`, "i");

/** An optional type between name and sign, as in `password: string = "…"`. */
const sign = String.raw`["']?\]?\s{0,4}(?::\s{0,2}[\w<>?]{1,20}\s{0,2})?(?:=>|:=|={1,3}|:|,)\s{0,4}`;
const quoted = new RegExp(String.raw`(${names})s?${sign}[bru@]?(["'\`])([^\s"'\`]{6,300})\2`, "gi");
const unquoted = new RegExp(
  String.raw`(${names})s?["']?[ \t]{0,4}(?:=|:)[ \t]{0,4}([^\s"'\`,;]{8,300})(?=[,;]?[ \t]*(?:$|#|&&|\\$))`,
  "gim",
);
const element = new RegExp(String.raw`<[\w.:-]{0,60}(${names})>([^<>\s]{6,300})</`, "gi");

function minLength(name: string, isUnquoted: boolean): number {
  if (/^(?:token|secret|credential)$/.test(name)) return 16;
  return isUnquoted ? 8 : 6;
}

function looksSecret(value: string, atLeast: number): boolean {
  if (value.length < atLeast || isPlaceholder(value) || isReference(value)) return false;
  const letters = /[A-Za-z]/.test(value);
  return (letters && /\d/.test(value)) || (letters && /[!@#%^&*?]/.test(value)) || /^\d{8,}$/.test(value);
}

/** Paths, URLs, dotted names, calls and regular expressions. */
function isReference(value: string): boolean {
  return (
    /^[/~.^\\]|:\/\/|\w\(|\\[bdsw]/.test(value) ||
    /^[A-Za-z_][\w-]*(?:(?:\.|::|->|\/)[A-Za-z_][\w-]*)+$/.test(value) ||
    /^[A-Za-z]+(?:[_-][A-Za-z]+)*[_-]?\d{0,2}$/.test(value)
  );
}

/** `password`, `secret`, `api-key`, however the name was joined. */
function ruleName(name: string): string {
  if (/^pass|^pwd/.test(name)) return "password";
  return name.replace(/^([a-z]+?)[_-]?(key|token|secret)$/, "$1-$2");
}
