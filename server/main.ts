import { readFileSync } from "node:fs";
import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { packageRoot } from "./base/packageRoot.ts";
import { readSettings } from "./cli/settingsFromEnvironment.ts";
import { createLanguageServerParts } from "./editorWiring.ts";
import { serveClient } from "./lsp/languageServer.ts";
import { createMessageStrategy } from "./lsp/messageStrategy.ts";

// Entry of the language server: one process for each editor window, spoken to over standard input and output (`--stdio`) or
// over the channel of the process that started it (`--node-ipc`).

const connection = createConnection(ProposedFeatures.all, createMessageStrategy());
const log = (sentence: string) => connection.console.warn(sentence);
const server = serveClient(
  connection,
  createLanguageServerParts({
    defaults: { settings: readSettings(process.env), environment: process.env },
    version: ownVersion(),
    onCrash: log,
  }),
);

// A mistake in one answer is no reason to lose the window's server; the log says what it was.
process.on("uncaughtException", (error) => log(`Not expected: ${error.stack ?? error.message}`));
process.on("unhandledRejection", (reason) => log(`Not expected: ${String(reason)}`));
// Over a channel the end of the editor is heard here; over standard input the connection ends the process.
process.once("disconnect", () => void server.close().finally(() => process.exit(0)));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void server.close().finally(() => process.exit(0)));

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(packageRoot(), "package.json"), "utf8"));
  return String(manifest.version);
}
