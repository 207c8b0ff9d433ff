import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { placeLabel } from "../../shared/model/place.ts";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { WhenceError } from "../base/errors.ts";
import type { AskedFilter } from "../model/query.ts";
import { toSearchResults } from "../retrieval/searchResults.ts";
import type { Answering } from "../wiring.ts";
import { openAnswering } from "../wiring.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./arguments.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines, printNotices } from "./context.ts";
import { readSettings } from "./settingsFromEnvironment.ts";

const linesShown = 6;

/** `whence search`: passages for one query, or for each line of a file. */
export async function searchCommand(context: CommandContext): Promise<void> {
  const query = context.arguments.words.join(" ");
  const { queriesFile } = context.arguments;
  if (queriesFile === undefined && query.trim() === "") throw new UsageError("What should be searched for?");
  if (queriesFile !== undefined && query !== "") throw new UsageError("Give a query or --queries, not both.");
  const answering = await openAnswering(placeOf(context));
  printNotices(context, answering.notices);
  try {
    if (queriesFile !== undefined) await searchFile(path.resolve(queriesFile), answering, context);
    else {
      const results = await search(query, answering, context);
      if (context.arguments.json) printJson(context, results);
      else printLines(context, results.length === 0 ? ["Nothing found."] : results.flatMap(resultLines));
    }
    printNotices(context, [...answering.problems(), answering.gaps()]);
  } finally {
    await answering.close();
  }
}

/** What the options restrict a search to. */
export function filterOf(options: Arguments): AskedFilter {
  return {
    ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
    ...(options.pathGlob === undefined ? {} : { pathGlob: options.pathGlob }),
    ...(options.since === undefined ? {} : { since: options.since }),
    ...(options.until === undefined ? {} : { until: options.until }),
    ...(options.author === undefined ? {} : { author: options.author }),
    ...(options.tag === undefined ? {} : { tag: options.tag }),
  };
}

async function search(
  question: string,
  answering: Answering,
  context: CommandContext,
): Promise<readonly SearchResult[]> {
  const settings = readSettings(context.environment);
  const { candidates } = await answering.retriever.retrieve({
    question,
    filter: filterOf(context.arguments),
    limit: context.arguments.limit ?? Math.max(1, Number(settings["whence.search.limit"])),
    now: context.now,
    ...(context.arguments.without === undefined ? {} : { without: context.arguments.without }),
    signal: context.signal,
  });
  return toSearchResults(candidates);
}

/** Answers every line that can be read; says at the end which could not. */
async function searchFile(file: string, answering: Answering, context: CommandContext): Promise<void> {
  const broken: string[] = [];
  let number = 0;
  for await (const line of createInterface({
    input: await openFile(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (line.trim() === "") continue;
    const request = readRequest(line);
    if (request === undefined) broken.push(`line ${number}`);
    else printJson(context, { id: request.id, results: await search(request.query, answering, context) });
  }
  if (broken.length === 0) return;
  const which =
    broken.length > 5 ? `${broken.slice(0, 5).join(", ")} and ${broken.length - 5} more` : broken.join(", ");
  const sentence = `${path.basename(file)}: ${which} is no JSON object with "id" and "query"; the others are answered.`;
  throw new WhenceError("badInput", sentence);
}

async function openFile(file: string) {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) {
    throw new WhenceError("badInput", `The queries file ${file} cannot be read: it is a folder.`);
  }
  const stream = createReadStream(file, "utf8");
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "ENOENT" ? "it does not exist" : (cause.code ?? cause.message);
      reject(new WhenceError("badInput", `The queries file ${file} cannot be read: ${why}.`, { cause }));
    });
  });
  return stream;
}

function readRequest(line: string): { readonly id: unknown; readonly query: string } | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ""));
    if (
      typeof value !== "object" ||
      value === null ||
      !("query" in value) ||
      typeof value.query !== "string"
    ) {
      return undefined;
    }
    return { id: "id" in value ? value.id : null, query: value.query };
  } catch {
    return undefined;
  }
}

function resultLines(result: SearchResult): readonly string[] {
  const { path: file, startLine = 0, endLine = 0 } = result;
  const place = file === undefined ? result.uri : placeLabel({ ...result, path: file, startLine, endLine });
  const why = result.reasons.map(({ found, detail }) =>
    detail === undefined ? found : `${found}: ${detail}`,
  );
  const lines = result.text.split("\n");
  const shown = lines.slice(0, linesShown).map((line) => `     ${line.slice(0, 110)}`);
  return [
    `${String(result.rank).padStart(2)}. ${place}  ${result.title === result.path ? "" : result.title}`.trimEnd(),
    `    ${result.kind}, ${result.score.toFixed(2)} (${why.join("; ")})`,
    ...shown,
    ...(lines.length > linesShown ? [`     … ${lines.length - linesShown} more lines`] : []),
    "",
  ];
}
