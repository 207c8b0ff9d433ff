import type { DocumentKind } from "../model/document.ts";
import { queryTerms, searchTerms } from "../model/searchTerms.ts";
import { readDates } from "./questionDates.ts";

/** What a question names, read before anything is searched. All parts may be empty. */
export interface QueryPlan {
  /** The question, trimmed and cut to `maxQuestionLength`. */
  readonly question: string;
  /** Terms for full-text search. */
  readonly terms: readonly string[];
  /** Issue keys as written in upper case: `WH-12`. */
  readonly keys: readonly string[];
  /** Files, with a line where one is given (`src/a.ts:12`, stack frames). */
  readonly places: readonly { readonly path: string; readonly line?: number }[];
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
}

/** Longer questions are cut: a pasted log says all it can in its first part. */
export const maxQuestionLength = 8_000;

/** Reads a question. Pure: `now` decides what "last month" means. Never throws. */
export function planQuery(text: string, now: Date): QueryPlan {
  const question = text.slice(0, maxQuestionLength).trim();
  const places = readPlaces(question);
  const symbols = readSymbols(question, places);
  const terms = queryTerms(question);
  return {
    question,
    terms,
    keys: unique(matches(question, /(?<![\w-])([A-Z][A-Z0-9]{1,9}-\d{1,6})(?![\w-])/g)),
    places,
    symbols,
    possibleSymbols: readPossibleSymbols(question, symbols, terms),
    quoted: unique(matches(question, /[`"“]([^`"“”\n]{2,120})[`"”]/g)),
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

/** Paths, `path:line`, and the frames of Python, JavaScript, Java and Go stack traces. */
function readPlaces(question: string): QueryPlan["places"] {
  const places = new Map<string, { path: string; line?: number }>();
  const add = (path: string | undefined, line: string | undefined): void => {
    if (path === undefined || places.size >= 20) return;
    const clean = path.replace(/^(?:\.\/)+/, "").replaceAll("\\", "/");
    places.set(`${clean}:${line ?? ""}`, {
      path: clean,
      ...(line === undefined ? {} : { line: Number(line) }),
    });
  };
  for (const match of question.matchAll(/File "([^"\n]{1,300})", line (\d{1,7})/g)) add(match[1], match[2]);
  for (const match of question.matchAll(/\(([\w$]{1,80}\.(?:java|kt|scala)):(\d{1,7})\)/g))
    add(match[1], match[2]);
  const pathLike =
    /(?<![\w/.@:-])\/?((?:[\w@.+~-]{1,80}[/\\]){0,20}[\w@+~-][\w@.+~-]{0,80}\.[A-Za-z][A-Za-z0-9]{0,9}|(?:[\w@.+~-]{1,80}\/){1,20}[\w@.+~-]{1,80})(?::(\d{1,7}))?(?![\w/])/g;
  for (const match of question.matchAll(pathLike)) {
    if (looksLikePath(match[1] ?? "")) add(match[1], match[2]);
  }
  return [...places.values()];
}

/** `Client.get` has a dot too: a path has a slash or ends in something that is an extension. */
function looksLikePath(word: string): boolean {
  if (word.includes("://")) return false;
  if (word.includes("/") || word.includes("\\")) return !/^\w+\/\w+$/.test(word) || /[._-]/.test(word);
  return /\.(?:[cm]?[jt]sx?|py|pyi|java|kts?|go|rs|[ch](?:pp|xx|c|h)?|cc|cs|rb|php|scala|sh|ps1|psm1|md|mdx|rst|adoc|html?|txt|json|ya?ml|toml|xml|ini|cfg|gradle|properties|sql|proto|vue|svelte|css|lock)$/i.test(
    word,
  );
}

function readSymbols(question: string, places: QueryPlan["places"]): readonly string[] {
  const inPaths = new Set(places.flatMap((place) => [place.path, ...place.path.split("/")]));
  const words = matches(
    question,
    /(?<![\w$])([A-Za-z_$][\w$]*(?:(?:\.|::|#|->)[A-Za-z_$][\w$]*){0,6})(?:\(\))?/g,
  );
  const named = words.filter((word) => isCodeLike(word) && !inPaths.has(word));
  const called = matches(question, /([A-Za-z_$][\w$]{1,80})\(/g);
  const ticked = matches(question, /`([A-Za-z_$][\w$.:#]{1,120})(?:\([^`]*\))?`/g);
  return unique([...ticked, ...called, ...named].map((name) => name.replaceAll(/::|#|->/g, "."))).slice(
    0,
    24,
  );
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
