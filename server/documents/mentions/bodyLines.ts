import { headsOpenWork } from "./phrases.ts";

/**
 * What a line of a message is: the author's own `words`; `quoted` from elsewhere (a mail, a log, code); a `trailer`; an
 * entry of a list of what is left `open`; or the `subject` of a commit that was squashed into this one.
 */
export type LineKind = "words" | "quoted" | "trailer" | "open" | "subject";

/** A line of the body that holds something. */
export interface BodyLine {
  readonly kind: LineKind;
  /** Without the indentation that all lines share. */
  readonly text: string;
  /** Index of the line in the body, from 0. */
  readonly index: number;
  /** True for the first line of a paragraph or list entry. */
  readonly isFirst: boolean;
  /** Of a trailer, its name in lower case. */
  readonly trailer?: string;
}

/** Reads a body line by line, each once. */
export function bodyLines(body: string, isSquash: boolean): readonly BodyLine[] {
  const lines = body.split("\n");
  const indent = sharedIndent(lines);
  const state: State = {
    isFenced: false,
    isForwarded: false,
    isIndentedQuote: false,
    isOpenList: false,
    isAfterBlank: true,
    log: "none",
    isSquashed: isSquash,
  };
  const read: BodyLine[] = [];
  for (const [index, line] of lines.entries()) {
    const text = line.slice(indent).trimEnd();
    if (text === "") {
      state.isAfterBlank = true;
      if (state.log === "head") state.log = "message";
      continue;
    }
    const trailer = trailerName(text);
    const kind = kindOf(text, trailer, state);
    const isFirst = state.isAfterBlank || bullet.test(text) || /^[0-9a-f]{7,40}\s/.test(text);
    read.push({
      kind,
      text,
      index,
      isFirst,
      ...(kind === "trailer" && trailer !== undefined ? { trailer } : {}),
    });
    state.isAfterBlank = false;
  }
  return read;
}

interface State {
  isFenced: boolean;
  /** Everything from here on is somebody else's. */
  isForwarded: boolean;
  isIndentedQuote: boolean;
  isOpenList: boolean;
  isAfterBlank: boolean;
  /** Within the output of `git log`: its head with author and date, the subject to come, or the rest. */
  log: "none" | "head" | "message" | "rest";
  isSquashed: boolean;
}

const bullet = /^\s{0,8}(?:[*+•-]|\d{1,2}[.)])\s+/;
const blockIndent = /^(?: {4,}|\t)/;

function kindOf(text: string, trailer: string | undefined, state: State): LineKind {
  if (/^\s*(?:```|~~~)/.test(text)) {
    state.isFenced = !state.isFenced;
    return "quoted";
  }
  if (state.isFenced || state.isForwarded) return "quoted";
  if (startsForward.test(text)) {
    state.isForwarded = true;
    return "quoted";
  }
  const logged = kindInLog(text, state);
  if (logged !== undefined) return logged;
  if (/^\s*>/.test(text) || logLine.test(text)) return "quoted";
  if (isIndentedQuote(text, state)) return "quoted";
  if (trailer !== undefined) {
    state.isOpenList = false;
    return "trailer";
  }
  return isInOpenList(text, state) ? "open" : "words";
}

const startsForward =
  /^(?:-{2,}\s*(?:original|forwarded) message|begin forwarded message|merged revisions? .*\bvia svnmerge|from: .*<?\S+@\S+)/i;

const logLine =
  /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|FATAL)\b[\]:]?\s|at [\w.$]+\(|Caused by: |Traceback |File ".*", line \d|[\w.$]+(?:Exception|Error): )/;

/** Lines of `git log`, as in the message of `git merge --squash`: head, blank line, indented message. */
function kindInLog(text: string, state: State): LineKind | undefined {
  if (/^squashed commit of the following/i.test(text)) state.isSquashed = true;
  if (/^commit [0-9a-f]{7,64}\b/.test(text)) {
    state.log = "head";
    return "quoted";
  }
  if (state.log === "none") return undefined;
  if (state.log === "head") return "quoted";
  if (!blockIndent.test(text)) {
    state.log = "none";
    return undefined;
  }
  const isSubject = state.log === "message";
  state.log = "rest";
  if (!state.isSquashed) return "quoted";
  return isSubject ? "subject" : "words";
}

/** A block that is indented after a blank line; without one it continues the line above. */
function isIndentedQuote(text: string, state: State): boolean {
  const isIndented = blockIndent.test(text) && !bullet.test(text);
  state.isIndentedQuote = isIndented && (state.isIndentedQuote || state.isAfterBlank);
  return state.isIndentedQuote;
}

function isInOpenList(text: string, state: State): boolean {
  if (headsOpenWork(text)) {
    state.isOpenList = true;
  } else if (state.isOpenList && !bullet.test(text) && (state.isAfterBlank || /:$/.test(text))) {
    state.isOpenList = /^\s/.test(text);
  }
  return state.isOpenList;
}

/** Some programs indent the whole body. */
function sharedIndent(lines: readonly string[]): number {
  let shared = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() !== "") shared = Math.min(shared, line.length - line.trimStart().length);
    if (shared === 0) return 0;
  }
  return Number.isFinite(shared) ? shared : 0;
}

/** Name of a trailer line such as `Reviewed-by: …`, lower case with hyphens. */
function trailerName(text: string): string | undefined {
  const name = /^([A-Za-z][A-Za-z-]{1,30}(?: [A-Za-z]{1,15}){0,2})\s?:\s+\S/.exec(text)?.[1];
  return name?.toLowerCase().replaceAll(" ", "-");
}
