import * as vscode from "vscode";
import type { HandshakeOptions } from "../shared/protocol/handshake.ts";
import { protocolVersion } from "../shared/protocol/handshake.ts";
import { trustGranted } from "../shared/protocol/notifications.ts";
import { ChatSession } from "./chat/chatSession.ts";
import { ChatView } from "./chat/chatView.ts";
import { WindowMemory } from "./chat/windowMemory.ts";
import { ServerConnection } from "./client/serverConnection.ts";
import { serverProcess } from "./client/serverProcess.ts";
import { commandHandlers } from "./commands/commandHandlers.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { Reports } from "./commands/reports.ts";
import { httpSettings } from "./config/httpSettings.ts";
import { CoveragePanel } from "./coverage/coveragePanel.ts";
import { HealthDisplay } from "./health/healthDisplay.ts";
import { openFolders } from "./health/openFolders.ts";
import { StatusItem } from "./status.ts";
import { Team } from "./team/team.ts";
import { TeamOffers } from "./team/teamOffers.ts";
import { TeamView } from "./team/teamView.ts";
import { TraceView } from "./trace/traceView.ts";
import { Walkthrough } from "./walkthrough.ts";

/** Puts the extension together. Returns at once; the server is started, where there is a folder, after that. */
export function wire(context: vscode.ExtensionContext): { readonly stop: () => Promise<void> } {
  const log = vscode.window.createOutputChannel("Whence", { log: true });
  const walkthrough = new Walkthrough();
  const connection = new ServerConnection({
    load: () => import("./client/languageSession.ts"),
    process: () => serverProcess(serverModule(context), httpSettings(), process.env),
    handshake: () => handshake(context),
    onHover: () => walkthrough.hovered(),
    log,
    nodeVersion: process.versions.node,
  });
  const status = new StatusItem();
  const reports = new Reports();
  const view = new TraceView(connection);
  const team = new Team(connection, () => context.secrets, log);
  const teamParts = [team, new TeamView(team), new TeamOffers(team, () => context.globalState, log)];
  const display = new HealthDisplay(connection, status, view, log);
  const memory = new WindowMemory(context.workspaceState, process.pid);
  const chat = new ChatSession({ server: connection, reports, memory, log });
  const chatView = new ChatView(chat, context.extensionUri, log);
  const coverage = new CoveragePanel(connection, context.extensionUri, log);
  const handlers = commandHandlers({
    server: connection,
    view,
    chat,
    coverage,
    reports,
    status,
    team,
    walkthrough,
    log,
    context,
  });
  context.subscriptions.push(
    ...[log, connection, status, reports, view, display, chat, chatView, coverage, ...teamParts],
    registerCommands(handlers, log),
    connection.onLinksChanged(() => void view.refresh()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void follow(connection, display)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isNetwork = ["http.proxy", "http.noProxy", "http.proxySupport", "http.systemCertificates"];
      if (isNetwork.some((key) => event.affectsConfiguration(key))) void restartIfRunning(connection);
    }),
    ...onTrust(connection),
  );
  display.draw();
  // A moment later, so that the editor does not wait for the language client.
  const start = setImmediate(() => void follow(connection, display));
  return {
    stop: async () => {
      clearImmediate(start);
      await connection.stop();
    },
  };
}

/** The server runs while there is a folder that it can read; it hears of folders that come and go by itself. */
async function follow(connection: ServerConnection, display: HealthDisplay): Promise<void> {
  display.draw();
  if (openFolders() === "folders") await connection.start();
  else await connection.stop();
}

async function restartIfRunning(connection: ServerConnection): Promise<void> {
  if (connection.state.state === "running") await connection.restart();
}

/** Editors without workspace trust trust everything. */
function onTrust(connection: ServerConnection): readonly vscode.Disposable[] {
  const granted = vscode.workspace.onDidGrantWorkspaceTrust as
    | typeof vscode.workspace.onDidGrantWorkspaceTrust
    | undefined;
  return granted === undefined ? [] : [granted(() => void connection.notify(trustGranted, {}))];
}

function handshake({ extension }: vscode.ExtensionContext): HandshakeOptions {
  const { version } = extension.packageJSON as { readonly version: string };
  const isTrusted = (vscode.workspace.isTrusted as boolean | undefined) ?? true;
  return { protocolVersion, version, isTrusted, editor: `${vscode.env.appName} ${vscode.version}` };
}

function serverModule(context: vscode.ExtensionContext): string {
  return context.asAbsolutePath("dist/main.mjs");
}
