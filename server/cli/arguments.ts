import { parseArgs } from "node:util";
import { nearestWord } from "../base/nearestWord.ts";
import { type DocumentKind, documentKinds } from "../model/document.ts";
import type { Technique } from "../model/pipelineConfig.ts";
import { techniques } from "../model/pipelineConfig.ts";

/** The command line did not make sense; `message` says why. Ends with exit code 2. */
export class UsageError extends Error {}

/** What was asked for on the command line. */
export interface Arguments {
  readonly command: CommandName;
  /** What follows the command, joined where it is a question or query. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly store?: string;
  readonly json: boolean;
  readonly limit?: number;
  readonly kinds?: readonly DocumentKind[];
  readonly pathGlob?: string;
  /** ISO 8601. */
  readonly since?: string;
  /** ISO 8601, or its first part: `2026-03`. */
  readonly until?: string;
  /** Part of a name or address. */
  readonly author?: string;
  readonly tag?: string;
  readonly queriesFile?: string;
  /** Techniques that this search goes without. */
  readonly without?: readonly Technique[];
  readonly why?: string;
  /** Compare the index with what it was made of: a sample that `seed` decides, or `all`. */
  readonly audit: boolean;
  readonly all: boolean;
  readonly seed?: number;
  /** Folders outside of the workspace to index from now on, and extra folders to forget, as they were written. */
  readonly include: readonly string[];
  readonly forget: readonly string[];
  /** Make the index anew, keeping embeddings. */
  readonly rebuild: boolean;
  /** Send what has to be sent without asking. */
  readonly yes: boolean;
  /** Show what vectors would cost instead of making them. */
  readonly preview: boolean;
  /** Send nothing. */
  readonly offline: boolean;
  /** A date or a commit: what was known then. */
  readonly asOf?: string;
  /** How many levels are followed. */
  readonly depth?: number;
  /** Print a Mermaid diagram. */
  readonly mermaid: boolean;
  readonly format?: ReportFormat;
  /** Per cent, 0 to 100. */
  readonly failUnder?: number;
  /** Count inferred links too. */
  readonly inferred: boolean;
  /** Answers that were rated in the chat become cases, and all cases are asked again. */
  readonly fromFeedback: boolean;
  /** File of these cases. */
  readonly casesFile?: string;
  /** Why somebody decides on a link. */
  readonly note?: string;
  /** Two folders between which links are inferred, as they were written. */
  readonly requirements?: string;
  readonly code?: string;
}

/** How a report is printed. */
export type ReportFormat = "text" | "markdown" | "csv" | "json" | "sarif";

/** Commands that exist. */
export type CommandName =
  | "index"
  | "search"
  | "ask"
  | "trace"
  | "coverage"
  | "impact"
  | "link"
  | "graph"
  | "doctor"
  | "demo"
  | "egress"
  | "eval"
  | "help"
  | "version";

const commandOptions: Readonly<Record<CommandName, readonly string[]>> = {
  index: ["rebuild", "yes", "preview", "include", "forget"],
  search: ["limit", "kind", "path", "since", "until", "author", "tag", "queries", "without", "only"],
  ask: ["kind", "path", "since", "until", "author", "tag"],
  trace: ["as-of", "depth", "mermaid"],
  coverage: ["format", "fail-under", "inferred"],
  impact: ["depth"],
  link: ["requirements", "code", "note", "limit"],
  graph: ["yes", "limit"],
  doctor: ["why", "audit", "all", "seed"],
  demo: ["yes"],
  egress: ["since", "limit"],
  eval: ["from-feedback", "cases", "limit"],
  help: [],
  version: [],
};
/** A folder given as a word must not be taken for the current one. */
const wordless: ReadonlySet<CommandName> = new Set(["index", "coverage", "doctor", "demo", "egress", "eval"]);

