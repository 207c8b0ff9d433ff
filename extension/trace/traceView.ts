import * as vscode from "vscode";
import type { TraceSubject } from "../../shared/protocol/requests.ts";
import { traceRequest } from "../../shared/protocol/requests.ts";
import type { Server } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import type { TraceRow } from "./traceRows.ts";
import type { ShownTrace, TraceMode } from "./traceState.ts";
import { traceState } from "./traceState.ts";

/** After the last move of the cursor; what is typed in between asks for nothing. */
const settleMs = 200;

/** The trace as a native tree: follows the cursor, or stays with what it was told. */
export class TraceView implements vscode.TreeDataProvider<TraceRow>, vscode.Disposable {
  readonly #server: Server;
  readonly #changedRows = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<TraceRow>;
  readonly #subscriptions: vscode.Disposable[];
  #mode: TraceMode = {
    filter: { hidesStated: false, hidesInferred: false },
    isPinned: false,
    asOf: undefined,
    trouble: undefined,
  };
  #subject: TraceSubject | undefined;
  #shown: ShownTrace | undefined;
  #rows: readonly TraceRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #asking: vscode.CancellationTokenSource | undefined;

  readonly onDidChangeTreeData = this.#changedRows.event;

  constructor(server: Server) {
    this.#server = server;
    this.#view = vscode.window.createTreeView("whence.trace", {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changedRows,
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#follow(0)),
      vscode.window.onDidChangeTextEditorSelection(() => this.#follow(settleMs)),
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow(settleMs)),
    ];
    this.#draw();
  }

  getTreeItem(row: TraceRow): vscode.TreeItem {
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children.length > 0 ? Expanded : None);
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.tooltip = row.tooltip;
    item.accessibilityInformation = { label: row.spoken };
    item.contextValue = row.marks.join(" ");
    if (row.marks.includes("openable"))
      item.command = { title: "Open", command: "whence.trace.open", arguments: [row] };
    return item;
  }

  getChildren(row?: TraceRow): TraceRow[] {
    return [...(row?.children ?? this.#rows)];
  }

  /** What was asked for, or where the cursor was, when the trace was made. */
  get subject(): TraceSubject | undefined {
    return this.#subject;
  }

  get asOf(): string | undefined {
    return this.#mode.asOf;
  }

  /** Shows the trace of something and stays with it. */
  async show(subject: TraceSubject): Promise<void> {
    await this.#set({ isPinned: true });
    this.#subject = subject;
    await vscode.commands.executeCommand("whence.trace.focus");
    await this.#ask();
  }

  async pin(isPinned: boolean): Promise<void> {
    await this.#set({ isPinned });
    if (!isPinned) this.#follow(0);
  }

  async filter(change: Partial<TraceMode["filter"]>): Promise<void> {
    await this.#set({ filter: { ...this.#mode.filter, ...change } });
  }

  /** A date or a commit, or nothing for now. */
  async showAsOf(asOf: string | undefined): Promise<void> {
    await this.#set({ asOf });
    await this.#ask();
  }

  /** Asks anew: links have changed, the server has started, or a person wants it. */
  async refresh(): Promise<void> {
    if (!this.#view.visible) return;
    if (this.#mode.isPinned || this.#subject !== undefined) await this.#ask();
    else this.#follow(0);
  }

  /** The server is gone: what is shown would no longer be true. */
  clear(): void {
    this.#asking?.cancel();
    this.#shown = undefined;
    this.#draw();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
    for (const each of this.#subscriptions) each.dispose();
  }

  #follow(delayMs: number): void {
    if (!this.#view.visible || this.#mode.isPinned) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const editor = vscode.window.activeTextEditor;
      // Without an editor (the view itself has the focus, or a picture is open) the last trace stays.
      if (editor === undefined || editor.document.uri.scheme !== "file") return;
      const { line, character } = editor.selection.active;
      this.#subject = { uri: editor.document.uri.toString(), position: { line, character } };
      void this.#ask();
    }, delayMs);
  }

  /** The newest question wins: the one before is cancelled, in the server too. */
  async #ask(): Promise<void> {
    this.#asking?.cancel();
    const subject = this.#subject;
    if (subject === undefined) return;
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    const { asOf } = this.#mode;
    try {
      const answer = await this.#server.request(
        traceRequest,
        { subject, ...(asOf === undefined ? {} : { asOf }) },
        asking.token,
      );
      if (asking.token.isCancellationRequested) return;
      this.#shown = answer ?? undefined;
      this.#mode = { ...this.#mode, trouble: undefined };
    } catch (error) {
      if (asking.token.isCancellationRequested) return;
      this.#shown = undefined;
      this.#mode = { ...this.#mode, trouble: sentenceOf(error) };
    } finally {
      asking.dispose();
    }
    this.#draw();
  }

  async #set(change: Partial<TraceMode>): Promise<void> {
    this.#mode = { ...this.#mode, ...change, trouble: undefined };
    const { isPinned, filter } = this.#mode;
    const keys = { isPinned, hidesStated: filter.hidesStated, hidesInferred: filter.hidesInferred };
    for (const [key, value] of Object.entries(keys))
      await vscode.commands.executeCommand("setContext", `whence.trace.${key}`, value);
    this.#draw();
  }

  #draw(): void {
    const { rows, content, message, description } = traceState(this.#shown, this.#mode);
    const isSame = JSON.stringify(rows) === JSON.stringify(this.#rows);
    this.#view.description = description;
    this.#view.message = message ?? "";
    void vscode.commands.executeCommand("setContext", "whence.trace.content", content);
    if (isSame) return;
    this.#rows = rows;
    this.#changedRows.fire(undefined);
  }
}
