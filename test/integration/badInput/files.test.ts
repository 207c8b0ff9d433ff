import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languageDefinitions } from "../../../server/chunking/languages/languageTable.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { openAnswering, openIndexing } from "../../../server/wiring.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";

const good = "export function refundOrder(order: string) {\n  return order;\n}\n";

/** Reasons and warnings by path. */
async function verdicts(whence: IndexedFolder) {
  const { catalog, close } = await openAnswering(whence.place);
  const skipped = new Map(catalog.skipped.list(undefined, 1000).map((skip) => [skip.path, skip.reason]));
  const warnings = new Map(
    catalog.documents.withProblems(1000).map((each) => [each.path, [each.problem, ...each.warnings]]),
  );
  await close();
  return { skipped, warnings };
}

describe("one odd file costs nothing but itself", () => {
  const folder = temporaryFolder();
  const whence = indexedFolder(folder);
  const server = net.createServer();
  const at = (name: string) => path.join(folder, name);
  const longName = `${"long".repeat(63)}.ts`;

  beforeAll(async () => {
    writeFileSync(at("good.ts"), good);
    for (const name of ["sparse.ts", "sparse.txt"]) {
      writeFileSync(at(name), "");
      truncateSync(at(name), 1024 ** 3);
    }
    mkdirSync(at(".whence"));
    writeFileSync(at(".whence/config.yaml"), "limits: {maxFileSizeKb: 102400, maxChunksPerFile: 100}\n");
    writeFileSync(at("line.js"), `const line = "${"word ".repeat(10 * 1024 ** 2)}";\n`);
    writeFileSync(at("line.txt"), `zebrafish ${"word ".repeat(10 * 1024 ** 2)}\n`);
    writeFileSync(
      at("broken.md"),
      Buffer.concat([
        Buffer.from("# Broken bytes\n\nOkapi – – – "),
        Buffer.from([0xc3, 0x28, 0xff]),
        Buffer.from(" – stripes\n"),
      ]),
    );
    writeFileSync(at("latin.txt"), Buffer.from("caf\xe9 au lait\n", "latin1"));
    writeFileSync(at("zeros.txt"), Buffer.alloc(5000));
    writeFileSync(at("empty.ts"), "");
    writeFileSync(at("blank.md"), "\n \n\t\n");
    execFileSync("mkfifo", [at("pipe.ts")]);
    await new Promise<void>((resolve) => server.listen(at("socket.ts"), resolve));
    writeFileSync(at("new\nline.ts"), "export const newlineName = 1;\n");
    writeFileSync(at("quo\"te'`$(touch x);.ts"), "export const quotedName = 1;\n");
    writeFileSync(at("smile 😀.md"), "# Smile\n\nCapybara.\n");
    writeFileSync(at(longName), "export const nameOf255Bytes = 1;\n");
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xff, 0xfe]), Buffer.from(".ts")]),
      good,
    );
    await whence.index();
  }, 240_000);

  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it("the rest is answered", async () => {
    const [first] = await whence.search("where is refundOrder defined?");
    expect(first?.path).toBe("good.ts");
  });

  it("files of 1 GB and pipes, sockets and zeros are listed with a reason and not read", async () => {
    const { skipped } = await verdicts(whence);
    expect(skipped).toEqual(
      new Map([
        ["sparse.ts", "oversized"],
        ["sparse.txt", "oversized"],
        ["line.js", "minified"],
        ["pipe.ts", "notRegular"],
        ["socket.ts", "notRegular"],
        ["zeros.txt", "binary"],
        ["f\ufffd\ufffd.ts", "nameNotUnicode"],
      ]),
    );
  });

  it("a line of 50 MB is cut into passages up to the limit, which is said", async () => {
    const found = await whence.search("zebrafish");
    expect(found[0]).toMatchObject({ path: "line.txt", startLine: 1, endLine: 1 });
    expect((await verdicts(whence)).warnings.get("line.txt")?.join()).toMatch(
      /Only the first 100 of \d+ passages/,
    );
  });

  it("bytes that are no text are replaced, and what stands around them is found", async () => {
    expect((await whence.search("okapi stripes"))[0]?.path).toBe("broken.md");
    expect((await whence.search("café"))[0]?.path).toBe("latin.txt");
    expect((await verdicts(whence)).warnings.get("broken.md")?.join()).toMatch(/bytes/);
  });

  it.each([
    ["newlineName", "new\nline.ts"],
    ["quotedName", "quo\"te'`$(touch x);.ts"],
    ["capybara", "smile 😀.md"],
    ["nameOf255Bytes", longName],
  ])("%s is found in a file with an odd name, and the citation keeps the name", async (query, name) => {
    expect((await whence.search(query))[0]?.path).toBe(name);
    const { passages } = await whence.ask(query);
    expect(passages[0]?.citation.path).toBe(name);
  });
});

