import { WhenceError } from "../base/errors.ts";
import { isAtLeast, roleOf, type TeamFile } from "../model/teamFile.ts";

/** Throws a sentence that names the role which is needed, and who has it. */
export function requireRole(
  by: string,
  { roles }: Pick<TeamFile, "roles">,
  needed: "contributor" | "lead",
  what: string,
): void {
  if (isAtLeast(roleOf(by, roles), needed)) return;
  const who = needed === "lead" ? roles.leads : [...roles.leads, ...roles.contributors];
  const named = who.length === 0 ? "nobody has it yet" : `${who.slice(0, 5).join(", ")} can`;
  const sentence = `${what}, which takes the role ${needed}; you are ${roleOf(by, roles) ?? "nothing"} as ${by} (${named}).`;
  throw new WhenceError("notAllowed", sentence);
}
