import type { DocumentKind } from "../model/document.ts";
import { queryTerms, searchTerms } from "../model/searchTerms.ts";
import type { GivenContext } from "./givenContext.ts";
import { readDates } from "./questionDates.ts";
import type { QuestionPlace } from "./questionPlaces.ts";
import { readFolders, readModules, readPlaces } from "./questionPlaces.ts";
import type { ReportText } from "./reportText.ts";
import { readReportText } from "./reportText.ts";

/** What a question names, read before anything is searched. All parts may be empty. */
export interface QueryPlan {
  /** The question, trimmed and cut to `maxQuestionLength`. */
  readonly question: string;
  /** True for a pasted issue or log: it asks for the code that has to change. */
  readonly isReport: boolean;
  /** What a person says in it, for the search by meaning; the question itself unless it is a report. */
  readonly prose: string;
  /** Terms for full-text search; of a report those first which its author uses. */
  readonly terms: readonly string[];
  /** Issue keys as written in upper case: `WH-12`. */
  readonly keys: readonly string[];
  /** Files, with a line where one is given (`src/a.ts:12`, stack frames). */
  readonly places: readonly QuestionPlace[];
  /** Modules by their dotted names: `xarray.core.dataset`. */
  readonly modules: readonly string[];
  /** Folders by name or path: "the quorum package". */
  readonly folders: readonly string[];
  /** Words that look like names in code: `RefundService`, `issue_refund`, `Client.get`. */
  readonly symbols: readonly string[];
  /** Other words that could be a name (`authenticate`): they count only where a definition has that very name. */
  readonly possibleSymbols: readonly string[];
  /** What stood in quotes or backticks. */
  readonly quoted: readonly string[];
  /** Abbreviated or full commit hashes. */
  readonly hashes: readonly string[];
  /** Names after `@`, or after "by" or "did". */
  readonly people: readonly string[];
  /** ISO 8601, from words such as "last month". */
  readonly since?: string;
  readonly until?: string;
  /** Kinds that the question asks for ("which commit", "is it documented"). */
  readonly kinds: readonly DocumentKind[];
  /** True where the question is about tests, which otherwise stand behind the code they test. */
  readonly wantsTests: boolean;
  /** True for "why …": reasons stand in specifications, documents and commit messages more often than in code. */
  readonly wantsReason: boolean;
  /** What the person added to the words. */
  readonly given?: GivenContext;
}

/** Longer questions are cut: a pasted log says all it can in its first part. */
export const maxQuestionLength = 8_000;

/** Encodings, hashes and standards are written like keys of issues. */
const standard = /^(?:UTF|UCS|ISO|SHA\d?|MD|AES|RSA|CP|IEEE|ANSI)-/;

/** Reads a question. Pure: `now` decides what "last month" means. Never throws. */
export function planQuery(text: string, now: Date): QueryPlan {
  const question = text.slice(0, maxQuestionLength).trim();
  const report = readReportText(question);
  const places = readPlaces(question);
  const symbols = readSymbols(report, places);
  const terms = queryTerms(report.isReport ? `${report.prose}\n${report.pasted}` : question);
  return {
    question,
    isReport: report.isReport,
    prose: report.prose,
    terms,
    keys: unique(matches(question, /(?<![\w-])([A-Z][A-Z0-9]{1,9}-\d{1,6})(?![\w-])/g)).filter(
      (key) => !standard.test(key),
    ),
    places,
    modules: readModules(question),
    folders: report.isReport ? [] : readFolders(question),
    symbols,
    possibleSymbols: readPossibleSymbols(question, symbols, terms),
    quoted: readQuotes(report),
    hashes: unique(matches(question, /(?<![\w-])(?=[0-9a-f]*\d)(?=\d*[a-f])([0-9a-f]{7,40})(?![\w-])/g)),
    people: unique(
      matches(question, /(?:^|\s)@([\w.-]{2,40})|\b(?:by|did|from) ([A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?)\b/g),
    ),
    ...readDates(question, now),
    kinds: readKinds(question),
    wantsTests: /\b(?:tests?|tested|testing|specs?|fixtures?)\b/i.test(question),
    wantsReason: /\b(?:why|reasons?|rationale|motivation|purpose)\b/i.test(question),
  };
}

/** What is in quotes in code is a literal of the example, and a single word that is in quotes is a name. */
function readQuotes({ isReport, prose }: ReportText): readonly string[] {
  const quotes = unique(matches(prose, /[`"“]([^`"“”\n]{2,120})[`"”]/g));
  return isReport ? quotes.filter((quote) => quote.trim().split(/\s+/).length >= 3) : quotes;
}

/** Names that a person writes come first, then those of pasted code, where a call of a plain word is no name of ours. */
function readSymbols(report: ReportText, places: QueryPlan["places"]): readonly string[] {
  const inPaths = new Set(places.flatMap((place) => [place.path, ...place.path.split("/")]));
  const said = namesIn(report.prose, inPaths, !report.isReport);
  return unique([...said, ...namesIn(report.pasted, inPaths, false)]).slice(0, 24);
}

function namesIn(text: string, inPaths: ReadonlySet<string>, withCalls: boolean): readonly string[] {
  const words = matches(
    text,
    /(?<![\w$])([A-Za-z_$][\w$]*(?:(?:\.|::|#|->)[A-Za-z_$][\w$]*){0,6})(?:\(\))?/g,
  );
  const named = words.filter((word) => isCodeLike(word) && !inPaths.has(word));
  const called = withCalls ? matches(text, /([A-Za-z_$][\w$]{1,80})\(/g) : [];
  const ticked = matches(text, /`([A-Za-z_$][\w$.:#]{1,120})(?:\([^`]*\))?`/g);
  return [...ticked, ...called, ...named].map((name) => name.replaceAll(/::|#|->/g, "."));
}

/** Camel case with an inner capital, snake case, or several names joined. */
function isCodeLike(word: string): boolean {
  return (
    /[a-z0-9][A-Z]|[A-Z]{2,}[a-z]|_|\.|::|#|->/.test(word) &&
    /[A-Za-z]{2}/.test(word) &&
    !/^(?:e\.g|i\.e)$/.test(word)
  );
}

function readPossibleSymbols(
  question: string,
  symbols: readonly string[],
  terms: readonly string[],
): readonly string[] {
  const isTelling = (word: string): boolean => searchTerms(word).some((term) => terms.includes(term));
  const words = matches(question, /(?<![\w$./-])([A-Za-z][a-z0-9]{2,40}|[A-Z]{2,20})(?![\w$/-])/g);
  return unique(words.filter((word) => isTelling(word) && !symbols.includes(word))).slice(0, 24);
}

function readKinds(question: string): readonly DocumentKind[] {
  if (/\b(?:which|what|show|find|list)\b[^?]{0,40}\bcommits?\b/i.test(question)) return ["commit"];
  return [];
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(
    (match) => match.slice(1).find((group) => group !== undefined) ?? "",
  );
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))];
}