describe("files that change while they are read", () => {
  it("one that vanishes, one that grows and one that becomes a folder are right after the next run", async () => {
    const folder = temporaryFolder();
    const whence = indexedFolder(folder);
    const names = ["a.ts", "grows.ts", "turns.ts", "vanishes.ts"];
    for (const name of names) writeFileSync(path.join(folder, name), good);
    // What was changed last is read first; here the first one by name has to be.
    for (const name of names) utimesSync(path.join(folder, name), 1_700_000_000, 1_700_000_000);
    let done = false;
    const report = await whence.index({
      onProgress: ({ phase }) => {
        if (phase !== "reading" || done) return;
        done = true;
        appendFileSync(path.join(folder, "grows.ts"), "export const grownLater = 1;\n");
        rmSync(path.join(folder, "vanishes.ts"));
        rmSync(path.join(folder, "turns.ts"));
        mkdirSync(path.join(folder, "turns.ts"));
      },
    });
    expect(report.files).toBe(2);
    expect((await verdicts(whence)).skipped).toEqual(
      new Map([
        ["turns.ts", "notRegular"],
        ["vanishes.ts", "vanished"],
      ]),
    );
    await whence.index();
    expect((await whence.search("grownLater"))[0]?.path).toBe("grows.ts");
    await expectAsClean(whence);
  });

  it("one that another process rewrites all the time never stops a run, and is right at the end", async () => {
    const folder = temporaryFolder();
    const whence = indexedFolder(folder);
    writeFileSync(path.join(folder, "a.ts"), good);
    const writer = `const fs=require("fs");for(let n=0;;n++){fs.writeFileSync("busy.ts","export const busy = 1;\\n".repeat(n%3000));if(n%50===49)fs.rmSync("busy.ts");if(n===0)console.log("on")}`;
    const child = spawn(process.execPath, ["-e", writer], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    for (let run = 0; run < 4; run += 1) await whence.index();
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    await whence.index();
    await expectAsClean(whence);
  });
});

describe("10,000 nested brackets", () => {
  const open = { round: "(", square: "[", curly: "{", lines: "(\n" };
  const languages = languageDefinitions.map(({ id }) => id);
  it.each(languages)(
    "in %s are cut into windows, with a sentence, in no time to speak of",
    async (language) => {
      const parser = createCodeParser();
      for (const bracket of Object.values(open)) {
        const facts = await parser.parse(language, `x = ${bracket.repeat(10_000)}`);
        expect(facts).toMatchObject({
          parsed: false,
          problem: "Its brackets are nested too deeply to parse.",
        });
      }
      // What people write is far from that.
      const usual = await parser.parse("typescript", `const x = ${"(".repeat(300)}1${")".repeat(300)};\n`);
      expect(usual.parsed).toBe(true);
    },
  );

  it("leave the file searchable by its words", async () => {
    const folder = temporaryFolder();
    const whence = indexedFolder(folder);
    for (const [name, head] of [
      ["a.py", "# wallaby"],
      ["a.json", '{"wombat": '],
      ["a.md", "# Quokka"],
      ["a.html", "<p>numbat</p>"],
    ] as const) {
      const text = `${head}\n${"[".repeat(100)}\n`.concat(`${"{(".repeat(50)}\n`.repeat(100));
      writeFileSync(path.join(folder, name), text);
    }
    await whence.index();
    for (const [word, name] of [
      ["wallaby", "a.py"],
      ["wombat", "a.json"],
      ["quokka", "a.md"],
      ["numbat", "a.html"],
    ]) {
      expect((await whence.search(word ?? ""))[0]?.path).toBe(name);
    }
  });
});

/** The index is as one that was made at once. */
async function expectAsClean(whence: IndexedFolder): Promise<void> {
  const clean = indexedFolder(whence.place.folder);
  const session = await openIndexing(clean.place);
  await session.indexer.run().finally(session.close);
  expect((await whence.contents()).toSorted()).toEqual((await clean.contents()).toSorted());
}
