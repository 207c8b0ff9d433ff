import { chatActions, droppedBytesMost, type FromPage } from "../../shared/protocol/chatMessages.ts";

/** Signs of a question; what is longer is a pasted file, for which a context is the better place. */
export const questionMost = 8_000;
const idMost = 100;
const wordsMost = 500;
const filesMost = 20;

/** Reads one value, or says that it is of another shape. */
type Reader<T> = (value: unknown) => T | typeof other;
const other = Symbol("of another shape");

type Fields = Readonly<Record<string, Reader<unknown>>>;
type ReadFields<F extends Fields> = {
  -readonly [K in keyof F]: Exclude<ReturnType<F[K]>, typeof other>;
};

/**
 * A message of the page as the extension may use it: with the fields that are known, each of the right kind and size. Nothing where it
 * has another shape. The page draws what other people wrote, so nothing that it says is taken on trust.
 */
export function readMessage(value: unknown): FromPage | undefined {
  const type = isRecord(value) ? value["type"] : undefined;
  if (!isRecord(value) || typeof type !== "string" || !Object.hasOwn(shapes, type)) return undefined;
  const fields = readFields(shapes[type as FromPage["type"]], value);
  return fields === other ? undefined : ({ type, ...fields } as FromPage);
}

const text =
  (most: number, isEmptyAllowed = false): Reader<string> =>
  (value) =>
    typeof value === "string" && value.length <= most && (isEmptyAllowed || value.trim() !== "")
      ? value
      : other;

const whole: Reader<number> = (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : other;

const oneOf =
  <T extends string>(choices: readonly T[]): Reader<T> =>
  (value) =>
    choices.find((choice) => choice === value) ?? other;

const optional =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (value) =>
    value === undefined ? undefined : read(value);

const list =
  <T>(read: Reader<T>, most: number): Reader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > most) return other;
    const items = value.map(read);
    return items.includes(other) ? other : (items as T[]);
  };

const record =
  <F extends Fields>(fields: F): Reader<ReadFields<F>> =>
  (value) =>
    isRecord(value) ? readFields(fields, value) : other;

const day: Reader<string> = (value) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : other;

const webAddress: Reader<string> = (value) =>
  typeof value === "string" &&
  value.length <= 4_000 &&
  /^https?:\/\/[^\s/]/i.test(value) &&
  URL.canParse(value)
    ? value
    : other;

const base64: Reader<string> = (value) =>
  typeof value === "string" &&
  value.length <= Math.ceil((droppedBytesMost * 4) / 3) + 4 &&
  !/[^\w+/=]/.test(value)
    ? value
    : other;

/** A bare name: what the file is called, and no place that it could be written to. */
const fileName: Reader<string> = (value) =>
  typeof value === "string" && value.length <= 255 && /^[^/\\\p{Cc}]+$/u.test(value) && !/^\.*$/.test(value)
    ? value
    : other;

const id = text(idMost);
const filter = record({
  kinds: optional(list(oneOf(["code", "doc", "spec", "config", "text", "commit"]), 6)),
  pathGlob: optional(text(wordsMost)),
  since: optional(day),
  until: optional(day),
  author: optional(text(wordsMost)),
  tag: optional(text(wordsMost)),
});

const passage = { turn: id, passage: whole };
const shapes: Readonly<Record<FromPage["type"], Fields>> = {
  ready: { conversation: optional(id) },
  ask: { question: text(questionMost), filter, replaces: optional(id) },
  stop: {},
  openCitation: passage,
  openNode: { turn: id, node: text(4_000) },
  openLink: { url: webAddress },
  insertCode: passage,
  copyAnswer: { turn: id },
  copyDiagram: { turn: id },
  rate: { turn: id, verdict: optional(oneOf(["good", "bad"])), reason: optional(text(2_000)) },
  addContext: {},
  removeContext: { index: whole },
  wantChoices: {},
  chooseFolder: { folder: text(4_000) },
  addFiles: { files: list(record({ name: fileName, content: base64 }), filesMost) },
  addUris: { uris: list(text(4_000), filesMost) },
  act: { action: oneOf(chatActions) },
};

/** Fields that are left out stay left out, for types that tell these from `undefined`. */
function readFields<F extends Fields>(
  fields: F,
  value: Readonly<Record<string, unknown>>,
): ReadFields<F> | typeof other {
  const read: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(fields)) {
    const each = reader(value[name]);
    if (each === other) return other;
    if (each !== undefined) read[name] = each;
  }
  return read as ReadFields<F>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
