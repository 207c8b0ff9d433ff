import { commands as named } from "../../shared/protocol/commands.ts";

/** A place in a menu of the editor, as `contributes.menus` of package.json names it. */
export interface MenuEntry {
  readonly menu: string;
  /** A `when` clause; without one it is always there. */
  readonly when?: string;
  readonly group: string;
}

/** One command: how it stands in package.json, which a test compares with this table. */
export interface CommandRow {
  readonly id: string;
  readonly title: string;
  /** Codicon; needed where the command stands as a button. */
  readonly icon?: string;
  /** When the palette offers it; `false` for what only makes sense on a row or a place. */
  readonly palette: string;
  readonly menus?: readonly MenuEntry[];
  /** As `contributes.keybindings` of package.json has it; the editor itself has another use for none of them. */
  readonly keys?: { readonly key: string; readonly mac: string };
}

const isRunning = "whence.isRunning";
const inEditor = `${isRunning} && editorIsOpen && resourceScheme == file`;
const onTrace = "view == whence.trace";
const title = (when: string, group: string): readonly MenuEntry[] => [
  { menu: "view/title", when: `${onTrace}${when === "" ? "" : ` && ${when}`}`, group },
];
const row = (when: string, group: string): readonly MenuEntry[] => [
  { menu: "view/item/context", when: `${onTrace} && ${when}`, group },
];
const onTeam = "view == whence.teamGraph";
const isJoined = `${isRunning} && whence.team.isJoined`;
const teamTitle = (when: string, group: string): readonly MenuEntry[] => [
  { menu: "view/title", when: `${onTeam} && ${when}`, group },
];
const onChat = (group: string, when = isRunning): readonly MenuEntry[] => [
  { menu: "view/title", when: `view == whence.chat && ${when}`, group },
];
const ofKind = (mark: string): string => `viewItem =~ /\\b${mark}\\b/`;

