import type { TeamDraft } from "../../../shared/model/team.ts";
import { WhenceError } from "../../base/errors.ts";
import { parseTeamFile } from "./readTeamFile.ts";

/**
 * The text of a team file that says what a lead chose. Whatever an existing text says beside that stays: roles, the order of its
 * keys, its indentation. `lead`: address of whoever chose, who is the lead where nobody is. Throws `badInput`
 * with all mistakes for what would be no team file.
 */
export function draftTeamFile(draft: TeamDraft, lead: string, existing: string | undefined): string {
  const before = existing === undefined ? {} : (JSON.parse(existing) as Stated);
  const { database, endpoint, members, kinds, scopes, team, repository } = draft;
  const chosen = { database, members: members.length === 0 ? undefined : members };
  const file: Stated = {
    ...before,
    ...{ team, repository },
    // What was not chosen is not written.
    graph: { ...before.graph, endpoint, ...chosen },
    share: { ...before.share, scopes, kinds },
    roles: withLead(before.roles, lead),
  };
  const text = `${JSON.stringify(file, undefined, indentOf(existing))}\n`;
  const { problems } = parseTeamFile(text);
  if (problems !== undefined) throw new WhenceError("badInput", problems.join("\n"));
  return text;
}

type Stated = Readonly<Record<string, unknown>> & {
  readonly graph?: Readonly<Record<string, unknown>>;
  readonly share?: Readonly<Record<string, unknown>>;
  readonly roles?: { readonly leads?: readonly string[]; readonly contributors?: readonly string[] };
};

function withLead(roles: Stated["roles"], lead: string): NonNullable<Stated["roles"]> {
  if (roles === undefined) return { leads: [lead], contributors: ["*"] };
  return (roles.leads ?? []).length === 0 ? { ...roles, leads: [lead] } : roles;
}

function indentOf(text: string | undefined): string {
  return /\n([ \t]+)"/.exec(text ?? "")?.[1] ?? "  ";
}
