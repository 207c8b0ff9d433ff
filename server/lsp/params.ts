import type { Position } from "../../shared/protocol/message.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import { WhenceError } from "../base/errors.ts";
import type { UnknownParams } from "./answer.ts";

/** A text among parameters. Throws `badInput` where there is none. */
export function textOf(params: UnknownParams, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw wrong(name, "text");
  return value;
}

/** A text that may be left out. */
export function optionalText(params: UnknownParams, name: string): string | undefined {
  return params[name] === undefined || params[name] === null ? undefined : textOf(params, name);
}

/** A list of texts. */
export function textsOf(params: UnknownParams, name: string): readonly string[] {
  const value = params[name];
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string"))
    throw wrong(name, "a list of texts");
  return value as readonly string[];
}

/** An object among parameters. */
export function objectOf(params: UnknownParams, name: string): UnknownParams {
  const value = params[name];
  if (typeof value !== "object" || value === null) throw wrong(name, "an object");
  return value as UnknownParams;
}

/** A whole number from 0 on. */
export function countOf(params: UnknownParams, name: string): number {
  const value = params[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw wrong(name, "a whole number");
  return value;
}

/** A position in a text. */
export function positionOf(params: UnknownParams, name = "position"): Position {
  const position = objectOf(params, name);
  return { line: countOf(position, "line"), character: countOf(position, "character") };
}

/** The URI of `textDocument`. */
export function documentUriOf(params: UnknownParams): string {
  return textOf(objectOf(params, "textDocument"), "uri");
}

/** Code as a hover or lens named it. */
export function codeReferenceOf(params: UnknownParams, name: string): CodeReference {
  const code = objectOf(params, name);
  const symbol = optionalText(code, "name");
  return {
    folder: textOf(code, "folder"),
    path: textOf(code, "path"),
    ...(symbol === undefined ? {} : { name: symbol }),
    ...(code["line"] === undefined ? {} : { line: countOf(code, "line") }),
  };
}

function wrong(name: string, what: string): WhenceError {
  return new WhenceError(
    "badInput",
    `The request is not as this version understands it: "${name}" has to be ${what}.`,
  );
}
