/** What helps against what stands in the way of a team's graph, in the words of the place where a person reads it. */
export interface TeamRemedies {
  /** After "… has not accepted this name and password:". */
  readonly wrongCredential: string;
  /** After "… is missing:". */
  readonly missingCredential: string;
  /** After "… and you have not joined it:". */
  readonly join: string;
  /** After "… so nothing is sent or fetched:". */
  readonly joinAgain: string;
  /** Before "once", "again" or nothing. */
  readonly migrate: string;
}

/** For whoever reads it in a terminal. */
export const terminalRemedies: TeamRemedies = {
  wrongCredential:
    "set WHENCE_TEAM_USER and WHENCE_TEAM_PASSWORD to those which whoever runs the server gave you",
  missingCredential:
    "set the environment variable WHENCE_TEAM_PASSWORD (and WHENCE_TEAM_USER, where the user is not neo4j)",
  join: "`whence graph join` shows what would be shared and asks",
  joinAgain: "`whence graph join` shows what it says now and asks again",
  migrate: "run `whence graph migrate`",
};

/** For whoever reads it in an editor. */
export const editorRemedies: TeamRemedies = {
  wrongCredential: "enter those which whoever runs the server gave you",
  missingCredential: "enter it with the command Whence: Change Team Graph Credential",
  join: "the command Whence: Join Team Graph shows what would be shared and asks",
  joinAgain: "the command Whence: Join Team Graph shows what it says now and asks again",
  migrate: "a lead runs the command Whence: Set Up Team Graph",
};