/** Reads the words after the program's name. Throws `UsageError`. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const command = readCommand(values, positionals[0]);
  const allowed = new Set([
    "folder",
    "store",
    "json",
    "offline",
    "help",
    "version",
    ...commandOptions[command],
  ]);
  const odd = Object.keys(values).find((name) => !allowed.has(name));
  if (odd !== undefined) {
    throw new UsageError(
      `\`whence ${command}\` has no option --${odd}.${suggestion(odd, [...allowed], "--")}`,
    );
  }
  if (wordless.has(command) && positionals.length > 1) {
    const sentence = `\`whence ${command}\` takes no "${positionals[1]}": name a folder with --folder.`;
    throw new UsageError(sentence);
  }
  assertTogether(values);
  return {
    command,
    words: positionals.slice(1),
    folder: values.folder ?? ".",
    json: values.json ?? false,
    rebuild: values.rebuild ?? false,
    audit: values.audit ?? false,
    all: values.all ?? false,
    yes: values.yes ?? false,
    preview: values.preview ?? false,
    offline: values.offline ?? false,
    mermaid: values.mermaid ?? false,
    inferred: values.inferred ?? false,
    fromFeedback: values["from-feedback"] ?? false,
    include: values.include ?? [],
    forget: values.forget ?? [],
    ...readFilter(values),
    ...readValues(values),
  };
}

type Values = ReturnType<typeof parse>["values"];

/** Options that say nothing together, or nothing alone. */
function assertTogether({ without, only, audit, all, seed, why, cases, ...values }: Values): void {
  if (without !== undefined && only !== undefined)
    throw new UsageError("Give --without or --only, not both.");
  if (audit !== true && (all === true || seed !== undefined))
    throw new UsageError("--all and --seed belong to `whence doctor --audit`.");
  if (audit === true && why !== undefined) throw new UsageError("Give --audit or --why, not both.");
  if (cases !== undefined && values["from-feedback"] !== true)
    throw new UsageError("--cases belongs to `whence eval --from-feedback`.");
}

/** What restricts an answer. */
function readFilter({ kind, path, since, until, author, tag }: Values) {
  return {
    ...(kind === undefined ? {} : { kinds: readKinds(kind) }),
    ...(path === undefined ? {} : { pathGlob: path }),
    ...(since === undefined ? {} : { since: readDate("--since", since) }),
    ...(until === undefined ? {} : { until: readUntil(until) }),
    ...(author === undefined ? {} : { author }),
    ...(tag === undefined ? {} : { tag: tag.toLowerCase() }),
  };
}

function readValues({ store, limit, queries, without, only, why, cases, ...values }: Values) {
  return {
    ...(store === undefined ? {} : { store }),
    ...(limit === undefined ? {} : { limit: readLimit(limit) }),
    ...(queries === undefined ? {} : { queriesFile: queries }),
    ...(without === undefined ? {} : { without: readTechniques("--without", without) }),
    ...(only === undefined ? {} : { without: allBut(readTechniques("--only", only)) }),
    ...(why === undefined ? {} : { why }),
    ...(cases === undefined ? {} : { casesFile: cases }),
    ...(values.seed === undefined ? {} : { seed: readSeed(values.seed) }),
    ...(values.requirements === undefined ? {} : { requirements: values.requirements }),
    ...(values.code === undefined ? {} : { code: values.code }),
    ...(values["as-of"] === undefined ? {} : { asOf: values["as-of"] }),
    ...(values.format === undefined ? {} : { format: readFormat(values.format) }),
    ...(values["fail-under"] === undefined ? {} : { failUnder: readPercent(values["fail-under"]) }),
    ...(values.depth === undefined ? {} : { depth: readDepth(values.depth) }),
    ...(values.note === undefined ? {} : { note: values.note }),
  };
}

const options = {
  folder: { type: "string" },
  store: { type: "string" },
  json: { type: "boolean" },
  limit: { type: "string" },
  kind: { type: "string" },
  path: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  "from-feedback": { type: "boolean" },
  cases: { type: "string" },
  author: { type: "string" },
  tag: { type: "string" },
  queries: { type: "string" },
  without: { type: "string" },
  only: { type: "string" },
  why: { type: "string" },
  audit: { type: "boolean" },
  all: { type: "boolean" },
  seed: { type: "string" },
  rebuild: { type: "boolean" },
  yes: { type: "boolean" },
  preview: { type: "boolean" },
  offline: { type: "boolean" },
  include: { type: "string", multiple: true },
  forget: { type: "string", multiple: true },
  "as-of": { type: "string" },
  depth: { type: "string" },
  mermaid: { type: "boolean" },
  format: { type: "string" },
  "fail-under": { type: "string" },
  note: { type: "string" },
  inferred: { type: "boolean" },
  requirements: { type: "string" },
  code: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(parseProblem(error));
  }
}

function parseProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const [, unknown] = /^Unknown option '--?([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return message.split(/(?<=\.)\s/)[0] || "The command line could not be read.";
  const dashes = unknown.length > 1 ? "--" : "-";
  const known = suggestion(unknown, Object.keys(options), "--");
  return `There is no option ${dashes}${unknown}.${known || " Words that begin with a dash go behind a lone --."}`;
}

/** " Did you mean --limit?", or nothing where no word is near. */
function suggestion(word: string, known: readonly string[], prefix = ""): string {
  const near = nearestWord(word, known);
  return near === undefined ? "" : ` Did you mean ${prefix}${near}?`;
}

function readCommand(values: { help?: boolean; version?: boolean }, word: string | undefined): CommandName {
  if (values.help === true) return "help";
  if (values.version === true) return "version";
  if (word === undefined) throw new UsageError("A command is missing.");
  if (Object.hasOwn(commandOptions, word)) return word as CommandName;
  const near = suggestion(word, Object.keys(commandOptions), "whence ");
  throw new UsageError(`There is no command "${word.slice(0, 80)}".${near}`);
}

function readTechniques(option: string, words: string): readonly Technique[] {
  return words.split(",").map((word) => {
    const technique = techniques.find((known) => known === word.trim().toLowerCase());
    if (technique === undefined) {
      throw new UsageError(
        `${option} takes ${techniques.join(", ")}, not "${word}".${suggestion(word, techniques)}`,
      );
    }
    return technique;
  });
}

function allBut(wanted: readonly Technique[]): readonly Technique[] {
  return techniques.filter((technique) => !wanted.includes(technique));
}

function readLimit(word: string): number {
  const limit = Number(word);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new UsageError(`--limit takes a whole number from 1 to 1000, not "${word}".`);
  }
  return limit;
}

const formats: readonly ReportFormat[] = ["text", "markdown", "csv", "json", "sarif"];

function readFormat(word: string): ReportFormat {
  const format = formats.find((known) => known === word.trim().toLowerCase());
  if (format === undefined)
    throw new UsageError(`--format takes ${formats.join(", ")}, not "${word}".${suggestion(word, formats)}`);
  return format;
}

function readPercent(word: string): number {
  const percent = Number(word);
  if (word.trim() === "" || !(percent >= 0 && percent <= 100))
    throw new UsageError(`--fail-under takes a number from 0 to 100, not "${word}".`);
  return percent;
}

function readDepth(word: string): number {
  if (!/^\d{1,3}$/.test(word))
    throw new UsageError(`--depth takes a whole number from 0 to 999, not "${word}".`);
  return Number(word);
}

function readSeed(word: string): number {
  if (!/^\d{1,9}$/.test(word))
    throw new UsageError(`--seed takes a whole number from 0 to 999999999, not "${word}".`);
  return Number(word);
}

function readKinds(words: string): readonly DocumentKind[] {
  return words.split(",").map((word) => {
    const kind = documentKinds.find((known) => known === word.trim().toLowerCase());
    if (kind === undefined) {
      throw new UsageError(
        `--kind takes ${documentKinds.join(", ")}, not "${word}".${suggestion(word, documentKinds)}`,
      );
    }
    return kind;
  });
}

/** A day, month or year as it is written, which ends when it is over. */
function readUntil(word: string): string {
  readDate("--until", word);
  return word;
}

function readDate(option: "--since" | "--until", word: string): string {
  const time = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(word)
    ? Date.parse(word)
    : Number.NaN;
  // JavaScript takes February 31 for a day in March.
  const isDay = word.length < 10 || Number(word.slice(8, 10)) === new Date(word.slice(0, 10)).getUTCDate();
  if (Number.isNaN(time) || !isDay)
    throw new UsageError(`${option} takes a date such as 2026-03-01, not "${word}".`);
  return new Date(time).toISOString();
}
