/**
 * How a folder stands to a team's graph. `untrusted`: nobody looked, because the user does not trust the folder; `none`: it has no
 * team file; `unindexed`: it has one, and there is no index yet that could be shared; `broken`: the file cannot be used;
 * `offered`: nobody on this machine agreed to it; `changed`: it says another thing than what was agreed to; `joined`.
 */
export type TeamStanding = "untrusted" | "none" | "unindexed" | "broken" | "offered" | "changed" | "joined";

/** What a person may do with a team's graph. */
export type TeamRoleName = "reader" | "contributor" | "lead" | "none";

/** A folder and its team, for a view. It holds no secret. */
export interface TeamState {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly name: string;
  readonly standing: TeamStanding;
  /** What is wrong with the team file, with line and column. */
  readonly problems: readonly string[];
  /** What the file says; absent where there is none that can be used. */
  readonly team?: TeamFacts;
  /** What was exchanged; absent before somebody joined. */
  readonly exchange?: TeamExchange;
  /** Who decided or changed what, newest first, at most fifty. */
  readonly log: readonly TeamLogEntry[];
  readonly members: readonly TeamMember[];
}

/** A team file as it is shown. */
export interface TeamFacts {
  readonly team: string;
  /** Name of this repository in the graph. */
  readonly repository: string;
  /** As the file has it. */
  readonly endpoint: string;
  /** As people write it. */
  readonly host: string;
  readonly database?: string;
  readonly scopes: readonly string[];
  readonly kinds: readonly string[];
  /** The user, as Git signs commits. */
  readonly me: string;
  readonly role: TeamRoleName;
  /** Of the file as it is; whoever agrees names what they saw. */
  readonly fingerprint: string;
}

/** What a folder and its team's server have told each other. */
export interface TeamExchange {
  readonly pending: { readonly changes: number; readonly records: number };
  /** ISO 8601 in UTC. */
  readonly pushedAt?: string;
  readonly pulledAt?: string;
  /** Other repositories of the team. */
  readonly repositories: readonly string[];
  /** False where the credential was not given since the server process began. */
  readonly hasCredential: boolean;
  readonly isBusy: boolean;
  /** What the last exchange failed of, and what to do. */
  readonly fault?: TeamFault;
  /** When the next exchange begins by itself, ISO 8601. */
  readonly nextAt?: string;
  readonly server?: TeamServerFacts;
}

/** What a server says of itself. */
export interface TeamServerFacts {
  /** `Neo4j/5.26.0` */
  readonly name: string;
  /** `community`, `enterprise`; absent where it does not tell. */
  readonly edition?: string;
  readonly schema: number;
  /** The schema that this version of Whence writes. */
  readonly newestSchema: number;
}

/** What stands in the way of an exchange: one sentence with its remedy, and which answer of a person would be another one. */
export interface TeamFault {
  readonly kind: TeamFaultKind;
  readonly sentence: string;
  /** With `members`: the servers, as a team file names them. */
  readonly members?: readonly string[];
}

/**
 * `address`: the server named is none that can be used; `members`: its cluster leads on to servers that nobody named; `unreachable`: it does not answer; `certificate`; `host`: the user's own
 * settings forbid it; `offline`; `credential`: name or password; `database`; `rights`: the account may not; `readOnly`;
 * `schema`: of a newer Whence, none yet, or one in the way; `agreement`: somebody has to agree first; `other`.
 */
export type TeamFaultKind =
  | "address"
  | "members"
  | "unreachable"
  | "certificate"
  | "host"
  | "offline"
  | "credential"
  | "database"
  | "rights"
  | "readOnly"
  | "schema"
  | "agreement"
  | "other";

/** A decision or a change of what is shared. */
export interface TeamLogEntry {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
  /** What, with what it was before. */
  readonly what: string;
  /** Repository, where it is another one. */
  readonly repository?: string;
}

/** Somebody whose decisions were seen, or who has a role by address. */
export interface TeamMember {
  readonly name: string;
  readonly role: TeamRoleName;
  /** When the newest of their decisions was made; absent where none was seen. */
  readonly lastAt?: string;
  readonly isMe: boolean;
}

/** What a folder could share, for a lead who chooses. */
export interface TeamChoices {
  /** The user, as Git signs commits; without an address there is no lead. */
  readonly me: string;
  readonly hasAddress: boolean;
  /** How this repository may be called in the graph, the likeliest first. */
  readonly repositories: readonly string[];
  readonly scopes: readonly TeamScopeChoice[];
  readonly kinds: readonly TeamKindChoice[];
  /** What an existing file says. */
  readonly file?: TeamDraft;
  /** What is wrong with an existing file, or keeps one from being written. */
  readonly problems: readonly string[];
}

/** A scope that things of the folder belong to. */
export interface TeamScopeChoice {
  readonly scope: string;
  /** In words. */
  readonly meaning: string;
  readonly count: number;
}

/** A kind of things that the folder has. */
export interface TeamKindChoice {
  readonly kind: string;
  readonly count: number;
}

/** What a lead has chosen for the team file. */
export interface TeamDraft {
  readonly team: string;
  readonly repository: string;
  readonly endpoint: string;
  readonly database?: string;
  /** Servers of its cluster. */
  readonly members: readonly string[];
  readonly scopes: readonly string[];
  readonly kinds: readonly string[];
}

/** What would be sent now. */
export interface TeamPreview {
  readonly nodes: number;
  readonly edges: number;
  readonly kinds: readonly TeamKindChoice[];
  /** The first of them, as they would be read by others: at most 500. */
  readonly items: readonly { readonly kind: string; readonly label: string }[];
}
