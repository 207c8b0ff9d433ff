import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkPackage } from "../../scripts/package/checkPackage.mjs";
import { isPermissive } from "../../scripts/package/notices.mjs";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { temporaryFolder } from "../support/gitRepository.ts";
import { packageForTests, runPackagedWhence, unpackedPackage } from "../support/installedPackage.ts";
import { makeDocx, paragraph } from "../support/makeDocx.ts";
import { makePdf } from "../support/makePdf.ts";
import { neo4jForTests } from "../support/neo4j/neo4jForTests.ts";
import { startOpenAiServer } from "../support/openaiServer.ts";
import { type FixtureRepository, fixtureRepository } from "../support/workbench/fixtureRepository.ts";

// Nothing here may find a dependency anywhere but in the package, so all of it runs far from this checkout.

/** In two parts, or this file would hold what looks like a key. */
const awsKey = `AKIA${"QYLPMN5HFIQR7BB2"}`;
const { server: neo4j, reason } = await neo4jForTests();

let fixture: FixtureRepository;
let place: readonly string[];

beforeAll(async () => {
  fixture = fixtureRepository();
  fixture.repository.commit("Papers of the harbour", {
    "docs/tariff.pdf": makePdf([
      [{ text: "Tariff of the harbour", x: 72, y: 700, size: 20 }],
      [
        { text: "A tugboat costs ninety crowns an hour.", x: 72, y: 700 },
        { text: "日本語の料金表", x: 72, y: 600, japanese: true },
      ],
    ]),
    "docs/rules.docx": makeDocx(paragraph("Lanterns are lit at dusk by the lighthouse keeper.")),
    "src/storage.ts": `export const bucketKey = "${awsKey}";\n`,
    "src/pier.py": "def moor_boat(name):\n    return name\n",
  });
  place = ["--folder", fixture.folder, "--store", path.join(temporaryFolder(), "store")];
  await packageForTests();
  const indexed = await whence("index");
  expect(indexed, indexed.stderr).toMatchObject({ code: 0 });
}, 600_000);

const whence = (words: string, env: NodeJS.ProcessEnv = {}) =>
  runPackagedWhence([...words.split(" "), ...place], env);

describe("the package", () => {
  it("is checked: what is in it, its size, its licences, its native library", async () => {
    const { check } = await packageForTests();
    expect(check.stderr).not.toMatch(/missing|no place|weighs/);
    expect(check).toMatchObject({ code: 0, stdout: expect.stringContaining(": as it should be") });
    expect(check.stdout).toMatch(/MB of .* MB {3}extension\/dist\/extension\.cjs/);
  });

  it("has pages that are light, and is told of one that is not", async () => {
    const { vsix } = await packageForTests();
    const metafiles = JSON.parse(readFileSync(path.join(path.dirname(vsix), "metafiles.json"), "utf8"));
    const page = Object.keys(metafiles.webview.outputs).find((file) => /\/chat\.js$/.test(file)) ?? "";
    expect(metafiles.webview.outputs[page].bytes).toBeLessThan(400e3);
    metafiles.webview.outputs[page].bytes = 500e3;
    const target = { name: `${process.platform}-${process.arch}`, native: "linux-x64-gnu" };
    const { problems } = await checkPackage({ target, vsix }, metafiles);
    expect(problems).toContainEqual(
      expect.stringMatching(/The page chat\.js weighs 5\d\d kB, more than 400\./),
    );
  });

  it("is not taken for one of another platform", async () => {
    const { vsix } = await packageForTests();
    const metafiles = JSON.parse(readFileSync(path.join(path.dirname(vsix), "metafiles.json"), "utf8"));
    const target = { name: "darwin-arm64", native: "darwin-arm64" };
    const { problems } = await checkPackage({ target, vsix }, metafiles);
    expect(problems.join("\n")).toMatch(/\.node has no place in a package/);
    expect(problems).toContain("It is not marked as made for darwin-arm64.");
    expect(problems).toContain("The native library for darwin-arm64 is missing.");
  });

  it("states the same version and settings as the repository, and nothing that is for the repository alone", async () => {
    const read = (folder: string) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const [ours, shipped] = [read(packageRoot()), read(await unpackedPackage())];
    expect(shipped).toMatchObject({ version: ours.version, contributes: ours.contributes });
    expect(Object.keys(shipped)).not.toContain("devDependencies");
  });
});

