import type { TeamExchange, TeamFacts, TeamMember, TeamState } from "../../shared/model/team.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import type { CommandId } from "../commands/commandTable.ts";

/** One row of the view of a team's graph. What others wrote is plain text on one line. */
export interface TeamRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly tooltip: string;
  /** What a click does. */
  readonly command?: CommandId;
  readonly folder: string;
  readonly isOpen?: boolean;
  readonly children: readonly TeamRow[];
}

/** How the view is drawn where it has no rows; a value of the context key `whence.team.standing`. */
export type TeamWelcome = "untrusted" | "none" | "unindexed" | "offered" | "rows";

/** Rows of all folders: those of the only one, or one row for each. */
export function teamRows(states: readonly TeamState[], now: Date): readonly TeamRow[] {
  const shown = states
    .map((state) => ({ state, rows: rowsOf(state, now) }))
    .filter(({ rows }) => rows.length > 0);
  const [only] = shown;
  if (only === undefined) return [];
  if (states.length === 1) return only.rows;
  return shown.map(({ state, rows }) => ({
    ...row(state, "folder", state.name, state.team?.host ?? "", "root-folder"),
    isOpen: true,
    children: rows,
  }));
}

/** Which words of welcome fit where there are no rows: what can be done comes first. */
export function teamWelcome(states: readonly TeamState[], now: Date): TeamWelcome {
  if (teamRows(states, now).length > 0) return "rows";
  const standings = states.map(({ standing }) => standing);
  for (const standing of ["offered", "unindexed", "untrusted"] as const)
    if (standings.includes(standing)) return standing;
  return "none";
}

function rowsOf(state: TeamState, now: Date): readonly TeamRow[] {
  const { standing, problems, team, exchange } = state;
  if (standing === "broken")
    return problems.map((problem, at) => ({
      ...row(state, `problem ${at}`, "The team file cannot be used", problem, "error"),
      command: "whence.team.openFile",
    }));
  if (exchange === undefined) return [];
  if (team === undefined) return [goneRow(state)];
  return [
    ...(standing === "changed" ? [changedRow(state)] : []),
    ...troubleRows(state, exchange, now),
    row(state, "server", team.host, serverWords(team), "server-environment", serverTip(exchange)),
    row(state, "team", `Team ${team.team}`, `this repository as ${team.repository}`, "organization"),
    roleRow(state, team, exchange),
    ...exchangeRows(state, exchange, now),
    sharedRow(state, team),
    membersRow(state, now),
    ...repositoriesRow(state, exchange),
    logRow(state, now),
  ];
}

function changedRow(state: TeamState): TeamRow {
  const tip =
    "Nothing is sent or fetched until you have looked at what the team file says now and agreed to it.";
  return {
    ...row(state, "changed", "The team file has changed", "look at it and agree again", "warning", tip),
    command: "whence.team.join",
  };
}

function goneRow(state: TeamState): TeamRow {
  const tip = "Nothing is sent or fetched without it. Bring it back, or leave the team graph.";
  return {
    ...row(state, "gone", "The team file is gone", "bring it back, or leave", "warning", tip),
    command: "whence.team.leave",
  };
}

function troubleRows(
  state: TeamState,
  { hasCredential, fault, nextAt }: TeamExchange,
  now: Date,
): readonly TeamRow[] {
  if (state.standing !== "joined") return [];
  if (!hasCredential)
    return [
      {
        ...row(state, "credential", "Name and password are missing", "enter them", "key"),
        tooltip:
          "Nothing is sent or fetched without them. They are kept in the secret storage of this editor alone.",
        command: "whence.team.credential",
      },
    ];
  if (fault === undefined) return [];
  const again =
    nextAt === undefined ? "" : ` It is tried again ${timeWords(nextAt, now)}; nothing is lost meanwhile.`;
  const command: CommandId = fault.kind === "credential" ? "whence.team.credential" : "whence.team.pull";
  return [
    {
      ...row(state, "fault", faultWords[fault.kind] ?? "Not up to date", fault.sentence, "warning"),
      tooltip: `${fault.sentence}${again}`,
      command,
    },
  ];
}

const faultWords: Readonly<Partial<Record<string, string>>> = {
  address: "The address cannot be used",
  unreachable: "The server cannot be reached",
  certificate: "The certificate is not trusted",
  host: "Your settings forbid this server",
  offline: "Offline",
  credential: "Name and password are refused",
  database: "The database is not there",
  rights: "Your rights do not suffice",
  readOnly: "The server can only be read now",
  schema: "The schema does not fit",
};

function serverWords({ database }: TeamFacts): string {
  return database === undefined ? "the database of your account" : `database ${database}`;
}

function serverTip({ server }: TeamExchange): string {
  return server === undefined
    ? "It has not answered in this window yet."
    : `${server.name}, ${server.edition ?? "edition not known"}`;
}

function roleRow(state: TeamState, { role, me }: TeamFacts, { server }: TeamExchange): TeamRow {
  const [short, long] = enforcement(server?.edition);
  const label = role === "none" ? "You have no role" : `Your role: ${role}`;
  return row(state, "role", label, short, "shield", `As ${me}. ${long}`);
}

