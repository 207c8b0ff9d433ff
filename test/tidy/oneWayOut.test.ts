import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { SourceFile } from "./sourceTree.ts";
import { descendants, readSourceFiles } from "./sourceTree.ts";

// Every socket is opened behind `server/base/egress/egressDoor.ts` (ARCHITECTURE.md, "What leaves the machine").

/** The only files that open sockets, and the only one that may read certificate authorities. */
const socketFiles: Readonly<Record<string, readonly string[]>> = {
  "server/base/egress/networkRoutes.ts": ["undici", "fetch"],
  "server/base/egress/boltSockets.ts": ["net", "tls"],
  "server/base/egress/certificateAuthorities.ts": ["tls"],
};
/** The only file that starts a foreign program, which is Git with all protocols denied. */
const processFile = "server/sources/git/runGit.ts";
/** The only file that starts ourselves once more, by a script of this package. */
const ownProcessFile = "server/base/ownProcess.ts";

const socketModules =
  /^(?:node:)?(?:net|tls|http|https|http2|dgram|dns|dns\/promises|quic|inspector|inspector\/promises)$|^undici(?:\/|$)/;
const socketLibraries =
  /^(?:axios|got|ky|needle|node-fetch|request|superagent|ws|socket\.io-client|cross-fetch|phin|grpc|@grpc\/grpc-js)(?:\/|$)/;
const socketNames = new Set(["fetch", "WebSocket", "WebSocketStream", "EventSource", "XMLHttpRequest"]);

describe("one way out", () => {
  let files: readonly SourceFile[];

  beforeAll(async () => {
    files = await readSourceFiles(["server", "shared", "extension"]);
  });

  it("no other file imports what opens sockets", () => {
    const found = files.flatMap((file) =>
      modulesOf(file)
        .filter((name) => socketModules.test(name) || socketLibraries.test(name))
        .filter((name) => !isAllowed(file, name.replace("node:", "")))
        .map((name) => `${file.path}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it("no other file uses the names which open sockets without an import", () => {
    const found = files.flatMap((file) =>
      [...descendants(file.root)]
        .filter((node) => isSocketName(node) && !isAllowed(file, node.text))
        .map((node) => `${file.path}:${node.startPosition.row + 1}: ${node.text}`),
    );
    expect(found).toEqual([]);
  });

  it("programs are started in one place, which denies Git all protocols", () => {
    const starters = files.filter((file) =>
      modulesOf(file).some((name) => /^(?:node:)?(?:child_process|cluster)$/.test(name)),
    );
    expect(starters.map((file) => file.path).toSorted()).toEqual([ownProcessFile, processFile]);
    const textOf = (path: string) => starters.find((file) => file.path === path)?.text ?? "";
    const starting = /\b(?:spawn|exec|execFile|fork)(?:Sync)?\([^,]*,[^,]*,[^,)]*/g;
    expect(textOf(ownProcessFile).match(starting)).toEqual(['fork(path.join(packageRoot(), "dist", script']);
    expect(textOf(ownProcessFile)).toContain('startOwnProcess(script: "background.mjs")');
    const text = textOf(processFile);
    expect(text).toContain('GIT_ALLOW_PROTOCOL: "none"');
    expect(text).toContain('GIT_NO_LAZY_FETCH: "1"');
    expect(text.match(/\b(?:spawn|exec|execFile|fork)(?:Sync)?\(/g)).toEqual(["spawn("]);
  });

  it("every client of a server is given the door's fetch", () => {
    const clients = files.flatMap((file) =>
      [...descendants(file.root)]
        .filter((node) => node.type === "new_expression" && /^new (?:Azure)?OpenAI\(/.test(node.text))
        .map((node) => ({ place: `${file.path}:${node.startPosition.row + 1}`, text: node.text })),
    );
    expect(clients.length).toBeGreaterThan(0);
    expect(clients.filter(({ text }) => !text.includes("...shared,"))).toEqual([]);
    const client = files.find((file) => file.path.endsWith("/openaiClient.ts"))?.text ?? "";
    expect(client).toMatch(/const shared = \{\s+fetch: withPlainHeaders\(send\),/);
  });

  it("Neo4j's driver is made in one place, with the door's sockets", () => {
    const makers = files.filter((file) => modulesOf(file).some((name) => /^neo4j-driver/.test(name)));
    expect(makers.map((file) => file.path).toSorted()).toEqual([
      "server/stores/neo4j/doorDriver.ts",
      "server/stores/neo4j/neo4jConnection.ts",
    ]);
    const drivers = files.flatMap((file) =>
      [...file.text.matchAll(/\.driver\(|\bnew (?:\w+\.)?Driver\(|hasReachableServer/g)].map(() => file.path),
    );
    expect(drivers).toEqual(["server/stores/neo4j/doorDriver.ts"]);
    const maker = files.find((file) => file.path === "server/stores/neo4j/doorDriver.ts")?.text ?? "";
    expect(maker.match(/new Channel\([^)]*\)/g)).toEqual(["new Channel(config, connect)"]);
    expect(maker).toContain("return door.openBolt({");
  });

  it("LanceDB is given a path, never an address, and no service of its own", () => {
    const lance = files.filter((file) => file.path.startsWith("server/stores/lance/"));
    const connects = lance.flatMap((file) => file.text.match(/\.connect\([^)]*/g) ?? []);
    expect(connects).toHaveLength(1);
    expect(connects[0]).toContain("path.join(");
    expect(lance.filter((file) => /embedding|apiKey|storageOptions/.test(file.text))).toEqual([]);
  });

  it("scripts open nothing, and start no program that does but npm and, for `npm run neo4j`, Maven and apt", () => {
    const folder = path.join(packageRoot(), "scripts");
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".mjs"))) {
      const text = readFileSync(path.join(folder, name), "utf8");
      expect(text, name).not.toMatch(
        /\bfetch\(|WebSocket|from "(?:node:)?(?:net|tls|https?|http2|dgram|undici)"/,
      );
      expect(text, name).not.toMatch(/["'](?:curl|wget|nc|ssh|scp)["']/);
    }
  });
});

function modulesOf(file: SourceFile): readonly string[] {
  return [...descendants(file.root)].flatMap((node) => {
    if (node.type === "import_statement" || node.type === "export_statement") {
      const source = node.childForFieldName("source")?.text;
      // A type is gone when the program runs.
      return source === undefined || /^import type\b/.test(node.text) ? [] : [source.slice(1, -1)];
    }
    if (node.type !== "call_expression") return [];
    const callee = node.childForFieldName("function")?.text ?? "";
    if (!/^(?:import|require|createRequire\(.*\)|process\.getBuiltinModule)$/.test(callee)) return [];
    const name = node.childForFieldName("arguments")?.namedChildren[0]?.text ?? "";
    return [/^["'`]/.test(name) ? name.slice(1, -1) : `computed: ${name}`];
  });
}

function isSocketName(node: {
  readonly type: string;
  readonly text: string;
  readonly parent: { readonly type: string; readonly text: string } | null;
}): boolean {
  if (!socketNames.has(node.text)) return false;
  if (node.type === "property_identifier")
    return /^(?:globalThis|global|self|window)\b/.test(node.parent?.text ?? "");
  if (node.type !== "identifier") return false;
  // As the name of a parameter it hides the one of the platform.
  return node.parent?.type !== "required_parameter" && node.parent?.type !== "optional_parameter";
}

function isAllowed(file: SourceFile, name: string): boolean {
  return socketFiles[file.path]?.includes(name) === true;
}
