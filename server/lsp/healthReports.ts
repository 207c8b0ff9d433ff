import type { Connection } from "vscode-languageserver/node";
import type { FolderHealth } from "../../shared/model/health.ts";
import { healthChanged } from "../../shared/protocol/notifications.ts";

/** Between two reports; a status bar that changes faster is not read. */
const pauseMs = 250;

/** Tells the client of health: at once where nothing was told for a while, else what holds when the pause is over. */
export class HealthReports {
  readonly #connection: Connection;
  readonly #folders: () => readonly FolderHealth[];
  #timer: NodeJS.Timeout | undefined;
  #isDue = false;
  #last = "";

  constructor(connection: Connection, folders: () => readonly FolderHealth[]) {
    this.#connection = connection;
    this.#folders = folders;
  }

  /** Something may be another than before. */
  changed(): void {
    this.#isDue = true;
    if (this.#timer !== undefined) return;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isDue) this.changed();
    }, pauseMs).unref();
  }

  /** Says nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    this.#isDue = false;
    const folders = this.#folders();
    const text = JSON.stringify(folders);
    if (text === this.#last) return;
    this.#last = text;
    void this.#connection.sendNotification(healthChanged.method, { folders }).catch(() => undefined);
  }
}
