import type { Citation } from "../../shared/model/answer.ts";
import type { QuestionContext, QuestionFilter } from "../../shared/model/conversation.ts";
import { WhenceError } from "../base/errors.ts";
import type { AskWish, RatingWish } from "../session/tasks.ts";
import type { UnknownParams } from "./answer.ts";
import { countOf, objectOf, optionalText, textOf } from "./params.ts";

/** Longer ones than this are no questions; of the rest what can be searched is read. */
const questionMost = 100_000;
const contextsMost = 20;
const reasonMost = 4_000;

/** A question among parameters. Throws `badInput`. */
export function askWishOf(params: UnknownParams): AskWish {
  const question = textOf(params, "question");
  if (question.length > questionMost) {
    const sentence = "The question is too long: ask with its first lines, and add the file as context.";
    throw new WhenceError("badInput", sentence);
  }
  const conversation = optionalText(params, "conversation");
  const replaces = optionalText(params, "replaces");
  const contexts = params["context"];
  return {
    turn: textOf(params, "turn"),
    question,
    ...(conversation === undefined ? {} : { conversation }),
    ...(replaces === undefined ? {} : { replaces }),
    context: (Array.isArray(contexts) ? contexts : []).slice(0, contextsMost).map(contextOf),
    filter: filterOf(params),
  };
}

/** What a person thinks of an answer, among parameters. Throws `badInput`. */
export function ratingWishOf(params: UnknownParams): RatingWish {
  const verdict = params["verdict"];
  const reason = optionalText(params, "reason")?.slice(0, reasonMost);
  const isVerdict = verdict === "good" || verdict === "bad";
  if (!isVerdict && verdict !== undefined && verdict !== null)
    throw new WhenceError("badInput", "An answer is rated as good or bad.");
  return {
    turn: textOf(params, "turn"),
    ...(isVerdict ? { verdict } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A citation as an answer had it; whether there is such a source is for the index to say. */
export function citationOf(params: UnknownParams): Citation {
  const given = objectOf(params, "citation");
  const commit = optionalText(given, "commit");
  const path = optionalText(given, "path");
  const number = (name: string) =>
    given[name] === undefined ? {} : { [name]: Math.max(1, countOf(given, name)) };
  return {
    label: optionalText(given, "label") ?? "",
    uri: textOf(given, "uri"),
    ...(path === undefined ? {} : { path }),
    ...(commit === undefined ? {} : { commit }),
    ...number("startLine"),
    ...number("endLine"),
    ...number("startPage"),
  };
}

function contextOf(value: unknown): QuestionContext {
  const given = objectOf({ context: value }, "context");
  const { kind } = given;
  switch (kind) {
    case "selection": {
      const startLine = Math.max(1, countOf(given, "startLine"));
      const endLine = Math.max(startLine, countOf(given, "endLine"));
      return { kind, path: textOf(given, "path"), startLine, endLine };
    }
    case "symbol": {
      const line = Math.max(1, countOf(given, "line"));
      return { kind, path: textOf(given, "path"), name: textOf(given, "name"), line };
    }
    case "item":
      return { kind, key: textOf(given, "key"), title: textOf(given, "title") };
    case "file":
    case "folder":
      return { kind, path: textOf(given, "path") };
    default:
      throw new WhenceError("badInput", "A question can be about a selection, file, symbol, item or folder.");
  }
}

function filterOf(params: UnknownParams): QuestionFilter {
  if (params["filter"] === undefined || params["filter"] === null) return {};
  const filter = objectOf(params, "filter");
  const given: Record<string, string> = {};
  for (const name of ["pathGlob", "since", "until", "author", "tag"]) {
    const value = optionalText(filter, name)?.trim();
    if (value !== undefined && value !== "") given[name] = value;
  }
  const { kinds } = filter;
  const isAnyKind = !Array.isArray(kinds) || kinds.length === 0;
  return { ...given, ...(isAnyKind ? {} : { kinds: kinds.map(String) }) };
}
