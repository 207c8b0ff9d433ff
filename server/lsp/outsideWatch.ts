import { isDeepStrictEqual } from "node:util";
import type { Disposable, RemoteClient } from "vscode-languageserver/node";
import { DidChangeWatchedFilesNotification } from "vscode-languageserver/node";
import { URI } from "vscode-uri";

/**
 * Has the editor watch folders outside of the workspace, which are indexed with it: of those it says nothing by itself. By
 * `RelativePattern`s of the Language Server Protocol 3.17, for editors that know them.
 */
export class OutsideWatch {
  readonly #client: Pick<RemoteClient, "register">;
  #folders: readonly string[] = [];
  #watching: Promise<Disposable | undefined> = Promise.resolve(undefined);

  constructor(client: Pick<RemoteClient, "register">) {
    this.#client = client;
  }

  /** Watches these folders (absolute) from now on, and no others. */
  follow(folders: readonly string[]): void {
    const wanted = [...new Set(folders)].toSorted();
    if (isDeepStrictEqual(wanted, this.#folders)) return;
    this.#folders = wanted;
    this.#watching = this.#watching.then((before) => this.#change(wanted, before));
  }

  /** The new before the old ends, so that nothing is missed. An editor that refuses, or is gone, is one that tells less. */
  async #change(folders: readonly string[], before: Disposable | undefined): Promise<Disposable | undefined> {
    const watchers = folders.map((folder) => ({
      globPattern: { baseUri: URI.file(folder).toString(), pattern: "**/*" },
    }));
    try {
      const watching =
        folders.length === 0
          ? undefined
          : await this.#client.register(DidChangeWatchedFilesNotification.type, { watchers });
      before?.dispose();
      return watching;
    } catch {
      return undefined;
    }
  }
}
