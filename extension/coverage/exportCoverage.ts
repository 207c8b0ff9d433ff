import * as vscode from "vscode";
import { type CoverageFormat, coverageFile } from "../../shared/coverage/coverageFile.ts";
import type { Coverage } from "../../shared/model/coverage.ts";

interface Format extends vscode.QuickPickItem {
  readonly format: CoverageFormat;
  readonly ending: string;
  /** In which the editor shows it. */
  readonly language: string;
}

const formats: readonly Format[] = [
  {
    label: "Markdown",
    description: "tables, for a wiki page or the summary of a build",
    format: "markdown",
    ending: "md",
    language: "markdown",
  },
  {
    label: "CSV",
    description: "a row for each item, definition without an item, and drift",
    format: "csv",
    ending: "csv",
    language: "plaintext",
  },
  { label: "JSON", description: "all that is known", format: "json", ending: "json", language: "json" },
  {
    label: "SARIF",
    description: "stories without code, and drift, for code scanning",
    format: "sarif",
    ending: "sarif",
    language: "json",
  },
];

const save = "Save to a File…";
const show = "Open in the Editor";

/** Asks for format and place and writes all figures there, as `whence coverage --format …` does, whatever the page filters. */
export async function exportCoverage(coverage: Coverage, folder: vscode.Uri, name: string): Promise<void> {
  const title = `Export Coverage of ${name}`;
  const chosen = await vscode.window.showQuickPick(formats, {
    title,
    placeHolder: "Format; the whole report is exported, whatever is filtered",
  });
  if (chosen === undefined) return;
  const text = coverageFile(coverage, chosen.format);
  const where = await vscode.window.showQuickPick([save, show], { title: `${title} as ${chosen.label}` });
  if (where === show) {
    const document = await vscode.workspace.openTextDocument({ language: chosen.language, content: text });
    await vscode.window.showTextDocument(document, { preview: false });
  }
  if (where === save) await saveText(text, chosen, folder);
}

async function saveText(text: string, { label, ending }: Format, folder: vscode.Uri): Promise<void> {
  const place = await vscode.window.showSaveDialog({
    title: `Save Coverage as ${label}`,
    defaultUri: vscode.Uri.joinPath(folder, `coverage.${ending}`),
    filters: { [label]: [ending] },
  });
  if (place === undefined) return;
  await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(text));
  const open = "Open";
  const sentence = `Coverage was saved to ${vscode.workspace.asRelativePath(place)}.`;
  if ((await vscode.window.showInformationMessage(sentence, open)) === open)
    await vscode.commands.executeCommand("vscode.open", place);
}
