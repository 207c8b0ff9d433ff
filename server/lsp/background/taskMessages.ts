import {
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  NotificationType,
  RequestType,
  ResponseError,
} from "vscode-languageserver/node";
import { type ErrorReason, WhenceError } from "../../base/errors.ts";
import type { Place } from "../../model/place.ts";
import type { TaskName } from "../../session/tasks.ts";

/** Server → background process: do this. */
export const taskRequest = new RequestType<
  { readonly id: number; readonly name: TaskName; readonly place: Place; readonly asked: unknown },
  unknown,
  FailureData
>("task");

/** Background process → server: what the work on a request says meanwhile. */
export const taskNews = new NotificationType<{ readonly id: number; readonly news: unknown }>("taskNews");

/** What a failure says to programs. */
export interface FailureData {
  readonly reason: ErrorReason | "unknown";
}

/** A failure as it crosses a process border: one sentence, and its reason. What is no failure of ours is told as such. */
export function toResponseError(error: unknown): ResponseError<FailureData> {
  if (!WhenceError.is(error)) {
    const detail = error instanceof Error ? error.message : String(error);
    return new ResponseError(ErrorCodes.InternalError, `Whence failed in a way it does not know: ${detail}`, {
      reason: "unknown",
    });
  }
  const { reason, message } = error;
  const code = reason === "cancelled" ? LSPErrorCodes.RequestCancelled : LSPErrorCodes.RequestFailed;
  return new ResponseError(code, message, { reason });
}

/** The failure that `toResponseError` was given, on the other side; others as they are. */
export function fromResponseError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  const { data, message } = error as ResponseError<Partial<FailureData> | undefined>;
  const reason = data?.reason;
  return reason === undefined || reason === "unknown"
    ? error
    : new WhenceError(reason, message, { cause: error });
}

/** Aborts when a token is cancelled. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
