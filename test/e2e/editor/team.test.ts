import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cloneRepository, type TestRepository } from "../../support/gitRepository.ts";
import { signAs } from "../../support/lsp/teamMember.ts";
import { fakeBolt } from "../../support/neo4j/fakeBolt.ts";
import { neo4jForTests } from "../../support/neo4j/neo4jForTests.ts";
import { unusedPort } from "../../support/unusedPort.ts";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { Questions } from "../../support/workbench/questions.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();
const { server, reason: noServer } = await neo4jForTests();
if (server === undefined) {
  describe.skip("a team with a graph, in the editor", () => {
    it(`needs a Neo4j: ${noServer}`, () => undefined);
  });
}

const setUp = "Whence: Set Up Team Graph";
const view = "Team Graph";

describe.skipIf(reason !== undefined || server === undefined)(
  "a team with a graph, in the editor",
  { timeout: 600_000, retry: 1 },
  () => {
    const password = server?.password ?? "";
    const [address, host] = [server?.address ?? "", `localhost:${server?.port}`];
    let fixture: FixtureRepository;
    let workbench: Workbench;
    let questions: Questions;
    let clone: TestRepository;

    beforeAll(async () => {
      fixture = fixtureRepository();
      signAs(fixture.repository, "Ada");
      workbench = await startWorkbench();
      questions = new Questions(workbench.page);
      await workbench.openFolder(fixture.folder);
      await workbench.statusBar(/Whence: ready/);
    }, 900_000);

    /** Answers the first steps up to the password. */
    async function answerServer(
      endpoint: string,
      secret: string,
      host?: { readonly allow: string },
    ): Promise<void> {
      await questions.answer(/\(1\/5\).*Address of the Neo4j server/, endpoint);
      if (host !== undefined) await questions.dialogue(/Allow Whence to send/, host.allow);
      await questions.answer(/\(2\/5\).*Name of the database/, "");
      await questions.answer(/\(3\/5\).*Your name at/, "neo4j");
      await questions.answer(/\(3\/5\).*Password of neo4j/, secret);
    }

    /** A step of a flow in a wide and in a narrow window, which stays open meanwhile. */
    async function screenshots(name: string): Promise<void> {
      for (const width of [900, 300]) {
        await workbench.page.setViewportSize({ width, height: 700 });
        await workbench.screenshot(`${name}-${width}`);
      }
      await workbench.page.setViewportSize({ width: 1360, height: 860 });
    }

    it("is offered a set-up where there is none, which leaves nothing behind when it is cancelled", async () => {
      await workbench.views.open("Whence", view);
      expect(await workbench.views.welcome(view)).toMatch(
        /This folder has no team graph\..*Set Up Team Graph/s,
      );
      await workbench.screenshot("team-none");
      await workbench.runCommand(setUp);
      await questions.answer(/\(1\/5\)/, "bolt://localhost:1");
      const asked = await questions.dialogue(/Allow Whence to send to localhost:1\?/, "Cancel");
      expect(asked).toContain("whence.network.approvedHosts");
      await questions.says(/Nothing is sent to localhost:1 unless you allow it/);
      await workbench.screenshot("team-forbidden-host");
      await questions.answerInVain(/\(1\/5\)/, "https://localhost", /must begin with neo4j\+s:/);
      await questions.cancel(/\(1\/5\)/);
      expect(existsSync(fixture.repository.at(".whence/team.json"))).toBe(false);
    });

    it("shows to which servers a cluster leads on, and goes there once the lead has added them", async () => {
      await workbench.changeTheme("highContrast");
      const core = await fakeBolt({ members: [host] });
      await workbench.runCommand(setUp);
      await answerServer(`neo4j://127.0.0.1:${core.port}`, password, { allow: "Allow This Host" });
      await questions.untilDialogue(/leads on to/);
      await screenshots("team-cluster-highContrast");
      const said = await questions.dialogue(/leads on to/, "Add These Servers");
      expect(said).toContain(`127.0.0.1:${core.port} leads on to ${host}, which no team file names`);
      const next = await questions.dialogueOrQuestion(/Prepare the database/, /\(5\/5\)/);
      if (next === "dialogue") await questions.dialogue(/Prepare the database/, "Cancel");
      else await questions.cancel(/\(5\/5\)/);
      expect(existsSync(fixture.repository.at(".whence/team.json"))).toBe(false);
      await core.close();
      await workbench.changeTheme("light");
    });

    it("leads through five steps, and names each fault with what helps", async () => {
      await workbench.runCommand(setUp);
      const dead = await unusedPort();
      await answerServer(`bolt://localhost:${dead}`, "wrong", { allow: "Allow This Host" });
      const gone = await questions.dialogue(/nothing listens there/, "Edit Address");
      expect(gone).toContain(`localhost:${dead} cannot be reached`);
      await answerServer(address, "wrong", { allow: "Allow This Host" });
      await questions.untilDialogue(/does not accept this name and password/);
      await screenshots("team-wrong-password-light");
      await questions.dialogue(/does not accept this name and password/, "Edit Name and Password");
      await questions.answer(/\(3\/5\).*Your name at/, "neo4j");
      await questions.says(/Password of neo4j/);
      await questions.back(/Password of neo4j/);
      await questions.answer(/\(3\/5\).*Your name at/, "neo4j");
      await workbench.screenshot("team-password");
      await questions.answer(/\(3\/5\).*Password of neo4j/, password);
      const scopes = /\(5\/5\).*What may everyone in the team read/;
      if ((await questions.dialogueOrQuestion(/Prepare the database/, scopes)) === "dialogue") {
        await workbench.screenshot("team-schema");
        await questions.dialogue(/Prepare the database/, "Make Schema");
      }
      await questions.says(scopes);
      await screenshots("team-scopes-light");
      await questions.check(scopes, [/^\s*repository/]);
      await questions.says(/\(5\/5\).*Which kinds/);
      await workbench.screenshot("team-kinds");
      await questions.check(/\(5\/5\).*Which kinds/, []);
      await questions.answer(/\(5\/5\).*Name of the team/, `harbour-${Date.now()}`);
      await questions.answer(/\(5\/5\).*Name of this repository/, "harbour/shop");
      const preview = await questions.says(/PIER-1 A harbour/);
      expect(preview).toContain("PIER-1 A harbour that people can rely on");
      await screenshots("team-preview-light");
      expect(existsSync(fixture.repository.at(".whence/team.json"))).toBe(false);
      await questions.choose(/Would be sent: \d+ things and \d+ links/, /Write \.whence\/team\.json/);
      const { text } = await workbench.notification(/Joined the graph of harbour-/);
      expect(text).toMatch(
        /Sent 1 decision or policy record, \d+ things and \d+ links\. Commit \.whence\/team\.json/,
      );
      const file = JSON.parse(readFileSync(fixture.repository.at(".whence/team.json"), "utf8"));
      expect(file).toMatchObject({
        graph: { endpoint: address },
        share: { scopes: ["repository"] },
        roles: { leads: ["ada@example.com"], contributors: ["*"] },
      });
      expect(file.share.kinds).not.toContain("person");
      await workbench.runCommand("Notifications: Clear All Notifications");
      await workbench.changeTheme("dark");
    });

    it("shows role, what waits, schema and decisions, and sends a decision by itself", async () => {
      const { assignBerth } = fixture;
      await workbench.views.collapse("Trace");
      await workbench.views.row(view, new RegExp(host));
      await workbench.views.row(view, /Your role: lead.*not enforced by the server/);
      await workbench.views.row(view, /Schema version 1.*as it should be/);
      await workbench.openFile(assignBerth.path, assignBerth.line);
      const place = { line: assignBerth.line };
      const hover = await workbench.editor.hoverOver(assignBerth.name, {
        ...place,
        wanted: /PIER-5[\s\S]*inferred/,
      });
      await hover.click("Confirm");
      await workbench.views.row(view, /confirmed src\/berths\.ts#assignBerth — PIER-5.*Ada/);
      await workbench.views.row(view, /Nothing waits to be sent/);
      await workbench.runCommand("Whence: Push to Team Graph");
      await workbench.views.row(view, /Last sent just now/);
      for (const theme of ["light", "highContrast", "dark"] as const) {
        await workbench.changeTheme(theme);
        await workbench.views.row(view, /Recent decisions/);
        await workbench.screenshot(`team-view-${theme}`);
      }
      await workbench.page.setViewportSize({ width: 640, height: 700 });
      await workbench.views.row(view, /Your role: lead/);
      await workbench.screenshot("team-view-narrow");
      await workbench.page.setViewportSize({ width: 1360, height: 860 });
    });

    it("changes a credential once the new one works", async () => {
      await workbench.runCommand("Whence: Change Team Graph Credential");
      await questions.answer(/\(1\/2\).*Your name at/, "neo4j");
      await questions.answer(/\(2\/2\).*Password of neo4j/, "another");
      await questions.dialogue(/does not accept this name and password/, "Edit Name and Password");
      await questions.answer(/\(1\/2\).*Your name at/, "neo4j");
      await questions.answer(/\(2\/2\).*Password of neo4j/, password);
      await workbench.notification(/has accepted name and password/);
      await workbench.runCommand("Notifications: Clear All Notifications");
    });

    it.each(["Not Now", "Never for This Folder"])("is not offered again after %s", async (answer) => {
      fixture.repository.commit(`The harbour has a team graph: ${answer}`, { "docs/team.md": `${answer}\n` });
      const other = cloneRepository(fixture.repository);
      signAs(other, "Linus");
      await workbench.openFolder(other.folder);
      await workbench.statusBar(/Whence: ready/);
      const offer = await workbench.notification(/has a team graph \(harbour-\d+ on localhost:\d+\): join\?/);
      await offer.press(answer);
      await workbench.reload();
      await workbench.statusBar(/Whence: ready/);
      await workbench.views.open("Whence", view);
      expect(await workbench.views.welcome(view)).toContain("Join Team Graph");
      expect((await workbench.notifications()).join()).not.toContain("has a team graph");
    });

    it("is offered once to a colleague, who joins and reads in the hover who confirmed", async () => {
      clone = cloneRepository(fixture.repository);
      signAs(clone, "Grace");
      await workbench.openFolder(clone.folder);
      await workbench.statusBar(/Whence: ready/);
      const offer = await workbench.notification(/has a team graph \(harbour-\d+ on localhost:\d+\): join\?/);
      expect(offer.text).toMatch(
        /Everyone in the team may read: repository\. \d+ things and \d+ links would be sent now\./,
      );
      expect(offer.buttons).toEqual(["Join", "Not Now", "Never for This Folder"]);
      await workbench.screenshot("team-offer");
      await offer.press("Join");
      await questions.answer(/\(1\/2\).*Your name at/, "neo4j");
      await questions.answer(/\(2\/2\).*Password of neo4j/, password);
      await workbench.notification(/Joined the graph of harbour-.*Fetched \d+ decision/);
      await workbench.runCommand("Notifications: Clear All Notifications");
      const { assignBerth } = fixture;
      await workbench.openFile(assignBerth.path, assignBerth.line);
      const place = { line: assignBerth.line };
      await workbench.editor.hoverOver(assignBerth.name, {
        ...place,
        wanted: /PIER-5[\s\S]*confirmed by Ada/,
      });
      await workbench.screenshot("team-hover");
      await workbench.views.open("Whence", view);
      await workbench.views.collapse("Trace");
      await workbench.views.row(view, /Your role: contributor/);
      await workbench.views.row(view, /Members seen: 2/);
    });

    it("keeps the credential over a restart of the server, and out of settings, logs and arguments", async () => {
      const before = await workbench.killServer();
      await workbench.serverProcess(before);
      await workbench.statusBar(/Whence: ready/);
      await workbench.views.row(view, /Your role: contributor/);
      await workbench.runCommand("Whence: Pull from Team Graph");
      await workbench.views.row(view, /Last fetched just now/);
      const commands = workbench.processes().map(({ command }) => command);
      for (const text of [workbench.ownLog(), ...commands]) expect(text).not.toContain(password);
    });

    it("leaves, and is not asked again", async () => {
      await workbench.runCommand("Whence: Leave Team Graph");
      const said = await questions.dialogue(/Leave the team graph/, "Leave");
      expect(said).toContain("Your own links and decisions stay");
      await workbench.notification(/Left the team graph/);
      await until("the words of welcome", async () =>
        /that you have not joined/.test(await workbench.views.welcome(view)),
      );
      await workbench.screenshot("team-left");
      await workbench.reload();
      await workbench.statusBar(/Whence: ready/);
      await workbench.views.open("Whence", view);
      expect(await workbench.views.welcome(view)).toContain("Join Team Graph");
      expect((await workbench.notifications()).join()).not.toContain("has a team graph");
    });
  },
);
