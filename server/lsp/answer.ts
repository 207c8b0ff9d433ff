import { CancellationToken, type Connection } from "vscode-languageserver/node";
import type { NotificationMessage, RequestMessage } from "../../shared/protocol/message.ts";
import { WhenceError } from "../base/errors.ts";
import { signalOf, toResponseError } from "./background/taskMessages.ts";

/** Parameters as they came, of any shape. */
export type UnknownParams = Readonly<Record<string, unknown>>;

type Handler<Result> = (params: UnknownParams, signal: AbortSignal) => Promise<Result> | Result;

/** Answers a request of the standard protocol. A failure is one sentence with a reason; nothing is thrown across the wire. */
export function answerStandard(
  connection: Connection,
  method: string,
  handler: Handler<unknown>,
  log: Log,
): void {
  connection.onRequest(method, async (...given: readonly unknown[]) => {
    try {
      return (await handler(paramsOf(given), signalOf(tokenOf(given)))) ?? null;
    } catch (error) {
      if (!WhenceError.is(error)) log(`${method}: ${error instanceof Error ? error.stack : String(error)}`);
      return toResponseError(error);
    }
  });
}

/** Answers a request of ours. */
export function answerOwn<Params, Result>(
  connection: Connection,
  { method }: RequestMessage<Params, Result>,
  handler: Handler<Result>,
  log: Log,
): void {
  answerStandard(connection, method, handler, log);
}

/** Hears a notification. What goes wrong is told in the log. */
export function hear(
  connection: Connection,
  message: string | NotificationMessage<unknown>,
  handler: (params: UnknownParams) => Promise<void> | void,
  log: Log,
): void {
  const method = typeof message === "string" ? message : message.method;
  connection.onNotification(method, async (...given: readonly unknown[]) => {
    try {
      await handler(paramsOf(given));
    } catch (error) {
      log(`${method}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

type Log = (sentence: string) => void;

function paramsOf([first]: readonly unknown[]): UnknownParams {
  const isObject = typeof first === "object" && first !== null && !CancellationToken.is(first);
  return isObject ? (first as UnknownParams) : {};
}

function tokenOf(given: readonly unknown[]): CancellationToken {
  const last = given.at(-1);
  return CancellationToken.is(last) ? last : CancellationToken.None;
}
