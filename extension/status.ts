import * as vscode from "vscode";
import type { CommandId } from "./commands/commandTable.ts";
import { commandTable } from "./commands/commandTable.ts";
import type { StatusView } from "./health/statusView.ts";
import { statusView } from "./health/statusView.ts";
import type { WindowHealth } from "./health/windowHealth.ts";

/** How often the age of a ready index is told anew. */
const ageEveryMs = 30_000;

/** The entry in the status bar. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("whence.status", vscode.StatusBarAlignment.Right, 90);
  readonly #timer = setInterval(() => this.#draw(), ageEveryMs);
  #health: WindowHealth | undefined;

  constructor() {
    this.#item.name = "Whence";
    this.#item.command = "whence.showStatus" satisfies CommandId;
    this.#timer.unref();
  }

  show(health: WindowHealth): void {
    this.#health = health;
    this.#draw();
    this.#item.show();
  }

  /** The status in a quick pick, which keyboard and screen reader reach: what is, and what can be done. */
  async pickAction(): Promise<void> {
    if (this.#health === undefined) return;
    const { label, details, actions } = statusView(this.#health, new Date());
    const choices = actions.map((id) => ({ label: titleOf(id), id }));
    const picked = await vscode.window.showQuickPick(choices, {
      title: label,
      placeHolder: details.join(" "),
    });
    if (picked !== undefined) await vscode.commands.executeCommand(picked.id);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#item.dispose();
  }

  #draw(): void {
    if (this.#health === undefined) return;
    const view = statusView(this.#health, new Date());
    this.#item.text = view.text;
    this.#item.tooltip = tooltipOf(view);
    this.#item.accessibilityInformation = {
      label: `${view.label}. ${view.details.join(" ")}`,
      role: "button",
    };
    this.#item.backgroundColor =
      view.tone === "plain" ? undefined : new vscode.ThemeColor(`statusBarItem.${view.tone}Background`);
  }
}

/** Sentences are appended as text, so that a folder's name is no Markdown; only our own commands are links. */
function tooltipOf({ label, details, actions }: StatusView): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: actions };
  markdown.appendMarkdown("**").appendText(label).appendMarkdown("**\n\n");
  for (const detail of details) markdown.appendText(detail).appendMarkdown("\n\n");
  return markdown.appendMarkdown(actions.map((id) => `[${titleOf(id)}](command:${id})`).join(" · "));
}

function titleOf(id: CommandId): string {
  return commandTable.find((row) => row.id === id)?.title ?? id;
}
