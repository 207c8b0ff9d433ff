import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const guard = path.join(path.dirname(fileURLToPath(import.meta.url)), "guard.mjs");

/** Nothing is asked, fetched or told that nobody asked for. */
const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.settings.enableNaturalLanguageSearch": false,
  "workbench.tips.enabled": false,
  "json.schemaDownload.enable": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "npm.fetchOnlinePackageInfo": false,
  "git.autofetch": false,
  "chat.disableAIFeatures": true,
};

/**
 * Starts the workbench on this machine alone, with the packaged extension in it. It ends with this process at the latest.
 *
 * @param {object} wish
 * @param {string} wish.entry script of code-server
 * @param {string} wish.place folder of its data; what a user set there stays
 * @param {string} wish.vsix the package
 * @param {number} [wish.port] free one by default
 * @param {boolean} [wish.isTrusted] every folder is trusted without a question
 * @param {number} [wish.graceSeconds] how long a window that went away may come back
 * @param {Record<string, unknown>} [wish.settings]
 * @param {NodeJS.ProcessEnv} [wish.env]
 * @returns {Promise<{ address: string, pid: number, dataFolder: string, said: () => string, changeMachineSettings: (settings: Record<string, unknown>) => void, stop: () => void, ended: Promise<number> }>}
 */
export async function startCodeServer({
  entry,
  place,
  vsix,
  port = 0,
  isTrusted = true,
  graceSeconds,
  settings = {},
  env = {},
}) {
  const dataFolder = path.join(place, "data");
  // There from the beginning, so that it is watched.
  const changeMachineSettings = (changed) => writeSettings(dataFolder, "Machine", changed);
  changeMachineSettings({});
  writeSettings(dataFolder, "User", {
    ...quietSettings,
    ...settings,
    ...(isTrusted ? {} : { "security.workspace.trust.startupPrompt": "never" }),
  });
  const words = [
    ...["--user-data-dir", dataFolder, "--extensions-dir", path.join(place, "extensions")],
    ...["--config", path.join(place, "config.yaml")],
  ];
  writeFileSync(path.join(place, "config.yaml"), "cert: false\n");
  const environment = { ...cleanEnvironment(), ...env };
  install(entry, words, vsix, environment);
  const server = spawn(
    process.execPath,
    [guard, process.execPath, entry, ...words, ...flags({ port, isTrusted, graceSeconds })],
    {
      detached: process.platform !== "win32",
      stdio: ["pipe", "pipe", "pipe"],
      env: environment,
    },
  );
  let said = "";
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding("utf8").on("data", (part) => (said += part));
  const ended = new Promise((resolve) => server.once("close", (code) => resolve(code ?? 1)));
  const stop = () => server.stdin.end();
  const address = await addressOf(server, () => said);
  return { address, pid: server.pid, dataFolder, said: () => said, changeMachineSettings, stop, ended };
}

function flags({ port, isTrusted, graceSeconds }) {
  const quiet = [
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    "--disable-proxy",
  ];
  const trust = isTrusted ? ["--disable-workspace-trust"] : [];
  const grace = graceSeconds === undefined ? [] : ["--reconnection-grace-time", String(graceSeconds)];
  return ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, ...quiet, ...trust, ...grace];
}

function install(entry, words, vsix, env) {
  const all = [entry, ...words, "--install-extension", vsix, "--force"];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`The workbench could not install ${vsix}:\n${stdout}${stderr}`);
}

/** Reads the address from what it says, for only it knows which port is free. */
function addressOf(server, said) {
  return new Promise((resolve, reject) => {
    server.stdout.on("data", () => {
      const [, address] = /HTTP server listening on (http:\/\/\S+?)\/?\s/.exec(said()) ?? [];
      if (address !== undefined) resolve(address);
    });
    server.once("close", () => reject(new Error(`The workbench did not start:\n${said()}`)));
  });
}

/** Those of the machine are the only ones in which this editor, which is a remote one, heeds settings of the scope `machine`. */
function writeSettings(dataFolder, whose, settings) {
  const folder = path.join(dataFolder, whose);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(settings, undefined, 2);
  writeFileSync(path.join(folder, "settings.json"), `${text}\n`);
}

/** Without what a terminal of VS Code, npm or a run of tests has put there for its own children. */
function cleanEnvironment() {
  const foreign = /^(?:VSCODE_|npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|ELECTRON_|CODE_SERVER_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  // An empty address: the workbench knows no market of extensions, and asks none.
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
}
