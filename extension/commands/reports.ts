import * as vscode from "vscode";

const scheme = "whence-report";

/** Documents that are made to be read: they cannot be edited and ask for nothing when they are closed. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) =>
    this.#texts.delete(uri.toString()),
  );

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Opens a text under a name; `identity` tells two of the same name apart. */
  async open(name: string, identity: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(this.put(name, identity, text), { preview: true });
  }

  /** Keeps a text under a name until nobody shows it any more, and gives the address of its document. */
  put(name: string, identity: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: identity });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#closing.dispose();
    this.#changed.dispose();
  }
}
