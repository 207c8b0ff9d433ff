import type { ConfigMember, ConfigNode } from "./configTree.ts";

/** Deeper nesting is no document that people write, and would end the process. */
const depthMost = 200;
/** Longer strings are data such as pictures. */
const textMost = 200_000;

/**
 * Reads JSON (RFC 8259) with the line of every value, which `JSON.parse` does not tell. Undefined where the text is not
 * JSON, and where it is nested deeper than 200.
 */
export function readJsonTree(text: string): ConfigNode | undefined {
  try {
    const reader = new JsonReader(text);
    const root = reader.value(0);
    reader.end();
    return root;
  } catch (error) {
    if (error instanceof NoJson || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class NoJson extends Error {}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const blanks = /[ \t\r\n]*/y;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  /** Where `#line` ends. */
  #nextBreak: number;

  constructor(text: string) {
    this.#text = text;
    this.#nextBreak = nextBreak(text, 0);
  }

  value(depth: number): ConfigNode {
    if (depth > depthMost) throw new NoJson();
    this.#skipBlanks();
    const line = this.#lineHere();
    const next = this.#text[this.#at];
    if (next === "{") return { line, members: this.#members(depth), endLine: this.#lineHere() };
    if (next === "[") return { line, items: this.#items(depth), endLine: this.#lineHere() };
    if (next === '"') {
      const text = this.#string();
      return { line, endLine: line, ...(text === undefined ? {} : { text }) };
    }
    number.lastIndex = this.#at;
    const found = number.exec(this.#text)?.[0];
    if (found === undefined) throw new NoJson();
    this.#at += found.length;
    return { line, endLine: line, text: found };
  }

  end(): void {
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw new NoJson();
  }

  #members(depth: number): readonly ConfigMember[] {
    const members: ConfigMember[] = [];
    this.#at++;
    for (let isFirst = true; !this.#took("}"); isFirst = false) {
      if (!isFirst) this.#take(",");
      this.#skipBlanks();
      const line = this.#lineHere();
      if (this.#text[this.#at] !== '"') throw new NoJson();
      const key = this.#string() ?? "";
      this.#take(":");
      members.push({ key, line, value: this.value(depth + 1) });
    }
    return members;
  }

  #items(depth: number): readonly ConfigNode[] {
    const items: ConfigNode[] = [];
    this.#at++;
    for (let isFirst = true; !this.#took("]"); isFirst = false) {
      if (!isFirst) this.#take(",");
      items.push(this.value(depth + 1));
    }
    return items;
  }

  /** Looks for quotes instead of reading characters: a picture may be one string of many megabytes. */
  #string(): string | undefined {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw new NoJson();
    this.#at = end + 1;
    return end - start > textMost ? undefined : (JSON.parse(this.#text.slice(start, end + 1)) as string);
  }

  #isEscaped(at: number): boolean {
    let before = at;
    while (this.#text[before - 1] === "\\") before--;
    return (at - before) % 2 === 1;
  }

  #took(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #take(character: string): void {
    if (!this.#took(character)) throw new NoJson();
  }

  #skipBlanks(): void {
    blanks.lastIndex = this.#at;
    this.#at += blanks.exec(this.#text)?.[0].length ?? 0;
  }

  #lineHere(): number {
    while (this.#nextBreak < this.#at) {
      this.#line++;
      this.#nextBreak = nextBreak(this.#text, this.#nextBreak + 1);
    }
    return this.#line;
  }
}

/** Place of the next line break; the end of a text without one is looked for once, not for every value. */
function nextBreak(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
