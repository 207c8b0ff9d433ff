import type { NodeKind } from "./graph.ts";

/** What a person may do with a team's graph: a reader looks, a contributor decides and sends, a lead changes the team file. */
export type TeamRole = "reader" | "contributor" | "lead";

/** `.whence/team.json` of a folder: where a team's graph lies and what goes there. It holds no secret. */
export interface TeamFile {
  /** Name of the team: what it shares is kept apart from what other teams share on the same server. */
  readonly team: string;
  /** Name of this repository in the graph, `owner/name` for example; no other repository of the team has it. */
  readonly repository: string;
  readonly graph: TeamGraphPlace;
  readonly share: SharedScope;
  readonly roles: TeamRoles;
}

/** A Neo4j server. */
export interface TeamGraphPlace {
  /** `neo4j+s://graph.example.com` */
  readonly endpoint: string;
  /** The user's own database unless given. */
  readonly database?: string;
  /** Servers of its cluster: `core1.example.com:7687`, `*.databases.neo4j.io`. */
  readonly members: readonly string[];
}

/** What everyone in the team may read. Anything else stays on the machine where it was read. */
export interface SharedScope {
  /** `repository` for what lies in this one, `project:PAY`, `space:DOC`, `repository:owner/name`. */
  readonly scopes: readonly string[];
  readonly kinds: readonly NodeKind[];
}

/** Addresses by role; `*` stands for everybody. Who has two roles has the higher one. */
export interface TeamRoles {
  readonly leads: readonly string[];
  readonly contributors: readonly string[];
  readonly readers: readonly string[];
}

const ranks: readonly TeamRole[] = ["reader", "contributor", "lead"];

/** The role of a person, known by `Name <address>`. Without an address nobody is more than what `*` is. */
export function roleOf(person: string, { leads, contributors, readers }: TeamRoles): TeamRole | undefined {
  const address = (/<([^>]*)>$/.exec(person)?.[1] ?? "").toLowerCase();
  const has = (list: readonly string[]) =>
    list.some((each) => each === "*" || (address !== "" && each.toLowerCase() === address));
  if (has(leads)) return "lead";
  if (has(contributors)) return "contributor";
  return has(readers) ? "reader" : undefined;
}

/** True where a role includes another. */
export function isAtLeast(role: TeamRole | undefined, needed: TeamRole): boolean {
  return role !== undefined && ranks.indexOf(role) >= ranks.indexOf(needed);
}
