import { expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { teamFaultOf } from "../../../server/sharing/teamFault.ts";

const online = { isOffline: false };

function failure(reason: ConstructorParameters<typeof WhenceError>[0], code = ""): WhenceError {
  const inner = Object.assign(new Error("inner"), { code });
  return new WhenceError(reason, "A sentence.", { cause: new Error("outer", { cause: inner }) });
}

it.each([
  ["noAccess", "Neo.ClientError.Security.Unauthorized", "credential"],
  ["noAccess", "Neo.ClientError.Security.Forbidden", "rights"],
  ["noAccess", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "readOnly"],
  ["notFound", "Neo.ClientError.Database.DatabaseNotFound", "database"],
  ["notFound", "", "schema"],
  ["storeNewer", "", "schema"],
  ["notAllowed", "CERT_HAS_EXPIRED", "certificate"],
  ["notAllowed", "SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
  ["notAllowed", "", "host"],
  ["unreachable", "ECONNREFUSED", "unreachable"],
  ["badInput", "", "address"],
  ["diskFull", "", "other"],
] as const)("%s by %s is a fault of the kind %s", (reason, code, kind) => {
  expect(teamFaultOf(failure(reason, code), online)).toEqual({ kind, sentence: "A sentence." });
});

it("what offline mode refuses is told from a host that nobody allowed", () => {
  expect(teamFaultOf(failure("notAllowed"), { isOffline: true }).kind).toBe("offline");
});

it("what was cancelled, and what is no failure of ours, is no fault of a server", () => {
  expect(() => teamFaultOf(failure("cancelled"), online)).toThrow("A sentence.");
  expect(() => teamFaultOf(new TypeError("a mistake"), online)).toThrow("a mistake");
});
