import { type Connection, DiagnosticSeverity, type TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenFolders } from "./openFolders.ts";

/** Shows in open files where code and specification went apart, where the user has asked for that. */
export class DriftReports {
  readonly #connection: Connection;
  readonly #folders: OpenFolders;
  readonly #documents: TextDocuments<TextDocument>;
  /** Documents that show something. */
  readonly #shown = new Set<string>();

  constructor(connection: Connection, folders: OpenFolders, documents: TextDocuments<TextDocument>) {
    this.#connection = connection;
    this.#folders = folders;
    this.#documents = documents;
    documents.onDidOpen(({ document }) => this.#report(document.uri));
    documents.onDidClose(({ document }) => this.#show(document.uri, []));
  }

  /** Links of a folder are others than before. */
  changed(folder: string): void {
    for (const uri of this.#documents.keys())
      if (this.#folders.fileOf(uri)?.session.uri === folder) this.#report(uri);
  }

  async #report(uri: string): Promise<void> {
    const file = this.#folders.fileOf(uri);
    const isWanted = file?.session.place.settings["whence.drift.diagnostics"] === true;
    const ide = isWanted ? file.session.view?.ide : undefined;
    const marks = ide === undefined || file === undefined ? [] : await ide.drift(file.path).catch(() => []);
    if (this.#documents.get(uri) === undefined) return;
    this.#show(
      uri,
      marks.map(({ line, sentence, key }) => {
        const at = { line: line - 1, character: 0 };
        const range = { start: at, end: { line, character: 0 } };
        return {
          range,
          severity: DiagnosticSeverity.Information,
          source: "Whence",
          code: key,
          message: sentence,
        };
      }),
    );
  }

  #show(uri: string, diagnostics: Parameters<Connection["sendDiagnostics"]>[0]["diagnostics"]): void {
    if (diagnostics.length === 0 && !this.#shown.delete(uri)) return;
    if (diagnostics.length > 0) this.#shown.add(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics }).catch(() => undefined);
  }
}
