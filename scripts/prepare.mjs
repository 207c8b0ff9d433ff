import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Runs before anything is installed, so it uses nothing but Node >= 20 itself.

/** Folder of the checkout. */
export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The first with `node:sqlite` and without a flag for it. */
const oldestNode = [22, 13];
const installMark = path.join(root, "node_modules", ".whence-install");

/**
 * Installs what `package-lock.json` names (once per lock file), a Node that is new enough, and the native part of
 * LanceDB for this platform; then builds `dist/` where it is older than its sources. Prints a line for each step that takes time; ends the process
 * with a sentence where a step fails.
 *
 * @returns {string} path of a Node >= 22.13 to run everything else with
 */
export function prepare() {
  installPackages();
  const node = findNode();
  addMissingNativePart(node);
  if (!isBuilt()) runOrExit(node, ["esbuild.config.mjs"], "The build failed; the lines above say where.");
  return node;
}

/**
 * Arguments that run a bundle with Node. Grammars of tree-sitter have functions so large that V8's optimising compiler
 * takes up to 2 GB for one (PowerShell's); its baseline code is fast enough. With little room for new objects V8 collects
 * more often, which keeps an indexing run 100 MB smaller. V8 reads both flags only at its start.
 */
export function bundleArguments(bundle) {
  return ["--liftoff-only", "--max-semi-space-size=4", path.join(root, "dist", bundle)];
}

/**
 * For glibc, which reads them at the start of a process; others ignore them. With an arena per thread it keeps twice the
 * memory that LanceDB's threads use, and blocks of some 100 kB, of which parsing and LanceDB take and free thousands,
 * leave holes: of their own pages, an indexing run is 130 MB smaller at the same speed.
 */
export const allocatorSettings = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

/** Runs a program in the checkout with our own tools first on the PATH and returns its exit status. */
export function run(command, args, options = {}) {
  const binFolders = [path.join(root, "node_modules/node/bin"), path.join(root, "node_modules/.bin")];
  const PATH = [...binFolders, process.env.PATH].join(path.delimiter);
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    ...options,
    env: { ...allocatorSettings, ...process.env, ...options.env, PATH },
  });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function installPackages() {
  const lockHash = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(installMark) && readFileSync(installMark, "utf8") === lockHash) return;
  say("Installing packages (about half a minute) …");
  // Not `npm ci`: that refuses a lock file without the native packages of other platforms (see CONTRIBUTING.md), while
  // this adds the one for here. `--no-save` leaves the lock file as it is. Install scripts are off, by .npmrc.
  npmOrExit(
    ["install", "--no-save", "--loglevel=error"],
    "npm could not install the packages: is the registry reachable?",
  );
  writeFileSync(installMark, lockHash);
}

function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const supplied = path.join(
    root,
    "node_modules/node/bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(supplied)) {
    say(
      `Node ${process.versions.node} is older than ${oldestNode.join(".")}: adding a newer one to node_modules …`,
    );
    npmOrExit(["rebuild", "node", "--ignore-scripts=false", "--loglevel=error"], needNewerNode());
  }
  const answer = spawnSync(supplied, ["--version"], { encoding: "utf8" });
  if (answer.status !== 0 || !isNewEnough(answer.stdout.slice(1))) {
    fail(needNewerNode());
  }
  return supplied;
}

/** A build that is newer than all sources is left alone: another `whence` may be running from it. */
function isBuilt() {
  const built = path.join(root, "dist/cli.mjs");
  if (!existsSync(built)) return false;
  const folders = ["server", "shared", "extension", "webview"].map((folder) => path.join(root, folder));
  const sources = [path.join(root, "esbuild.config.mjs"), installMark, ...folders.flatMap(filesBelow)];
  const builtMs = statSync(built).mtimeMs;
  return sources.every((file) => statSync(file).mtimeMs < builtMs);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name));
}

function needNewerNode() {
  return `Whence needs Node ${oldestNode.join(".")} or newer, this is ${process.versions.node}, and npm has none for this platform: install Node 24 and start again.`;
}

/** npm leaves out optional packages which the lock file's author could not resolve; see CONTRIBUTING.md. */
function addMissingNativePart(node) {
  const probe = 'import("@lancedb/lancedb").then(() => process.exit(0), () => process.exit(3))';
  if (spawnSync(node, ["-e", probe], { cwd: root }).status === 0) return;
  const version = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).dependencies[
    "@lancedb/lancedb"
  ];
  const name = `@lancedb/lancedb-${nativeSuffix()}`;
  say(`Adding LanceDB's native part for this platform (${name}) …`);
  npmOrExit(
    ["install", "--no-save", "--loglevel=error", `${name}@${version}`],
    `LanceDB has no native package for this platform (${name}): Whence cannot keep an index here.`,
  );
}

function nativeSuffix() {
  const { platform, arch } = process;
  if (platform === "win32") return `win32-${arch}-msvc`;
  if (platform !== "linux") return `${platform}-${arch}`;
  const isGlibc = Boolean(process.report.getReport().header.glibcVersionRuntime);
  return `linux-${arch}-${isGlibc ? "gnu" : "musl"}`;
}

function npmOrExit(args, sentence) {
  const status = run("npm", args, {
    // What npm says is no part of our own output, which may be one JSON value.
    stdio: ["inherit", 2, 2],
    shell: process.platform === "win32",
    env: { ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  if (status !== 0) fail(sentence);
}

function runOrExit(command, args, sentence) {
  if (run(command, args) !== 0) fail(sentence);
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
