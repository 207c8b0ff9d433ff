import * as vscode from "vscode";

/** Opens the walkthrough, as the editor's welcome page lists it. */
export async function openWalkthrough({ extension }: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", `${extension.id}#whence`, false);
}