describe("the command line out of the package", () => {
  it("finds code and documents: TypeScript, Python, PDF, Word", async () => {
    expect((await whence("search tugboat crowns")).stdout).toMatch(/docs\/tariff\.pdf pp\. 1-2 /);
    expect((await whence("search 料金表")).stdout).toContain("docs/tariff.pdf");
    expect((await whence("search lanterns lighthouse keeper")).stdout).toContain("docs/rules.docx");
    expect((await whence("search moor_boat")).stdout).toContain("src/pier.py");
    const found = JSON.parse((await whence("search next departure at night --json")).stdout);
    expect(found[0].path).toBe("src/timetable.ts");
  });

  it("reads code with WebAssembly, and has vectors from its own model", async () => {
    const { stdout } = await whence("doctor");
    expect(stdout).toMatch(/^Parsing +wasm: .*typescript/m);
    expect(stdout).toMatch(/^Vectors +complete \(whence-static-/m);
  });

  it("masks secrets", async () => {
    const { stdout } = await whence("search bucketKey");
    expect(stdout).toContain("src/storage.ts");
    expect(stdout).not.toContain(awsKey);
  });

  it("says why code is there, and which code was probably written for a story", async () => {
    const { nextDeparture, assignBerth } = fixture;
    const trace = await whence(`trace ${nextDeparture.path}:${nextDeparture.line}`);
    expect(trace.stdout).toContain("Here because of PIER-3 (story), up to PIER-1.");
    const inferred = await whence("link");
    expect(inferred.stdout).toContain(assignBerth.key);
    expect(inferred.stdout).toContain(assignBerth.name);
  });

  it("asks an embeddings server of the user's choice", async () => {
    const server = await startOpenAiServer();
    const env = {
      WHENCE_EMBEDDING_PROVIDER: "openai",
      WHENCE_EMBEDDING_BASE_URL: server.baseUrl,
      WHENCE_EMBEDDING_MODEL: "harbour-model",
    };
    try {
      const store = ["--folder", fixture.folder, "--store", path.join(temporaryFolder(), "store")];
      const indexed = await runPackagedWhence(["index", "--yes", "--json", ...store], env);
      expect(indexed.code, indexed.stderr).toBe(0);
      expect(server.embedded.join("\n")).toContain("Lanterns are lit");
    } finally {
      await server.close();
    }
  });

  it("says where a file of a team breaks its schema", async () => {
    fixture.repository.write({ ".whence/team.json": '{ "team": 7 }' });
    const { stdout } = await whence("graph status");
    expect(stdout).toContain(".whence/team.json:1:11: team must be a string.");
    fixture.repository.write({ ".whence/team.json": null });
  });

  describe.skipIf(neo4j === undefined)(`with Neo4j${reason === undefined ? "" : ` (${reason})`}`, () => {
    it("joins a team over the sockets of the door", async () => {
      const password = { WHENCE_TEAM_PASSWORD: neo4j?.password ?? "" };
      const team = {
        team: `package-${process.pid}-${Date.now()}`,
        repository: "harbour/ferry",
        graph: { endpoint: neo4j?.address },
        share: { scopes: ["repository"], kinds: ["epic", "story", "commit", "symbol", "file"] },
        roles: { leads: ["*"] },
      };
      fixture.repository.write({ ".whence/team.json": JSON.stringify(team) });
      fixture.repository.git("config", "user.email", "ada@example.com");
      fixture.repository.git("config", "user.name", "Ada");
      expect((await whence("graph join --yes", password)).stdout).toContain("Joined package-");
      const migrated = await whence("graph migrate --json", password);
      expect(JSON.parse(migrated.stdout)).toMatchObject({ server: expect.stringMatching(/^Neo4j\/5/) });
    });
  });
});

describe("licences", () => {
  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["(MIT AND Zlib)", true],
    ["MIT AND GPL-2.0", false],
    ["(MIT AND GPL-2.0) OR Apache-2.0", false],
    ["SEE LICENSE IN LICENSE.md", false],
    ["", false],
  ])("%s: may be passed on is %s", (expression, answer) => {
    expect(isPermissive(expression)).toBe(answer);
  });
});
