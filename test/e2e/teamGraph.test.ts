import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/gitRepository.ts";
import { neo4jForTests } from "../support/neo4j/neo4jForTests.ts";
import { runWhence } from "../support/runCommand.ts";

const { server, reason } = await neo4jForTests();

if (server === undefined) {
  describe.skip("a team with a graph", () => {
    it(`needs a Neo4j: ${reason}`, () => undefined);
  });
}

const hostile = "`}) DETACH DELETE n //";

function spec(id: string, kind: string, title: string, parent?: string): string {
  const above = parent === undefined ? "" : `parent: ${parent}\n`;
  return `---\nid: ${id}\nkind: ${kind}\ntitle: ${JSON.stringify(title)}\n${above}---\n\n# ${id}\n\nMoney goes back to whoever paid.\n`;
}

describe.runIf(server !== undefined)("a team with a graph", () => {
  const team = `team-${process.pid}-${Date.now()}`;
  const stores = temporaryFolder();
  let shop: TestRepository;
  let lib: TestRepository;
  const password = { WHENCE_TEAM_PASSWORD: server?.password ?? "" };

  function teamFile(repository: string, changes: object = {}): string {
    const file = {
      team,
      repository,
      graph: { endpoint: server?.address },
      share: {
        scopes: ["repository", "project:PAY"],
        kinds: ["epic", "story", "issue", "commit", "symbol", "file"],
      },
      roles: { leads: ["ada@example.com"], contributors: ["*"] },
      ...changes,
    };
    return JSON.stringify(file, undefined, 2);
  }

  function whence(repository: TestRepository, words: string, env: NodeJS.ProcessEnv = password) {
    const store = path.join(stores, path.basename(repository.folder));
    return runWhence([...words.split(" "), "--folder", repository.folder, "--store", store], { env });
  }

  beforeAll(async () => {
    shop = createRepository();
    shop.git("config", "user.email", "ada@example.com");
    shop.git("config", "user.name", "Ada");
    shop.commit("PAY-2: refund an order", {
      "docs/specs/PAY-1.md": spec("PAY-1", "epic", hostile),
      "docs/specs/PAY-2.md": spec("PAY-2", "story", "Refund an order", "PAY-1"),
      "src/refund.js": "export function refund(order) {\n  return order.total;\n}\n",
      ".whence/team.json": teamFile("payments/shop"),
    });
    lib = createRepository();
    lib.git("config", "user.email", "grace@example.com");
    lib.git("config", "user.name", "Grace");
    lib.commit("PAY-2: a ledger for refunds", {
      "src/ledger.js": "export function ledger(entry) {\n  return [entry];\n}\n",
      ".whence/team.json": teamFile("payments/lib"),
    });
    for (const each of [shop, lib]) expect((await whence(each, "index")).code).toBe(0);
  });

  it("sends nothing before somebody joined, and says how", async () => {
    const push = await whence(shop, "graph push");
    expect(push.code).toBe(1);
    expect(push.stderr).toMatch(
      /^This folder has a team graph on localhost:\d+, and you have not joined it: `whence graph join`/,
    );
    const join = await whence(shop, "graph join");
    expect(join.code).toBe(1);
    expect(join.stderr).toMatch(
      /Everyone in the team may read: repository, project:PAY\.\nSent are .*never text of documents/,
    );
    expect(join.stderr).toContain("`whence graph join --yes` agrees");
    expect((await whence(shop, "egress --json")).stdout).toContain('"exchanges":[]');
  });

  it("is told what is wrong with password and schema, and loses nothing", async () => {
    expect((await whence(shop, "graph join --yes")).stdout).toContain(
      `Joined ${team} as payments/shop; your role is lead.`,
    );
    expect((await whence(shop, "graph push", { WHENCE_TEAM_PASSWORD: "" })).stderr).toContain(
      "set the environment variable WHENCE_TEAM_PASSWORD",
    );
    const wrong = await whence(shop, "graph push", { WHENCE_TEAM_PASSWORD: "wrong" });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/password/);
    const offline = await whence(shop, "graph push --offline");
    expect(offline.stderr).toContain("offline mode is on");
    const migrated = await whence(shop, "graph migrate --json");
    expect(JSON.parse(migrated.stdout)).toMatchObject({ server: expect.stringMatching(/^Neo4j\/5/) });
    const status = JSON.parse((await whence(shop, "graph status --json")).stdout);
    expect(status).toMatchObject({ joined: true, role: "lead", server: "ready" });
    expect(status.pending.changes).toBeGreaterThan(3);
  });

  it("follows a story from one repository into the other", async () => {
    expect((await whence(shop, "graph push")).stdout).toMatch(/^Sent \d+ things, \d+ links, 1 decision/);
    await whence(lib, "graph join --yes");
    await whence(lib, "index");
    await whence(lib, "graph push");
    expect((await whence(lib, "graph pull")).stdout).toMatch(/of 1 other repository/);
    const trace = await whence(lib, "trace src/ledger.js:1");
    expect(trace.stdout).toContain("Here because of PAY-2 (story), up to PAY-1.");
    expect(trace.stdout).toContain("}) DETACH DELETE n //  (in payments/shop)");
    await whence(shop, "graph pull");
    expect((await whence(shop, "trace PAY-2")).stdout).toContain("(in payments/lib)  — done for it, stated");
  });

  it("shares decisions, and everybody reads who made them", async () => {
    await whence(shop, "link confirm PAY-1 refund --note checked");
    expect(JSON.parse((await whence(shop, "graph status --json")).stdout).pending).toMatchObject({
      records: 1,
    });
    await whence(shop, "graph push");
    await whence(lib, "graph pull");
    const log = (await whence(lib, "graph log")).stdout;
    expect(log).toMatch(
      /Ada <ada@example\.com> {2}confirmed src\/refund\.js#refund — PAY-1 \(was not linked\): checked {2}in payments\/shop/,
    );
    expect(log).toContain("began to share, as the team file says");
  });

  it("asks again when the team file has changed, and lets only a lead change it", async () => {
    const file = path.join(lib.folder, ".whence/team.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, teamFile("payments/lib", { roles: { leads: ["grace@example.com"] } }));
    expect((await whence(lib, "graph push")).stderr).toContain("has changed since you joined");
    const join = await whence(lib, "graph join --yes");
    expect(join.code).toBe(1);
    expect(join.stderr).toMatch(
      /takes the role lead; you are contributor as Grace .* \(ada@example\.com can\)/,
    );
    writeFileSync(file, before);
    expect((await whence(lib, "graph push")).code).toBe(0);
  });

  it("leaves: what came from others goes, what is one's own stays", async () => {
    await whence(lib, "graph leave");
    const trace = (await whence(lib, "trace src/ledger.js:1")).stdout;
    expect(trace).not.toContain("payments/shop");
    expect(trace).toContain("PAY-2");
    expect((await whence(lib, "graph push")).stderr).toContain("you have not joined it");
  });
});

