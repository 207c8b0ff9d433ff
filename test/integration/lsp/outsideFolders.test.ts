import { renameSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createRepository, temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";

const wholeRun = /Looking at the whole folder/;
const pathsRun = /Reading changed files/;

const handbook = {
  "holidays.md": "# Holidays\n\nThirty days of paid holiday.\n",
  ".whenceignore": "drafts/\n",
};

async function ready({ isNamed = true, outside = temporaryFolder(), files = handbook as Files } = {}) {
  const repository = shopRepository();
  writeFiles(outside, files);
  const client = inThisProcess(temporaryFolder());
  const naming = (folders: readonly string[]) => ({ whence: { sources: { extraFolders: folders } } });
  await client.start({
    folders: [repository.folder],
    configuration: naming(isNamed ? [outside] : []),
  });
  await client.becomes("ready");
  await client.logs(/probable links/);
  await client.becomes("ready");
  return { client, outside, naming };
}

type Files = Readonly<Record<string, string>>;

describe("a folder outside of the workspace that is indexed with it", () => {
  it("is watched: what is saved there is found without a look at everything, and what it ignores starts nothing", async () => {
    const { client, outside } = await ready();
    await client.watchesOutside([outside]);
    const from = client.logged.length;
    writeFiles(outside, {
      "drafts/later.md": "# Later\n\nA sabbatical.\n",
      "travel/trains.md": "# Trains\n\nSleeper cars are reimbursed.\n",
      "holidays.md": null,
    });
    await client.sawChanges([
      `${outside}/drafts/later.md`,
      `${outside}/travel/trains.md`,
      `${outside}/holidays.md`,
    ]);
    await client.logs(/Done in/, from);
    expect(await client.filesWith("Sleeper")).toEqual([`${path.basename(outside)}:/travel/trains.md`]);
    expect(await client.filesWith("sabbatical")).toEqual([]);
    expect(await client.filesWith("Thirty")).toEqual([]);
    expect(client.countLogged(wholeRun, from)).toBe(0);
    expect(client.countLogged(pathsRun, from)).toBe(1);
    await client.shutDown();
  });

  it("is watched from the moment at which a setting names it until none does", async () => {
    const { client, outside, naming } = await ready({ isNamed: false });
    await client.watchesOutside([]);
    await client.configure(naming([outside]));
    await client.watchesOutside([outside]);
    await client.configure(naming([]));
    await client.watchesOutside([]);
    expect(await client.filesWith("Thirty")).toEqual([]);
    await client.shutDown();
  });

  it("loses nothing when it goes away, as a share that is unmounted does", async () => {
    const { client, outside } = await ready();
    await client.watchesOutside([outside]);
    const from = client.logged.length;
    renameSync(outside, `${outside}-elsewhere`);
    await client.sawChanges([`${outside}/holidays.md`]);
    await client.logs(/is not there; what the index holds of it stays/, from);
    expect(await client.filesWith("Thirty")).toHaveLength(1);
    await client.becomes("ready");
    writeFiles(`${outside}-elsewhere`, { "travel.md": "# Travel\n\nSleeper cars are reimbursed.\n" });
    renameSync(`${outside}-elsewhere`, outside);
    const back = client.logged.length;
    // Of a folder that is there again, watchers name the folder alone.
    await client.sawChanges([outside]);
    await client.logs(/Done in/, back);
    expect(await client.filesWith("Sleeper")).toHaveLength(1);
    await client.shutDown();
  });

  it("is watched while it is empty", async () => {
    const { client, outside } = await ready({ files: {} });
    await client.watchesOutside([outside]);
    const from = client.logged.length;
    writeFiles(outside, { "first.md": "# First\n\nThe very first sentence.\n" });
    await client.sawChanges([`${outside}/first.md`]);
    await client.logs(/Done in/, from);
    expect(await client.filesWith("sentence")).toEqual([`${path.basename(outside)}:/first.md`]);
    await client.shutDown();
  });

  it("is read as a whole where the repository around it ignores it", async () => {
    const around = createRepository();
    around.commit("Ignores all", { ".gitignore": "*\n!.gitignore\n" });
    const outside = path.join(around.folder, "notes");
    const { client } = await ready({ outside });
    await client.watchesOutside([outside]);
    const from = client.logged.length;
    writeFiles(outside, { "travel.md": "# Travel\n\nSleeper cars are reimbursed.\n" });
    await client.sawChanges([`${outside}/travel.md`]);
    await client.logs(/Done in/, from);
    expect(await client.filesWith("Sleeper")).toEqual(["notes:/travel.md"]);
    expect(client.countLogged(wholeRun, from)).toBe(0);
    await client.shutDown();
  });
});
