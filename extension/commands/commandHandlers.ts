import * as vscode from "vscode";
import { commands as named } from "../../shared/protocol/commands.ts";
import type { ChatSession } from "../chat/chatSession.ts";
import { deleteConversation, exportConversation, renameConversation } from "../chat/conversationPicks.ts";
import type { ServerConnection } from "../client/serverConnection.ts";
import type { CoveragePanel } from "../coverage/coveragePanel.ts";
import type { StatusItem } from "../status.ts";
import type { Team } from "../team/team.ts";
import { teamCommands } from "../team/teamCommands.ts";
import type { TraceView } from "../trace/traceView.ts";
import type { Walkthrough } from "../walkthrough.ts";
import { askAbout, deleteConversations, showConversations, withCurrent } from "./chatCommands.ts";
import { openItem, peekImplementations } from "./itemCommands.ts";
import { decide, decideWithNote, linkToStory } from "./linkCommands.ts";
import type { CommandHandlers } from "./registerCommands.ts";
import type { Reports } from "./reports.ts";
import { search } from "./searchCommand.ts";
import { collectDiagnostics, pause, rebuild, showCoverage, whyIndexed } from "./serverCommands.ts";
import {
  copyLink,
  copyReference,
  openTrace,
  openTraceRow,
  pickAsOf,
  showEvidence,
  traceKey,
  traceRow,
} from "./traceCommands.ts";

/** What commands work with. */
export interface CommandParts {
  readonly server: ServerConnection;
  readonly view: TraceView;
  readonly chat: ChatSession;
  readonly coverage: CoveragePanel;
  readonly reports: Reports;
  readonly status: StatusItem;
  readonly team: Team;
  readonly walkthrough: Walkthrough;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
}

type RowOf = Parameters<typeof traceRow>[1];

/** What each command of the table does. */
export function commandHandlers({
  server,
  view,
  chat,
  coverage,
  reports,
  status,
  team,
  walkthrough,
  log,
  context,
}: CommandParts): CommandHandlers {
  const parts = { server, chat };
  return {
    "whence.ask": (question?: unknown) => chat.focus(typeof question === "string" ? question : undefined),
    [named.askAbout]: (target?: Parameters<typeof askAbout>[1]) => askAbout(parts, target),
    "whence.newConversation": () => chat.begin().then(() => chat.focus()),
    "whence.showConversations": () => showConversations(parts),
    "whence.addFiles": () => chat.addFiles(),
    "whence.removeFile": () => chat.removeFile(),
    "whence.renameConversation": () => withCurrent(parts, renameConversation),
    "whence.exportConversation": () => withCurrent(parts, exportConversation),
    "whence.deleteConversation": () => withCurrent(parts, deleteConversation),
    "whence.deleteConversations": () => deleteConversations(parts),
    [named.openTrace]: (target?: Parameters<typeof openTrace>[1]) => openTrace(view, target),
    "whence.traceKey": () => traceKey(view, server.folders),
    [named.linkToStory]: (code?: Parameters<typeof linkToStory>[1]) => linkToStory(server, code),
    [named.confirmLink]: (target?: Parameters<typeof decide>[2]) => decide(server, "confirmed", target),
    [named.rejectLink]: (target?: Parameters<typeof decide>[2]) => decide(server, "rejected", target),
    "whence.decideWithNote": (target?: Parameters<typeof decide>[2]) => decideWithNote(server, target),
    "whence.withdrawDecision": (target: RowOf) => decide(server, "withdrawn", target),
    "whence.search": () => search(server, reports),
    [named.openItem]: (item?: Parameters<typeof openItem>[2]) => openItem(server, server.folders, item),
    [named.peekImplementations]: (item?: Parameters<typeof peekImplementations>[2]) =>
      peekImplementations(server, server.folders, item),
    "whence.trace.pin": () => view.pin(true),
    "whence.trace.unpin": () => view.pin(false),
    "whence.trace.asOf": () => pickAsOf(view, new Date()),
    "whence.trace.refresh": () => view.refresh(),
    "whence.trace.hideInferred": () => view.filter({ hidesInferred: true }),
    "whence.trace.showInferred": () => view.filter({ hidesInferred: false }),
    "whence.trace.hideStated": () => view.filter({ hidesStated: true }),
    "whence.trace.showStated": () => view.filter({ hidesStated: false }),
    "whence.trace.open": (row: RowOf) => openTraceRow(row, reports),
    "whence.trace.traceNode": (row: RowOf) => traceRow(view, row),
    "whence.trace.showEvidence": (row: RowOf) => showEvidence(row, reports),
    "whence.trace.copyReference": (row: RowOf) => copyReference(row),
    "whence.trace.copyLink": (row: RowOf) => copyLink(row),
    ...teamCommands(team, reports),
    "whence.showCoverage": () => showCoverage(server, coverage),
    "whence.openWalkthrough": () => walkthrough.open(context.extension, server.folders),
    "whence.whyNotIndexed": (file?: vscode.Uri) => whyIndexed(server, file),
    "whence.rebuild": () => rebuild(server),
    "whence.pause": () => pause(server, true),
    "whence.resume": () => pause(server, false),
    "whence.showStatus": () => status.pickAction(),
    "whence.showLog": () => log.show(),
    "whence.restartServer": () => server.restart(),
    "whence.collectDiagnostics": () => collectDiagnostics(server, reports, editorLine(context)),
  };
}

/** Of a window on another machine only that it is one: its address is nobody else's business. */
function editorLine({ extension }: vscode.ExtensionContext): string {
  const { version } = extension.packageJSON as { readonly version: string };
  const remote = vscode.env.remoteName === undefined ? "" : ", in a remote window";
  return `Extension ${version} in ${vscode.env.appName} ${vscode.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}${remote}.`;
}