describe("a repository whose specifications nobody linked", () => {
  it("gets probable links, settles one, and a trace tells both", async () => {
    const repository = createRepository({
      "docs/specs/SHOP-1.md": spec("SHOP-1", "story", "Refund a payment by card"),
      "docs/specs/SHOP-2.md": spec("SHOP-2", "story", "Print an address label"),
      "src/cardRefund.js":
        "/** Refunds a payment to the card that paid. */\nexport function refundCard(payment) {\n  return payment.card.refund(payment.amount);\n}\n",
      "src/addressLabel.js":
        "/** Prints the address label of a parcel. */\nexport function printAddressLabel(parcel) {\n  return parcel.address.label();\n}\n",
    });
    const place = ["--folder", repository.folder, "--store", path.join(temporaryFolder(), "s")];
    await runWhence(["index", ...place]);
    const links = JSON.parse((await runWhence(["link", "--json", ...place])).stdout);
    expect(links).toContainEqual(
      expect.objectContaining({
        requirement: "SHOP-1",
        code: "src/cardRefund.js",
        definition: "refundCard",
        origin: "inferred",
      }),
    );
    const trace = (await runWhence(["trace", "src/cardRefund.js:2", ...place])).stdout;
    expect(trace).toMatch(/Nobody stated why it is here\. Probably for SHOP-1 \(story\), \d+ %/);
    expect(trace).toMatch(/┄┄ function refundCard .*probably for it, inferred, \d+ %: `refundCard` shares/s);
    await runWhence(["link", "confirm", "SHOP-1", "refundCard", ...place]);
    await runWhence(["link", "reject", "SHOP-2", "refundCard", ...place]);
    await runWhence(["link", ...place]);
    const after = (await runWhence(["trace", "refundCard", ...place])).stdout;
    expect(after).toContain("Here because of SHOP-1 (story).");
    expect(after).not.toContain("SHOP-2");
    const counted = JSON.parse((await runWhence(["coverage", "--inferred", "--json", ...place])).stdout);
    const stories: readonly {
      readonly key: string;
      readonly symbols: readonly unknown[];
      readonly inferred: number;
    }[] = counted.items;
    expect(stories.map(({ key, symbols }) => [key, symbols.length])).toEqual([
      ["SHOP-1", 1],
      ["SHOP-2", 0],
    ]);
    expect(stories[1]?.inferred).toBeGreaterThan(0);
  });
});
