import { lstatSync } from "node:fs";
import path from "node:path";
import type { Document, YAMLError } from "yaml";
import { LineCounter, parseDocument } from "yaml";
import { pipelineShape } from "../../model/pipelineShape.ts";
import { readRegularFile } from "../workspace/regularFile.ts";
import type { StatedValues } from "./checkPipeline.ts";
import { checkPipeline } from "./checkPipeline.ts";

/** Where the file stands in an indexed folder. */
export const pipelineFile = ".whence/config.yaml";

/** All keys with comments fill a tenth of this. */
const maxBytes = 64 * 1024;
/** The parser's time and stack grow with the depth, and the depth of a block with the length of its line. */
const maxLineLength = 500;

const nothingStated: StatedValues = { values: {}, lines: new Map(), problems: [] };

/**
 * What `.whence/config.yaml` of a folder states; `undefined` where there is none. Never throws: what is wrong with the
 * file is listed. The file comes from whoever wrote the repository, so links are not followed and its size is bounded.
 */
export function readPipelineFile(folder: string): StatedValues | undefined {
  const file = path.join(folder, pipelineFile);
  const home = lstatOf(path.dirname(file));
  if (home === undefined || lstatOf(file) === undefined) return undefined;
  if (!home.isDirectory()) return failed("its folder is a link or no folder, which is not followed");
  const read = readRegularFile(file, maxBytes);
  if (!("bytes" in read)) return failed(read.detail);
  try {
    return parsePipeline(new TextDecoder("utf-8", { fatal: true }).decode(read.bytes));
  } catch {
    return failed("it is not UTF-8 text; save it as UTF-8");
  }
}

/** What a text states, with all mistakes and their places. Never throws. */
export function parsePipeline(text: string): StatedValues {
  const long = text.split(/\r\n|\r|\n/).findIndex((line) => line.length > maxLineLength);
  if (long >= 0) return failed(`no line may have more than ${maxLineLength} characters`, long + 1);
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: "error" });
    const problems = [...document.errors, ...document.warnings].map((error) => problemOf(error, counter));
    // After an error of form, what is missing below it would only be noise.
    if (problems.length > 0) return { ...nothingStated, problems };
    return checkPipeline(document as Document, counter, pipelineShape);
  } catch {
    return failed("it is nested too deeply to be read");
  }
}

/** What may not be looked at is as good as not there: whoever lists the folder says why. */
function lstatOf(file: string) {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function failed(why: string, line = 1): StatedValues {
  return { ...nothingStated, problems: [{ line, column: 1, sentence: `The file cannot be used: ${why}.` }] };
}

function problemOf(error: YAMLError, counter: LineCounter) {
  const { line, col } = counter.linePos(error.pos[0]);
  return { line: Math.max(1, line), column: Math.max(1, col), sentence: sentenceOn(error) };
}

/** The parser's words for the mistakes that people make are about YAML, not about what to do. */
function sentenceOn({ code, message }: YAMLError): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "This key stands twice; keep one.";
    case "TAB_AS_INDENT":
      return "Lines are indented with blanks, not with tabs.";
    case "MULTIPLE_DOCS":
      return "The file holds one YAML document, without a second after ---.";
    case "RESOURCE_EXHAUSTION":
      return "This is nested too deeply to be read.";
    case "TAG_RESOLVE_FAILED":
      return "Tags (words that begin with !) have no meaning here; write the plain value.";
    default:
      return `This is not valid YAML: ${message}.`;
  }
}
