import type {
  TeamChoices,
  TeamDraft,
  TeamFault,
  TeamPreview,
  TeamServerFacts,
  TeamState,
} from "../model/team.ts";
import type { NotificationMessage, RequestMessage } from "./message.ts";

// The graph of a team: extension → server, but for the notification. `folder` is the URI of a workspace folder. A credential
// goes over the channel of the server's process alone and is kept in its memory; nothing of it comes back. In a workspace that the
// user does not trust all of these but the state are refused.

/** A Neo4j server as a person or a team file names it. */
export interface TeamServerWish {
  readonly endpoint: string;
  /** The user's own database unless given. */
  readonly database?: string;
  /** Servers of its cluster that may be reached, too; those of the team file unless given. */
  readonly members?: readonly string[];
}

/** Name and password at a server. */
export interface TeamCredential {
  readonly user: string;
  readonly password: string;
}

/** How a folder stands to a team's graph. */
export const teamStateRequest: RequestMessage<{ readonly folder: string }, TeamState> = {
  method: "whence/teamState",
};

/** Server → extension: the state of a folder's team may be another one. */
export const teamChanged: NotificationMessage<{ readonly folder: string }> = { method: "whence/teamChanged" };

/** Gives the server a credential for one server, at each start of its process and when it was changed; none takes it back. */
export const teamCredentialRequest: RequestMessage<
  { readonly folder: string; readonly endpoint: string; readonly credential?: TeamCredential },
  null
> = { method: "whence/teamCredential" };

/** Whether an address means a server, and whether the user's settings allow it. Nothing is looked up or sent. */
export const teamAddressRequest: RequestMessage<
  { readonly folder: string; readonly endpoint: string },
  {
    /** As people and `whence.network.approvedHosts` write it; absent where the address is none. */
    readonly host?: string;
    readonly fault?: TeamFault;
  }
> = { method: "whence/teamAddress" };

/**
 * Tries a server. `isConsented`: the user has just agreed to send to this host, in answer to a question that named it; without
 * it the user's settings have to allow it. `mustWrite` also tries to write, which leaves nothing there.
 */
export const teamTestRequest: RequestMessage<
  {
    readonly folder: string;
    readonly server: TeamServerWish;
    readonly credential: TeamCredential;
    readonly mustWrite: boolean;
    readonly isConsented?: boolean;
  },
  { readonly server?: TeamServerFacts; readonly fault?: TeamFault }
> = { method: "whence/teamTest" };

/** Makes the schema of a server, or brings it up. */
export const teamMigrateRequest: RequestMessage<
  { readonly folder: string; readonly server: TeamServerWish; readonly credential: TeamCredential },
  { readonly server?: TeamServerFacts; readonly fault?: TeamFault }
> = { method: "whence/teamMigrate" };

/** What the folder could share, and what its team file says now. */
export const teamChoicesRequest: RequestMessage<{ readonly folder: string }, TeamChoices> = {
  method: "whence/teamChoices",
};

/** What would be sent with these scopes and kinds. */
export const teamPreviewRequest: RequestMessage<
  { readonly folder: string; readonly scopes: readonly string[]; readonly kinds: readonly string[] },
  TeamPreview
> = { method: "whence/teamPreview" };

/** The text of a team file that says this; of an existing one everything else stays. Throws `badInput` for what would be none. */
export const teamFileRequest: RequestMessage<
  { readonly folder: string; readonly draft: TeamDraft },
  { /** Relative to the folder. */ readonly path: string; readonly text: string }
> = { method: "whence/teamFile" };

/** Agrees to what the team file says. Throws `notAllowed` where it is no longer the one that was shown, or takes another role. */
export const teamJoinRequest: RequestMessage<
  { readonly folder: string; readonly fingerprint: string },
  { readonly sentence: string }
> = { method: "whence/teamJoin" };

/** Sends or fetches now. Throws what stands in the way. */
export const teamExchangeRequest: RequestMessage<
  { readonly folder: string; readonly what: "push" | "pull" | "both" },
  { readonly sentence: string }
> = { method: "whence/teamExchange" };

/** Shares nothing any longer: what came from others goes, what is one's own stays. */
export const teamLeaveRequest: RequestMessage<{ readonly folder: string }, { readonly sentence: string }> = {
  method: "whence/teamLeave",
};
