import type { Document, LineCounter, Node, Pair, Scalar } from "yaml";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import { nearestWord } from "../../base/nearestWord.ts";
import type {
  GroupShape,
  ListShape,
  NumberShape,
  PipelineShape,
  ValueShape,
} from "../../model/pipelineShape.ts";
import { namePattern } from "../../model/pipelineShape.ts";
import type { ConfigProblem } from "./configProblem.ts";

/** What a file states. */
export interface StatedValues {
  /** In the shape of `PipelineConfig`, as far as it is stated. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Line of each stated value by its path: `chunking.doc.target`. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Compares a parsed file with the shape that it should have; finds all mistakes, and takes over what is right. Only keys
 * of the shape are looked into, so that neither depth nor aliases of a hostile file matter.
 */
export function checkPipeline(document: Document, counter: LineCounter, shape: GroupShape): StatedValues {
  const check = new Check(document, counter);
  const values = check.group(document.contents as Node | null, shape, "") ?? {};
  return { values, lines: check.lines, problems: check.problems };
}

/** Where something stands, for the sentence about it. */
interface Place {
  readonly path: string;
  /** The value, or the key where the value is missing. */
  readonly node: Node | null | undefined;
}

class Check {
  readonly problems: ConfigProblem[] = [];
  readonly lines = new Map<string, number>();
  readonly #document: Document;
  readonly #counter: LineCounter;

  constructor(document: Document, counter: LineCounter) {
    this.#document = document;
    this.#counter = counter;
  }

  group(node: Node | null, shape: GroupShape, path: string): Record<string, unknown> | undefined {
    const found = this.#resolved(node);
    if (isNothing(found)) return undefined;
    const known = Object.keys(shape.keys);
    if (!isMap(found)) {
      const what = path === "" ? "The file" : `"${path}"`;
      this.#complain(node, `${what} has to hold keys with their values: ${known.join(", ")}.`);
      return undefined;
    }
    const values: Record<string, unknown> = {};
    for (const pair of found.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
      const inner = key !== undefined && Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
      if (key === undefined || inner === undefined) this.#complain(pair.key, unknownKey(key, path, known));
      else {
        const value = this.#value(pair, inner, path === "" ? key : `${path}.${key}`);
        if (value !== undefined) values[key] = value;
      }
    }
    return values;
  }

  #value(pair: Pair<Node, Node | null>, shape: PipelineShape, path: string): unknown {
    if (shape.type === "group") return this.group(pair.value, shape, path);
    const node = this.#resolved(pair.value);
    const place: Place = { path, node: pair.value ?? pair.key };
    if (isNothing(node)) return this.#refuse(place, shape, undefined);
    this.lines.set(path, this.#positionOf(place.node).line);
    if (shape.type === "list") return this.#list(node, shape, place);
    if (!isScalar(node)) return this.#refuse(place, shape, isMap(node) ? "keys" : "a list");
    return isAllowed(node.value, shape) ? node.value : this.#refuse(place, shape, shown(node));
  }

  #list(
    node: Node | undefined,
    shape: ListShape,
    { path, node: stated }: Place,
  ): readonly string[] | undefined {
    if (!isSeq(node))
      return this.#refuse({ path, node: stated }, shape, isScalar(node) ? shown(node) : "keys");
    const words: string[] = [];
    for (const item of node.items as (Node | null)[]) {
      const found = this.#resolved(item);
      const word = isScalar(found) ? found.value : undefined;
      if (typeof word === "string" && shape.values.includes(word)) words.push(word);
      else this.#refuse({ path, node: item ?? stated }, shape, isScalar(found) ? shown(found) : "a list");
    }
    return [...new Set(words)];
  }

  /** Notes what is allowed instead of what was given. */
  #refuse({ path, node }: Place, shape: ValueShape, given: string | undefined): undefined {
    const what = given === undefined ? "and has no value here" : `not ${given}`;
    const known = shape.type === "choice" || shape.type === "list" ? shape.values : [];
    const near = given === undefined ? undefined : nearestWord(given.replaceAll('"', ""), known);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    this.#complain(node, `"${path}" takes ${allowed(shape)}, ${what}.${hint}`);
  }

  #complain(node: Node | null | undefined, sentence: string): void {
    this.problems.push({ ...this.#positionOf(node), sentence });
  }

  #positionOf(node: Node | null | undefined): { readonly line: number; readonly column: number } {
    const { line, col } = this.#counter.linePos(node?.range?.[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #resolved(node: Node | null | undefined): Node | undefined {
    if (!isAlias(node)) return node ?? undefined;
    const found = node.resolve(this.#document);
    if (found === undefined) this.#complain(node, `Nothing above is named &${cut(node.source)}.`);
    return found;
  }
}

/** An empty value; under a group it is as good as no key. */
function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

function isAllowed(value: unknown, shape: Exclude<ValueShape, ListShape>): boolean {
  switch (shape.type) {
    case "choice":
      return typeof value === "string" && shape.values.includes(value);
    case "name":
      return typeof value === "string" && new RegExp(namePattern).test(value);
    default:
      return isNumberAllowed(value, shape);
  }
}

function isNumberAllowed(value: unknown, { type, least, most, word }: NumberShape): boolean {
  if (word !== undefined && value === word) return true;
  if (typeof value !== "number" || !(value >= least && value <= most)) return false;
  return type === "number" || Number.isInteger(value);
}

/** What a value may be, in words. */
function allowed(shape: ValueShape): string {
  switch (shape.type) {
    case "choice":
      return oneOf(shape.values);
    case "list":
      return `a list of ${oneOf(shape.values)}`;
    case "name":
      return "a name of letters, digits and . _ : / @ + -";
    default: {
      const number = `${shape.type === "integer" ? "a whole number" : "a number"} from ${count(shape.least)} to ${count(shape.most)}`;
      return shape.word === undefined ? number : `${number}, or ${shape.word}`;
    }
  }
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}

/** Without the value: what stands beside a wrong key may be a secret. */
function unknownKey(key: string | undefined, path: string, known: readonly string[]): string {
  const where = path === "" ? "at the top" : `in "${path}"`;
  const name = key === undefined ? "A key that is no plain word" : `"${cut(key)}"`;
  const near = key === undefined ? undefined : nearestWord(key, known);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  const own = /key|token|secret|passw|credential|url|host|endpoint|address/i.test(key ?? "")
    ? " Addresses and secrets are settings of each person and never stand in this file."
    : "";
  return `${name} is not known ${where}.${hint} Known: ${known.join(", ")}.${own}`;
}

/** A value as it stands in the file, short. */
function shown({ value, source }: Scalar): string {
  const text = cut(source ?? String(value));
  return typeof value === "string" ? `"${text}"` : text;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
