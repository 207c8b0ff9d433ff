/** An item of a list, with what is nested in it. Lines count from 1, both ends included. */
export interface ListItem {
  /** Columns before its marker. */
  readonly indent: number;
  /** `1`, `2.3`: its number as written; absent for a bullet without one. */
  readonly number?: string;
  /** What stands in its box: `x`, a space, `-`; absent where it has none. */
  readonly box?: string;
  /** Its own words with their marks, on one line; nested items are not among them. */
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

const marker = /^([ \t]{0,40})(?:[-*+]|(\d{1,9})[.)])[ \t]+(?:\[([ xX~/>!-])\]\*?[ \t]+)?(.*)$/;
const longestText = 2_000;

/** All items in some lines of a text, nested ones too, in reading order. Takes time linear in the lines. */
export function listItems(lines: readonly string[], startLine: number, endLine: number): readonly ListItem[] {
  const items: Mutable<ListItem>[] = [];
  const open: Mutable<ListItem>[] = [];
  let afterBlank = true;
  let lastFilled = startLine;
  const closeTo = (indent: number) => {
    for (let last = open.at(-1); last !== undefined && last.indent >= indent; last = open.at(-1)) {
      last.endLine = lastFilled;
      open.pop();
    }
  };
  for (let number = startLine; number <= Math.min(endLine, lines.length); number++) {
    const line = lines[number - 1] ?? "";
    if (line.trim() === "") {
      afterBlank = true;
      continue;
    }
    const [all, space = "", ordinal, box, words = ""] = marker.exec(line) ?? [];
    if (all !== undefined) {
      const indent = columns(space);
      closeTo(indent);
      const item = { indent, text: words, startLine: number, endLine: number, ...optional(ordinal, box) };
      items.push(item);
      open.push(item);
    } else if (afterBlank && columns(/^[ \t]*/.exec(line)?.[0] ?? "") === 0) closeTo(0);
    else {
      const last = open.at(-1);
      if (last !== undefined && last.text.length < longestText) last.text += ` ${line.trim()}`;
    }
    afterBlank = false;
    lastFilled = number;
  }
  closeTo(0);
  return items;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function optional(number: string | undefined, box: string | undefined): Pick<ListItem, "number" | "box"> {
  return { ...(number === undefined ? {} : { number }), ...(box === undefined ? {} : { box }) };
}

function columns(space: string): number {
  let column = 0;
  for (const character of space) column += character === "\t" ? 4 - (column % 4) : 1;
  return column;
}

/** What a box says in words: `done`, `in progress`, `open`. */
export function statusOfBox(box: string | undefined): string | undefined {
  if (box === undefined) return undefined;
  if (box === "x" || box === "X") return "done";
  return box === " " ? "open" : "in progress";
}
