import type { SymbolFact } from "../../model/codeFacts.ts";
import type { KeyMention, MentionPlace } from "../../model/keyMention.ts";
import { type KeyShape, keyShapes, mayHoldKeys } from "../../model/keyShapes.ts";
import type { Span } from "./captures.ts";
import type { LineIndex } from "./lineIndex.ts";
import type { PathNode } from "./nodePath.ts";
import { testNameKeys } from "./testNameKeys.ts";

/** Most places of one file at which a grammar is asked what stands there. */
const mostShapes = 2_000;
const longestText = 200;

/** What in a text is shaped like a key, wherever it stands; most files hold nothing. */
export function shapesInCode(text: string): readonly KeyShape[] {
  return mayHoldKeys(text) ? keyShapes(text).slice(0, mostShapes) : [];
}

/** A file as a grammar read it, with the nodes around each shape. */
export interface ReadCode {
  readonly text: string;
  readonly lines: LineIndex;
  readonly shapes: readonly KeyShape[];
  /** For each shape, the innermost node first. */
  readonly paths: readonly (readonly PathNode[])[];
  readonly symbols: readonly SymbolFact[];
  readonly docstrings: readonly Span[];
}

/**
 * Keys in comments, documentation and names of tests, in reading order, each once for a line. Keys in any other code are
 * values of the program and mean nothing to us.
 */
export function codeMentions(code: ReadCode): readonly KeyMention[] {
  const found: KeyMention[] = [];
  for (const [at, shape] of code.shapes.entries()) {
    const place = placeOf(code, shape, code.paths[at] ?? []);
    if (place !== undefined) found.push(mentionOf(code, shape.key, shape.start, place));
  }
  for (const symbol of code.symbols) {
    const start = code.lines.startOf(symbol.nameLine) + symbol.nameColumn;
    for (const key of testNameKeys(symbol)) found.push(mentionOf(code, key, start, "testName"));
  }
  const known = new Set<string>();
  return found
    .filter(({ key, line }) => known.size < known.add(`${line} ${key}`).size)
    .sort((a, b) => a.line - b.line);
}

function mentionOf({ text, lines }: ReadCode, key: string, offset: number, place: MentionPlace): KeyMention {
  const line = lines.lineAt(offset);
  const start = lines.startOf(line);
  const lineEnd = text.indexOf("\n", offset);
  const from = offset - start > longestText / 2 ? offset - 60 : start;
  const words = text
    .slice(from, lineEnd < 0 ? text.length : lineEnd)
    .slice(0, longestText)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return { key, place, role: place === "todo" ? "notFixed" : "mentions", line, text: words };
}

function placeOf(code: ReadCode, shape: KeyShape, path: readonly PathNode[]): MentionPlace | undefined {
  const comment = path.find(({ type }) => /comment/.test(type));
  const docstring =
    code.docstrings.find(({ start, end }) => start <= shape.start && shape.end <= end) ??
    stringStatement(path);
  const around = comment ?? docstring;
  if (around !== undefined) return placeInComment(code, shape, around, docstring !== undefined);
  return isInTestName(code.text, path) ? "testName" : undefined;
}

/** A string that is a whole statement: how Python documents a module or an attribute. */
function stringStatement(path: readonly PathNode[]): PathNode | undefined {
  const string = path.findIndex(({ type }) => type === "string");
  return path[string + 1]?.type === "expression_statement" ? path[string] : undefined;
}

function placeInComment(code: ReadCode, shape: KeyShape, around: Span, isDocstring: boolean): MentionPlace {
  const line = code.lines.lineAt(shape.start);
  const from = Math.max(around.start, code.lines.startOf(line), shape.start - 300);
  if (/\b(?:TODO|FIXME|XXX|HACK)\b/.test(code.text.slice(from, shape.start))) return "todo";
  const opening = code.text.slice(around.start, around.start + 4);
  const isDoc = isDocstring || /^(?:\/\*\*[^*/]|\/\/\/|\/\/!|\/\*!)/.test(opening);
  const documents = (symbol: SymbolFact): boolean => symbol.docStartLine <= line && line < symbol.startLine;
  return isDoc || code.symbols.some(documents) ? "docComment" : "comment";
}

/** True for a string which the nearest call or annotation around it takes as what a test is called or about. */
function isInTestName(text: string, path: readonly PathNode[]): boolean {
  const string = path.findIndex(({ type }) => /string|template/.test(type) && !/substitution/.test(type));
  if (string < 0) return false;
  const call = path.slice(string).find(({ type }) => callType.test(type) || blockType.test(type));
  return (
    call !== undefined && callType.test(call.type) && testCall.test(text.slice(call.start, call.start + 100))
  );
}

/** What may name a test, and what ends the search: code within a test is no name of it. */
const callType =
  /^(?:\w*call(?:_expression)?|\w*invocation(?:_expression)?|\w*annotation|attribute|decorator|command|constructor_invocation)$/;
const blockType = /block|body|lambda|closure|function|^do/;

/** Calls and annotations that name tests, of the frameworks of all languages that are parsed. */
const testCall =
  /^@?\[?\s*(?:(?:it|test|describe|context|specify|suite|scenario|feature|example|xit|fit|xdescribe|fdescribe|should|given|when|then|property|Deno\.test|QUnit\.test|Describe|It|Context|TEST|TEST_CASE|SCENARIO|SECTION|DisplayName|Test|Fact|Theory|Issue|Issues|Jira|JiraIssue|Ticket|TestCase|Regression|Bug|Description|Link|Tag|TestRail)\b|[\w.]{1,40}\.(?:Run|test|issue|ticket|jira|link|bug)\s*\()/;
