import { type ErrorReason, WhenceError } from "../../base/errors.ts";
import type { TeamRemedies } from "../../model/teamRemedies.ts";

/** What was asked of whom when it failed. */
export interface FailedAsking {
  /** As people write it. */
  readonly host: string;
  readonly database: string | undefined;
  readonly isEncrypted: boolean;
  /** Why a connection was not opened or broke, as the door saw it. */
  readonly failure: WhenceError | undefined;
  readonly remedies: TeamRemedies;
}

type Sentence = (asking: FailedAsking, message: string) => string;

/** Neo4j's codes which have a sentence of their own: https://neo4j.com/docs/status-codes/current/errors/all-errors/ */
const sentences: readonly (readonly [code: RegExp, reason: ErrorReason, sentence: Sentence])[] = [
  [
    /Security\.(?:Unauthorized|AuthenticationRateLimit|CredentialsExpired|TokenExpired)/,
    "noAccess",
    ({ host, remedies }, message) =>
      /rate|too many|AuthenticationRateLimit/i.test(message)
        ? `${host} has refused too many passwords and lets nobody try for some seconds: check name and password, then wait a little.`
        : `${host} does not accept this name and password: ${remedies.wrongCredential}.`,
  ],
  [
    /Database\.DatabaseNotFound|GraphNotFound/,
    "notFound",
    ({ host, database }) =>
      `${host} has no database ${database ?? "of that name"}: check its name with whoever runs the server, Neo4j's own is called neo4j.`,
  ],
  [
    /ForbiddenOnReadOnlyDatabase|Cluster\.NotALeader|WriteOnReadOnlyAccessDbException|ReadOnly/,
    "noAccess",
    ({ host }) =>
      `The graph at ${host} can only be read now: nothing is lost, what waits is sent when it can be written again; ask whoever runs the server.`,
  ],
  [
    /Security\.Forbidden|Security\.AuthorizationFailed/,
    "noAccess",
    ({ host }) =>
      `Your account at ${host} may not do that: ask whoever runs the server for the right to write, or go on reading.`,
  ],
  [
    /NoSpaceLeft|DatabaseUnavailable\.DiskFull|OutOfDisk/i,
    "diskFull",
    ({ host }) =>
      `The disk of ${host} is full: nothing is lost, what waits is sent when there is room; tell whoever runs the server.`,
  ],
  [
    /TransactionTimedOut|TransactionTerminated|LockClientStopped/,
    "unreachable",
    ({ host }) =>
      `${host} took too long for one step and gave it up: nothing is lost, try again when it is less busy.`,
  ],
  [
    /MemoryPoolOutOfMemory|OutOfMemory/,
    "serviceFailed",
    ({ host }) =>
      `${host} has too little memory for this step: tell whoever runs the server; nothing is lost.`,
  ],
  [
    /ConstraintValidationFailed|ConstraintCreationFailed|IndexAlreadyExists|ConstraintAlreadyExists|EquivalentSchemaRuleAlreadyExists|IndexWithNameAlreadyExists|ConstraintWithNameAlreadyExists/,
    "storeCorrupt",
    ({ host, remedies }) =>
      `The schema at ${host} is not the one that Whence makes: ${remedies.migrate}, and remove what that names.`,
  ],
];

/** How Neo4j says in words that its disk is full, for which it has no code of its own. */
const fullDisk = /no space left|disk (?:is )?full|not enough space|No space/i;

/** A sentence for whatever the driver threw. */
export function explainNeo4j(error: unknown, asking: FailedAsking): WhenceError {
  if (WhenceError.is(error)) return error;
  const { host, failure, isEncrypted } = asking;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const say = (reason: ErrorReason, sentence: string) => new WhenceError(reason, sentence, { cause: error });
  if (isWithin(error, (each) => fullDisk.test(each))) {
    return say(
      "diskFull",
      `The disk of ${host} is full: nothing is lost, what waits is sent when there is room; tell whoever runs the server.`,
    );
  }
  for (const [pattern, reason, sentence] of sentences)
    if (pattern.test(code)) return say(reason, sentence(asking, `${code} ${message}`));
  if (isForeignProtocol(message)) {
    return say(
      "badInput",
      `What answers at ${host} is no Neo4j, or not its Bolt port: check the address, the usual port is 7687.`,
    );
  }
  if (failure !== undefined && failure.reason !== "unreachable") return failure;
  if (/Connection was closed by server/.test(message) && !isEncrypted) {
    return say(
      "unreachable",
      `${host} closed the connection: check that it is running, that it is a Neo4j of version 5 or newer, and whether it wants encryption (neo4j+s:// or bolt+s://).`,
    );
  }
  if (failure !== undefined) return failure;
  if (/ServiceUnavailable|SessionExpired|TransientError|Neo\.TransientError|DatabaseUnavailable/.test(code)) {
    return say("unreachable", `${host} cannot do that now: nothing is lost, try again in a while.`);
  }
  const told = code === "" ? message : code;
  return say(
    "serviceFailed",
    `${host} failed (${told.slice(0, 120)}): tell whoever runs the server; nothing is lost.`,
  );
}

/** What is said where a call took longer than it may. */
export function tooSlow(host: string, patienceMs: number, isEncrypted: boolean): WhenceError {
  // A server that insists on encryption says nothing to who does not.
  const hint = isEncrypted ? "" : ", and whether it wants encryption (neo4j+s:// or bolt+s://)";
  return new WhenceError(
    "unreachable",
    `${host} did not answer within ${Math.ceil(patienceMs / 1000)} s: nothing is lost, check that it is running and not overloaded${hint}.`,
  );
}

/** What the driver says where the first bytes that came back are none of Bolt. */
function isForeignProtocol(message: string): boolean {
  return /Server responded HTTP|Unknown Bolt protocol version|Unable to negotiate|protocol handshake/i.test(
    message,
  );
}

function isWithin(error: unknown, test: (text: string) => boolean): boolean {
  let found: unknown = error;
  for (let depth = 0; depth < 5 && found instanceof Error; depth++) {
    if (test(found.message)) return true;
    found = found.cause;
  }
  return false;
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