/** Whether anything but agreement holds the roles. */
function enforcement(edition: string | undefined): readonly [string, string] {
  if (edition === "enterprise")
    return [
      "advice, unless the server's privileges enforce it",
      "Roles come from the team file. This server has privileges: where database users were given them, the server enforces what each may do.",
    ];
  if (edition === "community")
    return [
      "advice, not enforced by the server",
      "Roles come from the team file and are advice that Whence follows. This edition of Neo4j has no privileges: whoever has a password can write by other means.",
    ];
  return [
    "by the team file",
    "Roles come from the team file. Whether the server enforces them is known when it has answered.",
  ];
}

function exchangeRows(state: TeamState, exchange: TeamExchange, now: Date): readonly TeamRow[] {
  const { pending, pushedAt, pulledAt, isBusy, server, nextAt } = exchange;
  const waits = [
    ...(pending.changes > 0 ? [counted(pending.changes, "change")] : []),
    ...(pending.records > 0 ? [counted(pending.records, "decision")] : []),
  ];
  const next = nextAt === undefined ? "" : `Next exchange ${timeWords(nextAt, now)}.`;
  const waiting = waits.length === 0 ? "Nothing waits to be sent" : `Waiting to be sent: ${waits.join(", ")}`;
  return [
    row(state, "pending", waiting, isBusy ? "exchanging …" : "", isBusy ? "sync~spin" : "cloud-upload", next),
    row(state, "pushed", `Last sent ${agoWords(pushedAt, now)}`, "", "arrow-up", pushedAt),
    row(state, "pulled", `Last fetched ${agoWords(pulledAt, now)}`, "", "arrow-down", pulledAt),
    row(
      state,
      "schema",
      server === undefined ? "Schema not looked at yet" : `Schema version ${server.schema}`,
      server === undefined
        ? ""
        : server.schema === server.newestSchema
          ? "as it should be"
          : "older than this Whence",
      "database",
    ),
  ];
}

function sharedRow(state: TeamState, { scopes, kinds }: TeamFacts): TeamRow {
  const children = [
    ...scopes.map((scope) => row(state, `scope ${scope}`, scope, "everyone in the team may read it", "eye")),
    row(state, "kinds", "Kinds", kinds.join(", ") || "none", "symbol-class"),
  ];
  const label = scopes.length === 0 ? "Nothing is shared" : `Shared: ${counted(scopes.length, "scope")}`;
  return { ...row(state, "shared", label, counted(kinds.length, "kind"), "share"), children };
}

function membersRow(state: TeamState, now: Date): TeamRow {
  const children = state.members.map((member) => memberRow(state, member, now));
  const tip = "Those whose decisions were seen here, and whom the team file names.";
  return { ...row(state, "members", `Members seen: ${children.length}`, "", "account", tip), children };
}

function memberRow(state: TeamState, { name, role, lastAt, isMe }: TeamMember, now: Date): TeamRow {
  const said = [role === "none" ? "no role" : role, ...(isMe ? ["you"] : [])];
  const last = lastAt === undefined ? "no decision seen" : `last decided ${agoWords(lastAt, now)}`;
  const shown = name.replace(/ <[^>]*>$/, "").replace(/^<(.*)>$/, "$1");
  return row(state, `member ${name}`, shown, [...said, last].join(" · "), "person", name);
}

function repositoriesRow(state: TeamState, { repositories }: TeamExchange): readonly TeamRow[] {
  if (repositories.length === 0) return [];
  const children = repositories.map((name) => row(state, `repository ${name}`, name, "", "repo"));
  return [
    { ...row(state, "repositories", `Other repositories: ${repositories.length}`, "", "repo"), children },
  ];
}

function logRow(state: TeamState, now: Date): TeamRow {
  const children = state.log.map(({ at, by, what, repository }, index) => {
    const who = by.replace(/ <[^>]*>$/, "");
    const where = repository === undefined ? "" : ` · in ${repository}`;
    const icon = /^confirmed/.test(what) ? "check" : /^rejected/.test(what) ? "close" : "history";
    const tip = `${at.slice(0, 16).replace("T", " ")} UTC, ${by}\n${what}${where}`;
    return row(state, `log ${index} ${at}`, what, `${who}, ${agoWords(at, now)}${where}`, icon, tip);
  });
  const label = children.length === 0 ? "Nobody has decided on a link yet" : "Recent decisions";
  return { ...row(state, "log", label, "", "law"), isOpen: true, children };
}

function row(
  { folder }: TeamState,
  id: string,
  label: string,
  description: string,
  icon: string,
  tooltip?: string,
): TeamRow {
  const words = [label, description].filter(Boolean).join(": ");
  return {
    id: `${folder} ${id}`,
    label: onOneLine(label),
    description: onOneLine(description),
    ...{ icon, folder, children: [] },
    tooltip: tooltip === undefined || tooltip === "" ? words : `${words}\n${tooltip}`,
  };
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

/** How long ago, in the largest unit that says something. */
function agoWords(at: string | undefined, now: Date): string {
  if (at === undefined) return "never";
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (!Number.isFinite(minutes) || minutes < 1) return "just now";
  if (minutes < 60) return `${counted(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${counted(hours, "hour")} ago` : `${counted(Math.floor(hours / 24), "day")} ago`;
}

function timeWords(at: string, now: Date): string {
  const minutes = Math.ceil((Date.parse(at) - now.getTime()) / 60_000);
  return minutes <= 1 ? "within a minute" : `in about ${counted(minutes, "minute")}`;
}
