import type { SpecText } from "./specSource.ts";

/** One field that a document states of itself or of one of its parts. */
export interface SpecField {
  /** Lower case, words joined by hyphens: `depends-on`. */
  readonly name: string;
  /** Texts; several where it is a list. Never empty. */
  readonly values: readonly string[];
  /** Line of each value, from 1. */
  readonly lines: readonly number[];
  /** Where it stands, in words: `front matter parent`, `line Status`. */
  readonly found: string;
}

/** Fields by name; the first that states a name counts. */
export type SpecFields = ReadonlyMap<string, SpecField>;

/** What the front matter states and then what the lines at the head of the document say (`**Status**: Draft`). */
export function documentFields(text: SpecText): SpecFields {
  return merged([
    ...frontMatterFields(text),
    ...lineFields(text.lines, text.headLines.length + 1, headEnd(text)),
  ]);
}

/** What the lines of a part say. */
export function fieldsOfLines(lines: readonly string[], startLine: number, endLine: number): SpecFields {
  return merged(lineFields(lines, startLine, Math.min(endLine, startLine + longestHead)));
}

/** Fields of which the earlier ones count. */
export function merged(fields: Iterable<SpecField>): SpecFields {
  const byName = new Map<string, SpecField>();
  for (const field of fields) if (!byName.has(field.name)) byName.set(field.name, field);
  return byName;
}

/** Text of the first of the given fields that is there; the values of a list joined by commas. */
export function fieldText(fields: SpecFields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = fields.get(name)?.values.join(", ");
    if (text !== undefined) return text;
  }
  return undefined;
}

/** More lines than this no document needs to say what it is. */
const longestHead = 60;
const mostValues = 200;

function headEnd({ sections, headLines, lines }: SpecText): number {
  const begin = headLines.length + 1;
  const first = sections[0];
  const isTitle =
    first !== undefined && lines.slice(begin - 1, first.startLine - 1).every((line) => line.trim() === "");
  const next = isTitle ? sections[1] : first;
  return Math.min((next?.startLine ?? lines.length + 1) - 1, begin + longestHead, lines.length);
}

function frontMatterFields({ frontMatter, headLines }: SpecText): readonly SpecField[] {
  return [...frontMatter.fields].flatMap(([key, value]) => {
    const at = headLines.findIndex((line) => line.toLowerCase().replace(/^["']/, "").startsWith(key));
    return namedValues(normalized(key), value).flatMap(([name, stated]) => {
      const values = textsOf(stated).slice(0, mostValues);
      if (name === "" || values.length === 0) return [];
      return [
        { name, values, lines: valueLines(headLines, Math.max(at, 0), values), found: `front matter ${key}` },
      ];
    });
  });
}

/** The value, or those of an object by its name and theirs: `prs: {accepted: …}` is `prs-accepted`. */
function namedValues(name: string, value: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[name, value]];
  return Object.entries(value)
    .slice(0, mostValues)
    .map(([key, each]) => [`${name}-${normalized(key)}`, each]);
}

/** Where each value stands: on the line of the field, or on its own below it. */
function valueLines(
  headLines: readonly string[],
  fieldAt: number,
  values: readonly string[],
): readonly number[] {
  let at = fieldAt;
  return values.map((value) => {
    const first = value.split("\n", 1)[0] ?? "";
    for (
      let next = at;
      next < headLines.length && (next === fieldAt || /^[\s\-\]]/.test(headLines[next] ?? ""));
      next++
    )
      if (headLines[next]?.includes(first)) {
        at = next;
        break;
      }
    return at + 1;
  });
}

/** Text, numbers and truths, alone or in a list; of an object in a list, what names it. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.slice(0, mostValues).flatMap((item) => scalarText(nameIn(item)));
  return scalarText(value);
}

function nameIn(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  const entries = new Map(Object.entries(item));
  return ["key", "id", "name", "path", "title"]
    .map((name) => entries.get(name))
    .find((each) => each !== undefined);
}

function scalarText(value: unknown): readonly string[] {
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  return typeof value === "string" && value.trim() !== "" ? [value.trim()] : [];
}

const boldField = /\*\*([A-Za-z][\w /()#-]{0,40}?)\s*(?::\s*\*\*|\*\*\s*:)\s*([^|]*)/g;
const plainField = /^\s{0,3}(?:[-*+]\s+|:(?=[A-Za-z]))?([A-Za-z][\w /()#-]{0,40}?)\s*:(?:\s+(\S.*))?$/;
const tableField = /^\s{0,3}\|\s*\**([A-Za-z][\w /()#-]{0,40}?):?\**\s*\|\s*([^|]+?)\s*\|/;

function lineFields(lines: readonly string[], startLine: number, endLine: number): readonly SpecField[] {
  const fields: SpecField[] = [];
  for (let line = startLine; line <= Math.min(endLine, lines.length); line++) {
    for (const [label, value] of statedOn((lines[line - 1] ?? "").slice(0, 2_000))) {
      if (value.trim() === "" || /^[-:]+$/.test(value)) continue;
      fields.push({ name: normalized(label), values: [value.trim()], lines: [line], found: `line ${label}` });
    }
  }
  return fields;
}

function statedOn(line: string): readonly (readonly [label: string, value: string])[] {
  const bold = Array.from(line.matchAll(boldField), ([, label = "", value = ""]) => [label, value] as const);
  if (bold.length > 0) return bold;
  const [, label, value] = plainField.exec(line) ?? tableField.exec(line) ?? [];
  return label === undefined || value === undefined ? [] : [[label, value]];
}

function normalized(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\([^)]*\)|#/g, "")
    .trim()
    .replaceAll(/[\s_/]+/g, "-");
}
