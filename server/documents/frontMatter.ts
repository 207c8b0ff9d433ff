import { parseDocument } from "yaml";

/** The fields at the head of a document, as stated there. */
export interface FrontMatter {
  /** Keys in lower case; values are text, numbers, lists, … as YAML reads them. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** Number of lines with both fences; 0 where there is none. */
  readonly lineCount: number;
  readonly warnings: readonly string[];
}

/** Longer heads are not read: no document needs one, and a parser need not be fed with it. */
const maxLines = 400;

/** A block may be nested as deeply as its line is long; from about 30,000 on the parser ends the process under Node 20. */
const maxLineLength = 10_000;

const none: FrontMatter = { fields: new Map(), lineCount: 0, warnings: [] };

/**
 * YAML between `---` lines or TOML between `+++` lines at the very beginning. Of TOML only `key = value` lines outside
 * of tables are read. What cannot be read is a warning and the document goes on without fields.
 */
export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const fence = lines[0]?.trimEnd();
  if (fence !== "---" && fence !== "+++") return none;
  const end = lines.slice(0, maxLines).findIndex((line, index) => index > 0 && isEnd(line.trimEnd(), fence));
  if (end < 0) return none;
  const inner = lines.slice(1, end);
  const { fields, warnings } = fence === "---" ? yamlFields(inner.join("\n")) : tomlFields(inner);
  return { fields, warnings, lineCount: end + 1 };
}

/** Text of the first of the given fields that is there as text or a number. */
export function textField(frontMatter: FrontMatter, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = frontMatter.fields.get(name);
    if (typeof value === "number") return String(value);
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

/** Texts of a field that is a list, or text separated by commas. */
export function listField(frontMatter: FrontMatter, name: string): readonly string[] {
  const value = frontMatter.fields.get(name);
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(",")
      : [];
  return items
    .filter((item) => typeof item === "string" || typeof item === "number")
    .map((item) => String(item).trim());
}

function isEnd(line: string, fence: string): boolean {
  return line === fence || (fence === "---" && line === "...");
}

const unreadable: Omit<FrontMatter, "lineCount"> = {
  fields: new Map(),
  warnings: ["The front matter is not valid YAML and was not read."],
};

function yamlFields(text: string): Omit<FrontMatter, "lineCount"> {
  if (text.split("\n").some((line) => line.length > maxLineLength)) return unreadable;
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    if (document.errors.length > 0) return unreadable;
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return { fields: new Map(), warnings: [] };
    return {
      fields: new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field])),
      warnings: [],
    };
  } catch {
    return unreadable;
  }
}

function tomlFields(lines: readonly string[]): Omit<FrontMatter, "lineCount"> {
  const fields = new Map<string, unknown>();
  for (const line of lines) {
    if (/^\s*\[/.test(line)) break;
    const [, key = "", value = ""] = /^\s*([\w-]+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (key !== "") fields.set(key.toLowerCase(), tomlValue(value));
  }
  return { fields, warnings: [] };
}

function tomlValue(value: string): unknown {
  if (value.startsWith("["))
    return Array.from(value.matchAll(/"([^"]*)"|'([^']*)'/g), (item) => item[1] ?? item[2] ?? "");
  return (
    /^(?:"([^"]*)"|'([^']*)')/
      .exec(value)
      ?.slice(1)
      .find((text) => text !== undefined) ?? value
  );
}
