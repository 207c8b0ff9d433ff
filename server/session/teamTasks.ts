import type {
  TeamChoices,
  TeamDraft,
  TeamFault,
  TeamPreview,
  TeamServerFacts,
  TeamState,
} from "../../shared/model/team.ts";
import type { TeamCredential, TeamServerWish } from "../../shared/protocol/teamRequests.ts";
import type { Task } from "./task.ts";

/** Work on the graph of a team. What a server or the user's settings refuse is an answer, so that its kind is not lost on the way. */
export interface TeamTasks {
  readonly teamState: Task<null, TeamReading, never>;
  /** Whether an address means a server that the settings allow. Nothing is looked up or sent. */
  readonly teamAddress: Task<
    { readonly endpoint: string },
    { readonly host?: string; readonly fault?: TeamFault },
    never
  >;
  readonly teamTest: Task<TeamTestWish, TeamServerAnswer, never>;
  readonly teamMigrate: Task<
    { readonly server: TeamServerWish; readonly credential: TeamCredential },
    TeamServerAnswer,
    never
  >;
  readonly teamChoices: Task<null, TeamChoices, never>;
  readonly teamPreview: Task<
    { readonly scopes: readonly string[]; readonly kinds: readonly string[] },
    TeamPreview,
    never
  >;
  readonly teamFile: Task<
    { readonly draft: TeamDraft },
    { readonly path: string; readonly text: string },
    never
  >;
  readonly teamJoin: Task<{ readonly fingerprint: string }, string, never>;
  readonly teamLeave: Task<null, string, never>;
  readonly teamExchange: Task<ExchangeWish, ExchangeOutcome, never>;
}

/** A state without what only the language server knows. */
export type TeamReading = Pick<TeamState, "standing" | "problems" | "team" | "log" | "members"> & {
  readonly exchange?: Pick<
    NonNullable<TeamState["exchange"]>,
    "pending" | "pushedAt" | "pulledAt" | "repositories"
  >;
};

/** A server that is tried. */
export interface TeamTestWish {
  readonly server: TeamServerWish;
  readonly credential: TeamCredential;
  readonly mustWrite: boolean;
  /** The user has just agreed to send to this host. */
  readonly isConsented: boolean;
}

/** What a server is, or what stands in the way. */
export interface TeamServerAnswer {
  readonly server?: TeamServerFacts;
  readonly fault?: TeamFault;
}

/** What an exchange shall do. */
export interface ExchangeWish {
  /** `both` sends nothing where the user's role does not allow it; `push` says so. */
  readonly what: "push" | "pull" | "both";
  /** Only the server at this address gets it. */
  readonly endpoint: string;
  readonly credential: TeamCredential;
}

/** What an exchange did. */
export interface ExchangeOutcome extends TeamServerAnswer {
  /** For people. */
  readonly sentence: string;
  /** Something of others came, so what is shown may be old. */
  readonly hasNews: boolean;
  /** Something was sent. */
  readonly hasSent: boolean;
}
