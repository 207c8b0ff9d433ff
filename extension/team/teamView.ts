import * as vscode from "vscode";
import type { Team } from "./team.ts";
import { type TeamRow, teamRows, teamWelcome } from "./teamRows.ts";

/** How often "a minute ago" is told anew. */
const ageEveryMs = 60_000;

/** The graph of a team as a native tree: where it lies, what waits, who decided what, and what is in the way. */
export class TeamView implements vscode.TreeDataProvider<TeamRow>, vscode.Disposable {
  readonly #team: Team;
  readonly #changedRows = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<TeamRow>;
  readonly #subscriptions: vscode.Disposable[];
  readonly #timer = setInterval(() => this.#draw(), ageEveryMs);
  #rows: readonly TeamRow[] = [];

  readonly onDidChangeTreeData = this.#changedRows.event;

  constructor(team: Team) {
    this.#team = team;
    this.#timer.unref();
    this.#view = vscode.window.createTreeView("whence.teamGraph", { treeDataProvider: this });
    team.isWatched = () => this.#view.visible;
    this.#subscriptions = [
      this.#view,
      this.#changedRows,
      this.#view.onDidChangeVisibility(({ visible }) => visible && void team.refreshAll()),
      team.onDidChange(() => this.#draw()),
    ];
  }

  getTreeItem(row: TeamRow): vscode.TreeItem {
    const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
    const state = row.children.length === 0 ? None : row.isOpen === true ? Expanded : Collapsed;
    const item = new vscode.TreeItem(row.label, state);
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.tooltip = row.tooltip;
    item.accessibilityInformation = { label: row.tooltip.replaceAll("\n", ". ") };
    if (row.command !== undefined)
      item.command = { title: row.label, command: row.command, arguments: [row.folder] };
    return item;
  }

  getChildren(row?: TeamRow): TeamRow[] {
    return [...(row?.children ?? this.#rows)];
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const each of this.#subscriptions) each.dispose();
  }

  #draw(): void {
    const now = new Date();
    const { states } = this.#team;
    const rows = teamRows(states, now);
    const has = (...standings: readonly string[]) =>
      states.some(({ standing }) => standings.includes(standing));
    setContext("whence.team.standing", teamWelcome(states, now));
    setContext(
      "whence.team.isJoined",
      states.some(({ exchange }) => exchange !== undefined),
    );
    setContext("whence.team.canJoin", has("offered", "changed"));
    const offered = states.find(({ standing, team }) => standing === "offered" && team !== undefined)?.team;
    this.#view.description =
      rows.length > 0 || offered === undefined ? "" : `${offered.team} on ${offered.host}`;
    if (JSON.stringify(rows) === JSON.stringify(this.#rows)) return;
    this.#rows = rows;
    this.#changedRows.fire(undefined);
  }
}

function setContext(key: string, value: string | boolean): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
