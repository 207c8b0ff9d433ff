/**
 * Why something failed, for callers that decide by it; the message is for people. Of a server: `notAllowed` is what the
 * user's own rules forbid, so that nothing was sent; `unreachable` may pass; `serviceFailed` is its final answer.
 */
export type ErrorReason =
  | "badInput"
  | "notFound"
  | "noAccess"
  | "locked"
  | "storeNewer"
  | "storeCorrupt"
  | "diskFull"
  | "missingPart"
  | "gitFailed"
  | "notAllowed"
  | "unreachable"
  | "serviceFailed"
  | "cancelled";

/**
 * A failure that a person should hear of. `message` is one sentence that says what happened and what to do; the
 * technical origin is kept in `cause`.
 */
export class WhenceError extends Error {
  readonly reason: ErrorReason;

  constructor(reason: ErrorReason, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "WhenceError";
    this.reason = reason;
  }

  /** True for errors of ours, of the given reason where one is given. */
  static is(error: unknown, reason?: ErrorReason): error is WhenceError {
    return error instanceof WhenceError && (reason === undefined || error.reason === reason);
  }
}

/** Thrown where work stopped because it was asked to: a third outcome beside success and failure. */
export function cancelledError(): WhenceError {
  return new WhenceError("cancelled", "Stopped on request; what was finished is kept.");
}
