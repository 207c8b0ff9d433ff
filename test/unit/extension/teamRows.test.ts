import { describe, expect, it } from "vitest";
import { commandTable } from "../../../extension/commands/commandTable.ts";
import { type TeamRow, teamRows, teamWelcome } from "../../../extension/team/teamRows.ts";
import type { TeamExchange, TeamState } from "../../../shared/model/team.ts";

const now = new Date("2026-03-02T12:00:00Z");
const exchange: TeamExchange = {
  pending: { changes: 0, records: 0 },
  pushedAt: "2026-03-02T11:58:00Z",
  repositories: ["harbour/lib"],
  hasCredential: true,
  isBusy: false,
  server: { name: "Neo4j/5.26.0", edition: "community", schema: 1, newestSchema: 1 },
};
const joined: TeamState = {
  ...{ folder: "file:///harbour", name: "harbour", standing: "joined", problems: [], exchange },
  team: {
    ...{ team: "pier", repository: "harbour/shop", endpoint: "neo4j+s://graph.example.com" },
    ...{ host: "graph.example.com", scopes: ["repository"], kinds: ["story", "commit"] },
    ...{ me: "Ada <ada@example.com>", role: "lead", fingerprint: "1" },
  },
  log: [
    {
      at: "2026-03-02T11:00:00Z",
      by: "Grace <grace@example.com>",
      what: "confirmed src/a.ts#f — PIER-3\n(was inferred)",
    },
  ],
  members: [
    { name: "Grace <grace@example.com>", role: "contributor", lastAt: "2026-03-02T11:00:00Z", isMe: false },
    { name: "Ada <ada@example.com>", role: "lead", isMe: true },
  ],
};

function words(rows: readonly TeamRow[], level = 0): readonly string[] {
  return rows.flatMap((row) => [
    `${"  ".repeat(level)}${row.label}${row.description === "" ? "" : ` | ${row.description}`}`,
    ...words(row.children, level + 1),
  ]);
}

function changed(change: Partial<TeamExchange>): TeamState {
  return { ...joined, exchange: { ...exchange, ...change } };
}

describe("the view of a team's graph", () => {
  it("shows server, role and who holds it, what waits, members and decisions", () => {
    expect(words(teamRows([joined], now))).toEqual([
      "graph.example.com | the database of your account",
      "Team pier | this repository as harbour/shop",
      "Your role: lead | advice, not enforced by the server",
      "Nothing waits to be sent",
      "Last sent 2 minutes ago",
      "Last fetched never",
      "Schema version 1 | as it should be",
      "Shared: 1 scope | 2 kinds",
      "  repository | everyone in the team may read it",
      "  Kinds | story, commit",
      "Members seen: 2",
      "  Grace | contributor · last decided 1 hour ago",
      "  Ada | lead · you · no decision seen",
      "Other repositories: 1",
      "  harbour/lib",
      "Recent decisions",
      "  confirmed src/a.ts#f — PIER-3 (was inferred) | Grace, 1 hour ago",
    ]);
  });

  it("says where a server with privileges may enforce roles, and that it is not known before one has answered", () => {
    const { server: _, ...unasked } = exchange;
    const enterprise = { name: "Neo4j/5", edition: "enterprise", schema: 1, newestSchema: 1 };
    expect(words(teamRows([changed({ server: enterprise })], now))[2]).toBe(
      "Your role: lead | advice, unless the server's privileges enforce it",
    );
    expect(words(teamRows([{ ...joined, exchange: unasked }], now))[2]).toBe(
      "Your role: lead | by the team file",
    );
  });

  it("begins with what is in the way, its remedy one click away", () => {
    const sentence = "graph.example.com cannot be reached (nothing listens there): check the address.";
    const [fault] = teamRows(
      [changed({ fault: { kind: "unreachable", sentence }, nextAt: "2026-03-02T12:04:00Z" })],
      now,
    );
    expect(fault).toMatchObject({ label: "The server cannot be reached", command: "whence.team.pull" });
    expect(fault?.tooltip).toBe(
      `${sentence} It is tried again in about 4 minutes; nothing is lost meanwhile.`,
    );
    const [refused] = teamRows([changed({ fault: { kind: "credential", sentence: "No." } })], now);
    expect(refused).toMatchObject({
      label: "Name and password are refused",
      command: "whence.team.credential",
    });
    const [missing] = teamRows([changed({ hasCredential: false })], now);
    expect(missing).toMatchObject({
      label: "Name and password are missing",
      command: "whence.team.credential",
    });
    const [altered] = teamRows([{ ...joined, standing: "changed" }], now);
    expect(altered).toMatchObject({ label: "The team file has changed", command: "whence.team.join" });
  });

  it("counts what waits", () => {
    const rows = words(teamRows([changed({ pending: { changes: 1_200, records: 1 } })], now));
    expect(rows).toContain("Waiting to be sent: 1,200 changes, 1 decision");
  });

  it("names each mistake of a team file, and leads to it", () => {
    const problems = [".whence/team.json:3:5: There is no key owner: it takes team, repository, graph."];
    const rows = teamRows([{ ...nothing("broken"), problems }], now);
    expect(rows).toMatchObject([{ description: problems[0], command: "whence.team.openFile" }]);
  });

  it("lets whoever joined leave when the team file is gone", () => {
    const [gone] = teamRows([{ ...nothing("none"), exchange }], now);
    expect(gone).toMatchObject({ label: "The team file is gone", command: "whence.team.leave" });
  });

  it("is empty with words of welcome that fit, and one row for each of several folders", () => {
    for (const standing of ["none", "untrusted", "unindexed", "offered"] as const)
      expect(teamWelcome([nothing(standing)], now)).toBe(standing);
    expect(teamWelcome([nothing("none"), nothing("offered")], now)).toBe("offered");
    const both = [joined, nothing("offered")];
    expect(teamWelcome(both, now)).toBe("rows");
    expect(teamRows(both, now).map(({ label }) => label)).toEqual(["harbour"]);
    expect(teamWelcome([], now)).toBe("none");
  });

  it("names only commands that there are, and every row once", () => {
    const ids = commandTable.map(({ id }) => id as string);
    const all = flat(teamRows([changed({ hasCredential: false })], now));
    for (const { command } of all) if (command !== undefined) expect(ids).toContain(command);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

function nothing(standing: TeamState["standing"]): TeamState {
  return { folder: "file:///other", name: "other", standing, problems: [], log: [], members: [] };
}

function flat(rows: readonly TeamRow[]): readonly TeamRow[] {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}
