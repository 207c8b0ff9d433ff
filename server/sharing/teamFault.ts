import type { TeamFault, TeamFaultKind } from "../../shared/model/team.ts";
import { type ErrorReason, WhenceError } from "../base/errors.ts";

/** Codes by which servers and networks say what is wrong; the first that matches counts. */
const byCode: readonly (readonly [RegExp, TeamFaultKind])[] = [
  [/Security\.(?:Unauthorized|AuthenticationRateLimit|CredentialsExpired|TokenExpired)/, "credential"],
  [/DatabaseNotFound|GraphNotFound/, "database"],
  [/ForbiddenOnReadOnlyDatabase|NotALeader|WriteOnReadOnlyAccess|ReadOnly/, "readOnly"],
  [/Security\.(?:Forbidden|AuthorizationFailed)/, "rights"],
  [/CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS/, "certificate"],
];

const byReason: Readonly<Partial<Record<ErrorReason, TeamFaultKind>>> = {
  badInput: "address",
  notAllowed: "host",
  notFound: "schema",
  storeNewer: "schema",
  storeCorrupt: "schema",
  unreachable: "unreachable",
};

/** What stands in the way, for people and for what an editor offers. Throws what is no failure of ours, and what was cancelled. */
export function teamFaultOf(error: unknown, rules: { readonly isOffline: boolean }): TeamFault {
  if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
  const codes = codesOf(error);
  const known = byCode.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1];
  const kind = known ?? byReason[error.reason] ?? "other";
  return { kind: kind === "host" && rules.isOffline ? "offline" : kind, sentence: error.message };
}

/** Of the failure and of what caused it. */
function codesOf(error: Error): readonly string[] {
  const codes: string[] = [];
  let found: unknown = error.cause;
  for (let depth = 0; depth < 6 && found instanceof Error; depth++) {
    const { code } = found as { readonly code?: unknown };
    if (typeof code === "string") codes.push(code);
    found = found.cause;
  }
  return codes;
}
