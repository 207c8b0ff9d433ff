import type { Coverage } from "../model/coverage.ts";

/** One row for each item, definition without an item, and drift; RFC 4180, with a header. */
export function coverageCsv({ items, orphans, drift }: Coverage): string {
  const rows: readonly (readonly (string | number | undefined)[])[] = [
    [
      "row",
      "key",
      "kind",
      "title",
      "status",
      "parent",
      "path",
      "line",
      "commits",
      "definitions",
      "begun below",
      "with code below",
    ],
    ...items.map(({ key, kind, title, status, parent, path, commits, symbols, below }) => [
      "item",
      key,
      kind,
      title,
      status,
      parent,
      path,
      path === undefined ? undefined : 1,
      commits,
      symbols.length,
      below?.total,
      below?.linked,
    ]),
    ...orphans.map(({ name, path, startLine }) => ["orphan", "", "symbol", name, "", "", path, startLine]),
    ...drift.map(({ kind, key, path, line, sentence }) => ["drift", key, kind, sentence, "", "", path, line]),
  ];
  return `${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

/** A spreadsheet takes a text that begins with one of these signs for a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
function field(value: string | number | undefined): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
