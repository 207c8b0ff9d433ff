import { type Token, Tokenizer, TokenizerMode } from "parse5";
import type { Block } from "../../model/document.ts";
import type { Heading, Outline } from "../outline.ts";

/**
 * What a reader of a page sees, each word on the line of the file where it stands, so that a citation opens the right
 * lines; lines with nothing but markup, scripts and styles are empty. Headings make sections; tables, lists and
 * preformatted text are blocks. Only tokens are read, no tree is built: nesting of any depth costs nothing, and text
 * never moves, as it does when a parser repairs a table.
 */
export function readHtml(text: string): Outline {
  const reader = new VisibleText(text.split("\n").length);
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag: (token) => {
        const state = textStates.get(token.tagName);
        if (state !== undefined) tokenizer.state = state;
        reader.open(token);
      },
      onEndTag: (token) => reader.close(token),
      onCharacter: (token) => reader.write(token),
      onWhitespaceCharacter: (token) => reader.write(token),
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: () => undefined,
    },
  );
  tokenizer.write(text, true);
  return reader.outline();
}

/** Elements whose content the tokenizer must not take for markup; a tree builder would tell it so. */
const textStates = new Map([
  ["script", TokenizerMode.SCRIPT_DATA],
  ["style", TokenizerMode.RAWTEXT],
  ["xmp", TokenizerMode.RAWTEXT],
  ["iframe", TokenizerMode.RAWTEXT],
  ["noembed", TokenizerMode.RAWTEXT],
  ["noframes", TokenizerMode.RAWTEXT],
  ["title", TokenizerMode.RCDATA],
  ["textarea", TokenizerMode.RCDATA],
]);

const hidden = new Set(["script", "style", "svg", "iframe", "noembed", "noframes", "object"]);
const inline = new Set(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);
const blockKinds = new Map<string, Block["kind"]>([
  ["table", "table"],
  ["pre", "code"],
  ["ul", "list"],
  ["ol", "list"],
  ["dl", "list"],
]);

interface OpenBlock {
  readonly tagName: string;
  readonly kind: Block["kind"];
  readonly startLine: number;
  depth: number;
}

class VisibleText {
  readonly #lines: string[];
  /** Lines with anything but white space; asking a line's own text each time would cost the square of its length. */
  readonly #written = new Set<number>();
  /** Lines which hold preformatted text keep their spaces. */
  readonly #preformatted = new Set<number>();
  readonly #headings: Heading[] = [];
  readonly #blocks: Block[] = [];
  #title = "";
  #inTitle = false;
  #hidden: { readonly tagName: string; depth: number } | undefined;
  #block: OpenBlock | undefined;
  #heading: { readonly level: number; readonly startLine: number; text: string } | undefined;

  constructor(lineCount: number) {
    this.#lines = new Array<string>(lineCount).fill("");
  }

  open(token: Token.TagToken): void {
    const { tagName } = token;
    const line = token.location?.startLine ?? 1;
    if (this.#hidden !== undefined) {
      if (tagName === this.#hidden.tagName && !token.selfClosing) this.#hidden.depth++;
      return;
    }
    if (hidden.has(tagName)) {
      if (!token.selfClosing || tagName !== "svg") this.#hidden = { tagName, depth: 1 };
      return;
    }
    this.#separate(tagName, line, " ");
    if (tagName === "title") this.#inTitle = true;
    if (/^h[1-6]$/.test(tagName))
      this.#heading = { level: Number(tagName.charAt(1)), startLine: line, text: "" };
    this.#openBlock(tagName, line);
    const described = describedText(token);
    if (described !== "") this.#append(line, ` ${described.replace(/\s+/g, " ")} `);
  }

  close(token: Token.TagToken): void {
    const { tagName } = token;
    const line = token.location?.endLine ?? 1;
    if (this.#hidden !== undefined) {
      if (tagName === this.#hidden.tagName && --this.#hidden.depth === 0) this.#hidden = undefined;
      return;
    }
    if (tagName === "title") this.#inTitle = false;
    if (/^h[1-6]$/.test(tagName) && this.#heading !== undefined) {
      this.#headings.push({ ...this.#heading, endLine: line });
      this.#heading = undefined;
    }
    if (this.#block?.tagName === tagName && --this.#block.depth === 0) {
      this.#blocks.push({ kind: this.#block.kind, startLine: this.#block.startLine, endLine: line });
      this.#block = undefined;
    }
    this.#separate(tagName, line, tagName === "td" || tagName === "th" ? " | " : " ");
  }

  write(token: Token.CharacterToken): void {
    if (this.#hidden !== undefined) return;
    if (this.#inTitle) {
      this.#title += token.chars;
      return;
    }
    if (this.#heading !== undefined) this.#heading.text += token.chars;
    const startLine = token.location?.startLine ?? 1;
    const breaks = (token.location?.endLine ?? startLine) - startLine;
    const pieces = token.chars.split("\n");
    // A line break written as a character reference is no line of the file.
    if (pieces.length !== breaks + 1) this.#append(startLine, pieces.join(" "));
    else for (const [index, piece] of pieces.entries()) this.#append(startLine + index, piece);
  }

  outline(): Outline {
    const text = this.#lines.map((line, index) =>
      this.#preformatted.has(index + 1) ? line.trimEnd() : line.replace(/\s+/g, " ").trim(),
    );
    // Template languages write their own marks where the page will have text.
    const title = this.#title
      .replace(/\{[%{#][^{}]*[%}#]\}/g, " ")
      .replace(/\s+/g, " ")
      .trim();
    return {
      ...(title === "" ? {} : { title }),
      headings: this.#headings.map((heading) => visiblePart(heading, text)),
      blocks: this.#blocks.map((block) => visiblePart(block, text)),
      warnings: [],
      text: text.join("\n"),
    };
  }

  #openBlock(tagName: string, startLine: number): void {
    if (this.#block !== undefined) {
      if (this.#block.tagName === tagName) this.#block.depth++;
      return;
    }
    const kind = blockKinds.get(tagName);
    if (kind !== undefined) this.#block = { tagName, kind, startLine, depth: 1 };
  }

  #append(line: number, piece: string): void {
    const index = Math.min(line, this.#lines.length) - 1;
    this.#lines[index] = (this.#lines[index] ?? "") + piece;
    if (piece.trim() === "") return;
    this.#written.add(index + 1);
    if (this.#block?.kind === "code") this.#preformatted.add(index + 1);
  }

  /** Words of two blocks or cells on one line must not run together. */
  #separate(tagName: string, line: number, separator: string): void {
    if (inline.has(tagName)) return;
    if (this.#heading !== undefined) this.#heading.text += " ";
    if (this.#written.has(line) && this.#block?.kind !== "code") this.#append(line, separator);
  }
}

/** Without the lines at both ends that hold nothing but markup. */
function visiblePart<T extends { readonly startLine: number; readonly endLine: number }>(
  part: T,
  text: readonly string[],
): T {
  let { startLine, endLine } = part;
  while (startLine < endLine && text[startLine - 1] === "") startLine++;
  while (endLine > startLine && text[endLine - 1] === "") endLine--;
  return { ...part, startLine, endLine };
}

/** Text that a page carries in attributes. */
function describedText(token: Token.TagToken): string {
  const attribute = (name: string) => token.attrs.find((each) => each.name === name)?.value ?? "";
  if (token.tagName === "img") return attribute("alt");
  return token.tagName === "meta" && attribute("name").toLowerCase() === "description"
    ? attribute("content")
    : "";
}
