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
    this.#watching = this.#watching.then(async (before) => {
      before?.dispose();
      return wanted.length === 0 ? undefined : this.#watch(wanted);
    });
  }

  /** An editor that refuses is one that tells less. */
  #watch(folders: readonly string[]): Promise<Disposable | undefined> {
    const watchers = folders.map((folder) => ({
      globPattern: { baseUri: URI.file(folder).toString(), pattern: "**/*" },
    }));
    return this.#client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
  }
}
