import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { SqliteEgressLedger } from "../../../server/stores/sqlite/egressLedger.ts";
import { decideRequest } from "../../../shared/protocol/requests.ts";
import {
  teamAddressRequest,
  teamChoicesRequest,
  teamCredentialRequest,
  teamExchangeRequest,
  teamFileRequest,
  teamJoinRequest,
  teamLeaveRequest,
  teamMigrateRequest,
  teamPreviewRequest,
  teamTestRequest,
} from "../../../shared/protocol/teamRequests.ts";
import { cloneRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { asItsOwnProcess, inThisProcess } from "../../support/lsp/startServer.ts";
import { signAs, TeamMember } from "../../support/lsp/teamMember.ts";
import type { UserClient } from "../../support/lsp/userClient.ts";
import { fakeBolt } from "../../support/neo4j/fakeBolt.ts";
import { neo4jForTests, type TestServer } from "../../support/neo4j/neo4jForTests.ts";
import { unusedPort } from "../../support/unusedPort.ts";

const { server, reason } = await neo4jForTests();

if (server === undefined) {
  describe.skip("a team in the editor", () => {
    it(`needs a Neo4j: ${reason}`, () => undefined);
  });
}

function theServer(): TestServer {
  if (server === undefined) throw new Error("There is no server.");
  return server;
}

function approving(...approvedHosts: readonly string[]) {
  return { whence: { network: { approvedHosts } } };
}

async function opened(
  folder: string,
  options: { readonly approved?: boolean; readonly isTrusted?: boolean; readonly offline?: boolean } = {},
): Promise<TeamMember> {
  const client = inThisProcess(temporaryFolder());
  const { approved = true, isTrusted = true, offline = false } = options;
  const approvedHosts = approved ? [`localhost:${theServer().port}`] : [];
  const configuration = { whence: { network: { approvedHosts, offline } } };
  await client.start({ folders: [folder], isTrusted, configuration });
  await client.becomes("ready");
  return new TeamMember(client, theServer());
}

function socketsOf(client: UserClient) {
  const ledger = new SqliteEgressLedger(client.storeOf(client.folder), "read");
  const rows = ledger.exchanges("2000", 1_000).filter(({ outcome }) => outcome !== "refused");
  ledger.close();
  return rows;
}

function leadsRepository() {
  const repository = shopRepository();
  signAs(repository, "Ada");
  return repository;
}

describe.runIf(server !== undefined)("whoever sets up the graph of a team in the editor", () => {
  it("is led from the address to a team file, and the other is offered it, joins, and sees the decision in the hover", async () => {
    const repository = leadsRepository();
    const ada = await opened(repository.folder, { approved: false });
    const { client, credential } = ada;
    const folder = client.folderUri;
    const endpoint = theServer().address;
    expect(await ada.state()).toMatchObject({ standing: "none" });
    // The settings allow the host only once the lead has said so; the next request knows it already.
    const host = `localhost:${theServer().port}`;
    expect(await client.ask(teamAddressRequest, { folder, endpoint })).toEqual({
      host,
      fault: {
        kind: "host",
        sentence: expect.stringContaining(`Nothing is sent to ${host} unless you allow it`),
      },
    });
    const wish = { folder, server: { endpoint }, credential, mustWrite: true };
    expect((await client.ask(teamTestRequest, wish)).fault).toMatchObject({ kind: "host" });
    expect(socketsOf(client)).toEqual([]);
    await client.configure(approving(host));
    expect(await client.ask(teamAddressRequest, { folder, endpoint })).toEqual({ host });
    const tested = await client.ask(teamTestRequest, wish);
    expect(tested).toEqual({
      server: {
        name: expect.stringMatching(/^Neo4j\/5/),
        edition: "community",
        schema: expect.any(Number),
        newestSchema: 1,
      },
    });
    expect((await client.ask(teamMigrateRequest, wish)).server).toMatchObject({ schema: 1 });
    const choices = await client.ask(teamChoicesRequest, { folder });
    expect(choices).toMatchObject({ me: "Ada <ada@example.com>", hasAddress: true, problems: [] });
    expect(choices.scopes.map(({ scope }) => scope)).toEqual(["repository", "project:SHOP"]);
    const nothing = await client.ask(teamPreviewRequest, { folder, scopes: [], kinds: ["story"] });
    expect(nothing).toEqual({ nodes: 0, edges: 0, kinds: [], items: [] });
    const preview = await client.ask(teamPreviewRequest, {
      folder,
      scopes: ["repository"],
      kinds: ["story", "commit"],
    });
    expect(preview.kinds).toEqual([
      { kind: "story", count: 2 },
      { kind: "commit", count: 2 },
    ]);
    expect(preview.items[0]).toEqual({ kind: "story", label: "SHOP-1 Refunds in parts" });
    await ada.writeFile(`editor-${randomUUID()}`, "shop");
    repository.commit("A team file");
    expect(JSON.parse(readFileSync(repository.at(".whence/team.json"), "utf8")).roles).toEqual({
      contributors: ["*"],
      leads: ["ada@example.com"],
    });
    await client.sawChanges([".whence/team.json"]);
    expect(await ada.state()).toMatchObject({ standing: "offered", team: { role: "lead", host } });
    await ada.join();
    expect(await ada.exchange("both")).toMatch(
      /^Nothing new from others\. Sent 1 decision or policy record, \d+ things/,
    );

    const clone = cloneRepository(repository);
    signAs(clone, "Grace");
    const grace = await opened(clone.folder, { approved: false });
    expect(await grace.state()).toMatchObject({
      standing: "offered",
      team: { role: "contributor" },
      log: [],
    });
    expect(await refusal(grace.exchange("pull"))).toContain("not known in this window");
    expect(socketsOf(grace.client)).toEqual([]);
    const hers = { folder: grace.client.folderUri, server: { endpoint }, credential, mustWrite: true };
    expect(await grace.client.ask(teamTestRequest, { ...hers, isConsented: true })).toHaveProperty("server");
    await grace.join();
    await grace.exchange("both");

    const code = { folder, path: "src/limits.ts", name: "exceedsLimit", line: 2 };
    const from = client.logged.length;
    const before = grace.client.linkChanges;
    await client.ask(decideRequest, {
      verdict: "confirmed",
      key: "SHOP-1",
      code,
      note: "limits guard refunds",
    });
    // What somebody decides is sent by itself.
    await client.logs(/Team graph: .*Sent 1 decision/, from);
    await grace.exchange("pull");
    await grace.client.until(() => grace.client.linkChanges > before, "lenses are drawn anew");
    await grace.client.open("src/limits.ts");
    const card = await grace.client.hoverTelling("src/limits.ts", "exceedsLimit", "confirmed by Ada");
    expect(card).toContain("SHOP-1");
    const state = await grace.state();
    expect(state.log[0]).toMatchObject({
      by: "Ada <ada@example.com>",
      what: "confirmed src/limits.ts#exceedsLimit — SHOP-1 (was not linked): limits guard refunds",
    });
    expect(state.members).toMatchObject([
      { name: "Ada <ada@example.com>", role: "lead", isMe: false },
      { name: "Grace <grace@example.com>", role: "contributor", isMe: true },
    ]);
    expect(state.exchange).toMatchObject({
      // What a hover reads of the history is a change too, so only decisions are counted.
      pending: { records: 0 },
      hasCredential: true,
      server: { edition: "community", schema: 1 },
    });
    expect(socketsOf(grace.client).map((row) => row.host)).toContain(host);
    for (const each of [client, grace.client]) expect(each.logged.join()).not.toContain(credential.password);

    const { sentence } = await grace.client.ask(teamLeaveRequest, { folder: grace.client.folderUri });
    expect(sentence).toContain("Left the team graph");
    expect(await grace.state()).toMatchObject({ standing: "offered" });
    expect(await refusal(grace.exchange("pull"))).toContain("not known in this window");
  });

  it("hears what is wrong with a server, each in a sentence that helps", async () => {
    const member = await opened(leadsRepository().folder);
    const { client, credential } = member;
    const { address, port } = theServer();
    const dead = await unusedPort();
    const newer = await fakeBolt({ failure: { code: "Neo.ClientError.Security.Forbidden", message: "no" } });
    await client.configure(
      approving(`localhost:${port}`, `localhost:${dead}`, `127.0.0.1:${newer.port}`, "graph.invalid"),
    );
    const faultOf = async (endpoint: string, changes: object = {}) => {
      const wish = {
        folder: client.folderUri,
        server: { endpoint },
        credential,
        mustWrite: true,
        ...changes,
      };
      const { fault } = await client.ask(teamTestRequest, wish);
      return `${fault?.kind}: ${fault?.sentence}`;
    };
    const wrong = { ...credential, password: "wrong" };
    expect(await faultOf(address, { credential: wrong })).toBe(
      `credential: localhost:${port} does not accept this name and password: enter those which whoever runs the server gave you.`,
    );
    expect(await faultOf(address, { server: { endpoint: address, database: "nowhere" } })).toMatch(
      /^database: .* has no database nowhere/,
    );
    expect(await faultOf(`bolt://localhost:${dead}`)).toMatch(/^unreachable: .*nothing listens there/);
    expect(await faultOf("bolt://graph.invalid")).toMatch(
      /^unreachable: graph\.invalid cannot be reached \(/,
    );
    expect(await faultOf("bolt://localhost:1")).toMatch(/^host: Nothing was sent to localhost:1 yet/);
    expect(await faultOf("https://localhost")).toMatch(/^address: The address must begin with neo4j\+s:/);
    expect(await faultOf(`bolt://127.0.0.1:${newer.port}`)).toMatch(
      /^rights: Your account at .* may not do that/,
    );
    await client.configure({ whence: { network: { offline: true } } });
    expect(await faultOf(address)).toMatch(/^offline: Nothing is sent to .*offline mode is on/);
    await newer.close();
  });

  it("hears to which servers a cluster leads on, and goes there once they are named", async () => {
    const { client, credential } = await opened(leadsRepository().folder);
    const { port } = theServer();
    const core = await fakeBolt({ members: [`localhost:${port}`] });
    await client.configure(approving(`127.0.0.1:${core.port}`));
    const wish = { folder: client.folderUri, credential, mustWrite: true };
    const server = { endpoint: `neo4j://127.0.0.1:${core.port}` };
    const { fault } = await client.ask(teamTestRequest, { ...wish, server });
    expect(fault).toEqual({
      kind: "members",
      members: [`localhost:${port}`],
      sentence: expect.stringContaining(`leads on to localhost:${port}, which no team file names`),
    });
    // Nobody has agreed to the address either.
    await client.configure(approving());
    expect((await client.ask(teamTestRequest, { ...wish, server })).fault?.kind).toBe("host");
    await client.configure(approving(`127.0.0.1:${core.port}`));
    // A server speaks for servers, not for a whole domain.
    const wide = await fakeBolt({ members: ["*.example.com:7687"] });
    await client.configure(approving(`127.0.0.1:${core.port}`, `127.0.0.1:${wide.port}`));
    const elsewhere = { endpoint: `neo4j://127.0.0.1:${wide.port}` };
    expect((await client.ask(teamTestRequest, { ...wish, server: elsewhere })).fault?.kind).toBe("host");
    await wide.close();
    const named = { ...server, members: fault?.members ?? [] };
    const answer = await client.ask(teamTestRequest, { ...wish, server: named });
    expect(answer).toMatchObject({ server: { edition: "community" } });
    await core.close();
  });

  it.each([
    ["tls", "certificate", "is not trusted"],
    ["expired", "certificate", "has expired"],
    ["readOnly", "readOnly", "can only be read now"],
  ] as const)("hears that a server is %s", async (kind, fault, words) => {
    const { server: other } = await neo4jForTests(kind);
    if (other === undefined) return;
    const { client } = await opened(leadsRepository().folder);
    const caFile = kind === "expired" ? (other.caFile ?? "") : "";
    await client.configure({ whence: { network: { approvedHosts: [`localhost:${other.port}`], caFile } } });
    const { user, password, address } = other;
    const answer = await client.ask(teamTestRequest, {
      ...{ folder: client.folderUri, server: { endpoint: address }, mustWrite: true },
      credential: { user, password },
    });
    expect(answer.fault).toEqual({ kind: fault, sentence: expect.stringContaining(words) });
  });

  it("changes a team file that is there and keeps what else it says, and writes none that is wrong", async () => {
    const repository = leadsRepository();
    const written = {
      $schema: "../docs/team.schema.json",
      ...{ team: "old", repository: "shop" },
      graph: { endpoint: theServer().address, members: ["core1.example.com:7687"] },
      share: { scopes: ["repository"], kinds: ["story"] },
      roles: { leads: ["ada@example.com"], contributors: ["grace@example.com"], readers: ["*"] },
    };
    repository.write({ ".whence/team.json": `${JSON.stringify(written, undefined, 4)}\n` });
    const { client } = await opened(repository.folder);
    const folder = client.folderUri;
    const draft = {
      ...{ team: "new", repository: "shop", endpoint: theServer().address },
      kinds: ["epic"],
      members: written.graph.members,
    };
    const { text } = await client.ask(teamFileRequest, {
      folder,
      draft: { ...draft, scopes: ["project:SHOP"] },
    });
    const share = { scopes: ["project:SHOP"], kinds: ["epic"] };
    expect(text).toBe(`${JSON.stringify({ ...written, team: "new", share }, undefined, 4)}\n`);
    const wrong = client.ask(teamFileRequest, { folder, draft: { ...draft, scopes: ["everything"] } });
    expect(await refusal(wrong)).toContain("share.scopes.0 is no scope");
    writeFileSync(repository.at(".whence/team.json"), '{"team": 7');
    expect((await client.ask(teamChoicesRequest, { folder })).problems[0]).toContain("not valid JSON");
  });

  it("is asked again when the file has changed, and agrees to nothing that was not shown", async () => {
    const repository = leadsRepository();
    const member = await opened(repository.folder);
    await member.writeFile(`editor-${randomUUID()}`, "shop");
    await member.join();
    expect((await member.state()).standing).toBe("joined");
    // A password is for the server for which it was entered, whatever the file names by now.
    const elsewhere = { folder: member.client.folderUri, endpoint: "bolt://localhost:1" };
    await member.client.ask(teamCredentialRequest, { ...elsewhere, credential: member.credential });
    expect(await refusal(member.exchange("pull"))).toMatch(
      /^The password of the team graph on .* is missing/,
    );
    await member.join();
    const shown = (await member.state()).team?.fingerprint ?? "";
    const file = repository.at(".whence/team.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"symbol",', ""));
    expect((await member.state()).standing).toBe("changed");
    expect(await refusal(member.exchange("both"))).toContain("has changed since you joined");
    const folder = member.client.folderUri;
    const agreed = member.client.ask(teamJoinRequest, { folder, fingerprint: shown });
    expect(await refusal(agreed)).toContain("has changed since it was shown to you");
  });
});

describe.runIf(server !== undefined)("a window with a team whose server is gone", () => {
  it("loses nothing, says so once without alarm, and goes on when the person fetches again", async () => {
    const repository = leadsRepository();
    const member = await opened(repository.folder);
    const relay = await relayTo(theServer().port);
    const { client } = member;
    await client.configure(approving(`localhost:${relay.port}`, `localhost:${theServer().port}`));
    const through = new TeamMember(client, { ...theServer(), address: `bolt://localhost:${relay.port}` });
    await through.writeFile(`editor-${randomUUID()}`, "shop");
    await through.join();
    await through.exchange("both");
    await relay.cut();
    const code = { folder: client.folderUri, path: "src/limits.ts", name: "exceedsLimit", line: 2 };
    await client.ask(decideRequest, { verdict: "confirmed", key: "SHOP-1", code });
    await client.logs(/Team graph: .*cannot be reached/);
    await client.until(() => client.note() !== undefined, "a note");
    expect(client.note()).toMatch(
      /^The team graph is not up to date, and nothing is lost by that\. localhost:\d+ /,
    );
    expect(client.health()).toMatchObject({ state: "ready" });
    const state = await through.state();
    expect(state.exchange).toMatchObject({ pending: { records: 1 }, fault: { kind: "unreachable" } });
    expect(Date.parse(state.exchange?.nextAt ?? "")).toBeGreaterThan(Date.now());
    await relay.restore();
    expect(await through.exchange("push")).toMatch(/Sent 1 decision/);
    expect((await through.state()).exchange).not.toHaveProperty("fault");
    await client.until(() => client.note() === undefined, "the note is gone");
  });
});

describe("a workspace that nobody trusts", () => {
  it("reads no team file and opens no socket, whatever is asked", async () => {
    const repository = shopRepository();
    repository.write({ ".whence/team.json": "{}" });
    const client = asItsOwnProcess(temporaryFolder());
    await client.start({ folders: [repository.folder], isTrusted: false });
    await client.becomes("ready");
    const folder = client.folderUri;
    const credential = { user: "neo4j", password: "a password" };
    const asked = [
      client.ask(teamTestRequest, {
        ...{ folder, credential, mustWrite: true, isConsented: true },
        server: { endpoint: "bolt://localhost:7687" },
      }),
      client.ask(teamChoicesRequest, { folder }),
      client.ask(teamExchangeRequest, { folder, what: "both" }),
      client.ask(teamJoinRequest, { folder, fingerprint: "" }),
    ];
    for (const each of asked) expect(await refusal(each)).toContain("You do not trust this workspace");
    expect(socketsOf(client)).toEqual([]);
  });
});

async function refusal(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => "it was not refused",
    (error: Error) => error.message,
  );
}

/** A way to a server that can be cut. */
async function relayTo(port: number) {
  const sockets = new Set<net.Socket>();
  const create = () =>
    net.createServer((socket) => {
      const there = net.connect({ host: "localhost", port });
      for (const each of [socket, there]) {
        sockets.add(each);
        each.on("error", () => each.destroy());
      }
      socket.pipe(there).pipe(socket);
    });
  let listener = create();
  const listen = (at: number) =>
    new Promise<void>((resolve) => {
      listener = create();
      listener.listen(at, "localhost", resolve);
    });
  await listen(0);
  const own = (listener.address() as net.AddressInfo).port;
  return {
    port: own,
    async cut() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
    restore: () => listen(own),
  };
}
