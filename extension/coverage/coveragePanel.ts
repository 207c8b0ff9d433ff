import * as vscode from "vscode";
import type { FromCoveragePage, ToCoveragePage } from "../../shared/protocol/coverageMessages.ts";
import type { ServerConnection } from "../client/serverConnection.ts";
import type { CommandId } from "../commands/commandTable.ts";
import { openFolders } from "../health/openFolders.ts";
import { openCommit, openLine } from "../trace/openPlace.ts";
import { webviewHtml, webviewOptions } from "../webviewPage.ts";
import { CoverageCount } from "./coverageCount.ts";
import { exportCoverage } from "./exportCoverage.ts";
import { readCoverageMessage } from "./readMessage.ts";

const viewType = "whence.coverage";
const page = { name: "coverage", title: "Coverage" };

/** The table of coverage: one tab of the editor, which also comes back when the window is opened again. */
export class CoveragePanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #count: CoverageCount;
  readonly #subscriptions: readonly vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;

  constructor(server: ServerConnection, extension: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#server = server;
    this.#extension = extension;
    this.#log = log;
    this.#count = new CoverageCount(server, (message) => this.#post(message));
    this.#subscriptions = [
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      server.onLinksChanged((folder) => this.#count.changed(folder)),
      server.onCoverageProgress((progress) => this.#count.progressed(progress)),
      server.onDidChange(() => this.#serverChanged()),
    ];
  }

  /** Shows the coverage of a folder. */
  show(folder: string): void {
    const panel = this.#panel;
    if (panel === undefined) {
      this.#count.choose(folder);
      const column = vscode.ViewColumn.Active;
      this.#adopt(
        vscode.window.createWebviewPanel(viewType, page.title, column, webviewOptions(this.#extension)),
      );
      return;
    }
    panel.reveal();
    if (this.#count.folder === folder) return;
    this.#count.choose(folder);
    this.#postFolders();
    void this.#count.count();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#count.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extension, "docs", "icon.png");
    panel.webview.options = webviewOptions(this.#extension);
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#received(message));
    panel.onDidChangeViewState(() => this.#count.see(panel.visible));
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#count.see(false);
      this.#count.stop();
    });
    this.#count.see(true);
    panel.webview.html = webviewHtml(panel.webview, this.#extension, page);
  }

  async #received(message: unknown): Promise<void> {
    const read = readCoverageMessage(message);
    if (read === undefined) return this.#log.warn("The coverage page sent what is none of its messages.");
    try {
      await this.#follow(read);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(sentence);
    }
  }

  async #follow(message: FromCoveragePage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#count.choose(this.#known(this.#count.folder ?? message.folder), message.withInferred);
        this.#postFolders();
        return this.#count.show();
      case "count":
        this.#count.choose(this.#known(message.folder), message.withInferred);
        this.#postFolders();
        return this.#count.count();
      case "stop":
        return this.#count.stop();
      case "openItem":
        return this.#run("whence.openItem", message.key);
      case "showTrace":
        return this.#run("whence.openTrace", message.key);
      case "openPlace":
        return this.#openPlace(message);
      case "openCommit":
        return this.#openCommit(message.hash);
      case "export":
        return this.#export();
    }
  }

  async #run(command: CommandId, key: string): Promise<void> {
    const { folder } = this.#count;
    if (folder !== undefined) await vscode.commands.executeCommand(command, { folder, key });
  }

  async #openPlace({
    path,
    line,
    key,
  }: Extract<FromCoveragePage, { readonly kind: "openPlace" }>): Promise<void> {
    const { folder } = this.#count;
    if (folder === undefined) return;
    // A folder outside of the workspace: the server knows where its specifications lie.
    if (/^[^/:]+:\//.test(path) && key !== undefined) return this.#run("whence.openItem", key);
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(vscode.Uri.parse(folder), path));
    } catch {
      void vscode.window.showInformationMessage(`${path} is no longer there.`);
      return;
    }
    await openLine(folder, path, line);
  }

  async #openCommit(hash: string): Promise<void> {
    const { folder } = this.#count;
    if (folder === undefined || (await openCommit(folder, hash))) return;
    void vscode.window.showInformationMessage(
      `This editor shows no commits: \`git show ${hash.slice(0, 10)}\` does, in a terminal.`,
    );
  }

  async #export(): Promise<void> {
    const { folder, coverage } = this.#count;
    if (folder === undefined || coverage === undefined) {
      void vscode.window.showInformationMessage("There is nothing to export yet: wait until it is counted.");
      return;
    }
    await exportCoverage(coverage, vscode.Uri.parse(folder), this.#nameOf(folder));
  }

  /** A folder of this window: the wanted one where it is open, else the first. */
  #known(wanted: string | undefined): string | undefined {
    const { folders } = this.#server;
    return folders.length === 0
      ? wanted
      : (folders.find(({ folder }) => folder === wanted) ?? folders[0])?.folder;
  }

  #nameOf(uri: string): string {
    return this.#server.folders.find(({ folder }) => folder === uri)?.name ?? uri;
  }

  #serverChanged(): void {
    if (this.#panel === undefined) return;
    this.#count.choose(this.#known(this.#count.folder));
    this.#postFolders();
    this.#count.tryAgain();
  }

  #postFolders(): void {
    const folders = this.#server.folders.map(({ folder, name }) => ({ folder, name }));
    const { folder } = this.#count;
    const isStarting = openFolders() === "folders" && this.#server.state.state !== "stopped";
    this.#post({ kind: "folders", folders, isStarting, ...(folder === undefined ? {} : { folder }) });
  }

  #post(message: ToCoveragePage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
