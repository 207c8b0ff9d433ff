import * as vscode from "vscode";
import type { FolderHealth } from "../shared/model/health.ts";

/**
 * The walkthrough of package.json, and what its steps hang on beside commands. A step whose context key was true before the editor
 * registered the walkthrough, which it may do no sooner than somebody opens it, is never completed by that key. So there is a second
 * one for each such step, set once the walkthrough is open.
 */
export class Walkthrough {
  #hasHovered = false;

  /** Somebody has seen a hover of ours. */
  hovered(): void {
    if (this.#hasHovered) return;
    this.#hasHovered = true;
    setContext("whence.hasHovered");
  }

  /** Opens it, as the editor's welcome page lists it. */
  async open({ id }: vscode.Extension<unknown>, folders: readonly FolderHealth[]): Promise<void> {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", `${id}#whence`, false);
    const isIndexed = folders.some(({ health: { state } }) => state === "ready" || state === "degraded");
    if (isIndexed) setContext("whence.walkthrough.isIndexed");
    if (this.#hasHovered) setContext("whence.walkthrough.hasHovered");
  }
}

function setContext(key: string): void {
  void vscode.commands.executeCommand("setContext", key, true);
}