/** All commands, in the order in which package.json lists them. */
export const commandTable = [
  {
    id: "whence.ask",
    title: "Ask…",
    icon: "$(comment-discussion)",
    palette: "true",
    keys: { key: "ctrl+k y", mac: "cmd+k y" },
  },
  {
    id: named.askAbout,
    title: "Ask Whence About This",
    icon: "$(comment-discussion)",
    palette: inEditor,
    menus: [
      { menu: "editor/context", when: inEditor, group: "navigation@89" },
      { menu: "explorer/context", when: `${isRunning} && resourceScheme == file`, group: "7_whence@0" },
    ],
  },
  {
    id: "whence.newConversation",
    title: "New Conversation",
    icon: "$(add)",
    palette: isRunning,
    menus: onChat("navigation@1"),
  },
  {
    id: "whence.showConversations",
    title: "Show Conversations…",
    icon: "$(history)",
    palette: isRunning,
    menus: onChat("navigation@2"),
  },
  { id: "whence.addFiles", title: "Add Files to the Index…", palette: isRunning, menus: onChat("1_add@1") },
  {
    id: "whence.removeFile",
    title: "Remove Added File from the Index…",
    palette: isRunning,
    menus: onChat("1_add@2"),
  },
  {
    id: "whence.renameConversation",
    title: "Rename Conversation…",
    palette: isRunning,
    menus: onChat("2_conversation@1"),
  },
  {
    id: "whence.exportConversation",
    title: "Export Conversation as Markdown",
    palette: isRunning,
    menus: onChat("2_conversation@2"),
  },
  {
    id: "whence.deleteConversation",
    title: "Delete Conversation…",
    palette: isRunning,
    menus: onChat("2_conversation@3"),
  },
  {
    id: "whence.deleteConversations",
    title: "Delete All Conversations…",
    palette: isRunning,
    menus: onChat("2_conversation@4"),
  },
  {
    id: named.openTrace,
    title: "Show Trace",
    icon: "$(git-merge)",
    palette: inEditor,
    menus: [{ menu: "editor/context", when: inEditor, group: "navigation@90" }],
  },
  {
    id: "whence.traceKey",
    title: "Show Trace for Key…",
    icon: "$(search)",
    palette: isRunning,
    menus: title(isRunning, "navigation@2"),
  },
  { id: named.linkToStory, title: "Link This Symbol to a Story…", icon: "$(link)", palette: inEditor },
  {
    id: named.confirmLink,
    title: "Confirm Link",
    icon: "$(check)",
    palette: inEditor,
    menus: [...row(ofKind("confirmable"), "inline@1"), ...row(ofKind("confirmable"), "1_decide@1")],
  },
  {
    id: named.rejectLink,
    title: "Reject Link",
    icon: "$(close)",
    palette: inEditor,
    menus: [...row(ofKind("rejectable"), "inline@2"), ...row(ofKind("rejectable"), "1_decide@2")],
  },
  {
    id: "whence.decideWithNote",
    title: "Confirm or Reject Link with a Note…",
    palette: inEditor,
    menus: row(ofKind("decidable"), "1_decide@3"),
  },
  {
    id: "whence.withdrawDecision",
    title: "Take Back Decision on Link",
    palette: "false",
    menus: row(ofKind("decided"), "1_decide@4"),
  },
  { id: "whence.search", title: "Search…", icon: "$(search)", palette: isRunning },
  {
    id: named.openItem,
    title: "Open Item…",
    palette: isRunning,
  },
  {
    id: named.peekImplementations,
    title: "Peek Implementations…",
    palette: inEditor,
  },
  {
    id: "whence.trace.pin",
    title: "Pin Trace",
    icon: "$(pin)",
    palette: `${isRunning} && !whence.trace.isPinned`,
    menus: title(`${isRunning} && !whence.trace.isPinned`, "navigation@1"),
  },
  {
    id: "whence.trace.unpin",
    title: "Follow the Cursor Again",
    icon: "$(pinned)",
    palette: `${isRunning} && whence.trace.isPinned`,
    menus: title(`${isRunning} && whence.trace.isPinned`, "navigation@1"),
  },
  {
    id: "whence.trace.asOf",
    title: "Show Trace as of…",
    icon: "$(history)",
    palette: isRunning,
    menus: title(isRunning, "navigation@3"),
  },
  {
    id: "whence.trace.refresh",
    title: "Refresh Trace",
    icon: "$(refresh)",
    palette: isRunning,
    menus: title(isRunning, "navigation@4"),
  },
  {
    id: "whence.trace.hideInferred",
    title: "Hide Inferred Links",
    palette: `${isRunning} && !whence.trace.hidesInferred`,
    menus: title("!whence.trace.hidesInferred", "2_filter@1"),
  },
  {
    id: "whence.trace.showInferred",
    title: "Show Inferred Links",
    palette: `${isRunning} && whence.trace.hidesInferred`,
    menus: title("whence.trace.hidesInferred", "2_filter@1"),
  },
  {
    id: "whence.trace.hideStated",
    title: "Hide Stated Links",
    palette: `${isRunning} && !whence.trace.hidesStated`,
    menus: title("!whence.trace.hidesStated", "2_filter@2"),
  },
  {
    id: "whence.trace.showStated",
    title: "Show Stated Links",
    palette: `${isRunning} && whence.trace.hidesStated`,
    menus: title("whence.trace.hidesStated", "2_filter@2"),
  },
  {
    id: "whence.trace.open",
    title: "Open",
    icon: "$(go-to-file)",
    palette: "false",
    menus: row(ofKind("openable"), "0_open@1"),
  },
  {
    id: "whence.trace.traceNode",
    title: "Trace This Item",
    icon: "$(git-merge)",
    palette: "false",
    menus: row(ofKind("traceable"), "0_open@2"),
  },
  {
    id: "whence.trace.showEvidence",
    title: "Show Evidence",
    palette: "false",
    menus: row(ofKind("linked"), "0_open@3"),
  },
  {
    id: "whence.trace.copyReference",
    title: "Copy Reference",
    palette: "false",
    menus: row(ofKind("node"), "2_copy@1"),
  },
  {
    id: "whence.trace.copyLink",
    title: "Copy Link",
    palette: "false",
    menus: row(ofKind("url"), "2_copy@2"),
  },
  {
    id: "whence.team.setUp",
    title: "Set Up Team Graph",
    palette: `${isRunning} && isWorkspaceTrusted`,
    menus: teamTitle(`${isRunning} && isWorkspaceTrusted`, "3_change@3"),
  },
  {
    id: "whence.team.join",
    title: "Join Team Graph",
    palette: `${isRunning} && whence.team.canJoin`,
  },
  {
    id: "whence.team.push",
    title: "Push to Team Graph",
    icon: "$(cloud-upload)",
    palette: isJoined,
    menus: teamTitle(isJoined, "navigation@1"),
  },
  {
    id: "whence.team.pull",
    title: "Pull from Team Graph",
    icon: "$(cloud-download)",
    palette: isJoined,
    menus: teamTitle(isJoined, "navigation@2"),
  },
  {
    id: "whence.team.changeShare",
    title: "Change What the Team Shares",
    palette: isJoined,
    menus: teamTitle(isJoined, "3_change@1"),
  },
  {
    id: "whence.team.credential",
    title: "Change Team Graph Credential",
    palette: isJoined,
    menus: teamTitle(isJoined, "3_change@2"),
  },
  {
    id: "whence.team.leave",
    title: "Leave Team Graph",
    palette: isJoined,
    menus: teamTitle(isJoined, "4_leave@1"),
  },
  {
    id: "whence.team.openFile",
    title: "Open Team File",
    palette: isJoined,
    menus: teamTitle(isJoined, "2_open@1"),
  },
  { id: "whence.showCoverage", title: "Show Coverage", icon: "$(checklist)", palette: isRunning },
  { id: "whence.openWalkthrough", title: "Open Walkthrough", palette: "true" },
  {
    id: "whence.whyNotIndexed",
    title: "Why Is This File Not Indexed?",
    palette: inEditor,
    menus: [
      { menu: "explorer/context", when: `${isRunning} && !explorerResourceIsFolder`, group: "7_whence@1" },
    ],
  },
  { id: "whence.rebuild", title: "Rebuild Index…", palette: isRunning },
  { id: "whence.pause", title: "Pause Indexing", palette: `${isRunning} && whence.state != paused` },
  { id: "whence.resume", title: "Resume Indexing", palette: `${isRunning} && whence.state == paused` },
  { id: "whence.showStatus", title: "Show Status", palette: "true" },
  { id: "whence.showLog", title: "Show Log", palette: "true" },
  {
    id: "whence.restartServer",
    title: "Restart Server",
    palette: "whence.state != noFolder && whence.state != virtual",
  },
  { id: "whence.collectDiagnostics", title: "Collect Diagnostics", palette: isRunning },
] as const satisfies readonly CommandRow[];

/** Id of a command that exists. */
export type CommandId = (typeof commandTable)[number]["id"];
