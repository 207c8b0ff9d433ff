import type * as vscode from "vscode";
import type { TeamCredential } from "../../shared/protocol/teamRequests.ts";

/** A credential, and the only server that may get it. */
export interface StoredCredential {
  readonly endpoint: string;
  readonly credential: TeamCredential;
}

/** Names and passwords for the graphs of teams, one for each folder, in the secret storage of the editor and nowhere else. */
export class TeamCredentials {
  readonly #secrets: () => vscode.SecretStorage;

  constructor(secrets: () => vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** The one of a folder; nothing where none was kept, or what was kept cannot be read. */
  async of(folder: string): Promise<StoredCredential | undefined> {
    const text = await this.#secrets().get(nameOf(folder));
    if (text === undefined) return undefined;
    try {
      const { endpoint, user, password } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      if ([endpoint, user, password].some((each) => typeof each !== "string")) return undefined;
      return {
        endpoint: String(endpoint),
        credential: { user: String(user), password: String(password) },
      };
    } catch {
      return undefined;
    }
  }

  /** Keeps one in place of any other of this folder. */
  async keep(folder: string, { endpoint, credential }: StoredCredential): Promise<void> {
    await this.#secrets().store(nameOf(folder), JSON.stringify({ endpoint, ...credential }));
  }

  /** Keeps none for this folder from now on. */
  async forget(folder: string): Promise<void> {
    await this.#secrets().delete(nameOf(folder));
  }
}

function nameOf(folder: string): string {
  return `whence.team ${folder}`;
}
