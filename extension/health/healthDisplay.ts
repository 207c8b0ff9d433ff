import * as vscode from "vscode";
import type { ServerConnection } from "../client/serverConnection.ts";
import type { CommandId } from "../commands/commandTable.ts";
import type { StatusItem } from "../status.ts";
import type { TraceView } from "../trace/traceView.ts";
import { openFolders } from "./openFolders.ts";
import type { WindowHealth } from "./windowHealth.ts";
import { isRunning, logLines, viewState } from "./windowHealth.ts";

/** Brings one health value to status bar, welcome texts, commands and log, so that they say the same. */
export class HealthDisplay implements vscode.Disposable {
  readonly #connection: ServerConnection;
  readonly #status: StatusItem;
  readonly #view: TraceView;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  #shown: WindowHealth | undefined;

  constructor(
    connection: ServerConnection,
    status: StatusItem,
    view: TraceView,
    log: vscode.LogOutputChannel,
  ) {
    this.#connection = connection;
    this.#status = status;
    this.#view = view;
    this.#log = log;
    this.#subscription = connection.onDidChange(() => this.draw());
  }

  /** Shows how things are now. */
  draw(): void {
    const { state: server, folders } = this.#connection;
    const now: WindowHealth = { place: openFolders(), server, folders };
    const before = this.#shown;
    this.#shown = now;
    this.#status.show(now);
    setContext("whence.state", viewState(now));
    setContext("whence.isRunning", isRunning(now));
    for (const line of before === undefined ? [] : logLines(before, now)) this.#log.info(line);
    this.#tellView(before, now);
    if (server.state === "stopped" && before?.server.state !== "stopped") void tellStopped(server);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Another state of the index may answer where the one before did not. */
  #tellView(before: WindowHealth | undefined, now: WindowHealth): void {
    const former = before === undefined ? undefined : viewState(before);
    const state = viewState(now);
    if (former === state) return;
    if (!isRunning(now)) this.#view.clear();
    else if (["usable", "ready", "degraded", "paused"].includes(state)) void this.#view.refresh();
  }
}

function setContext(key: string, value: string | boolean): void {
  void vscode.commands.executeCommand("setContext", key, value);
}

/** Once: nothing goes on by itself any more, so somebody must know. */
async function tellStopped({
  why,
  remedy,
}: {
  readonly why: string;
  readonly remedy: string;
}): Promise<void> {
  const choices = {
    "Restart Server": "whence.restartServer",
    "Show Log": "whence.showLog",
  } as const satisfies Readonly<Record<string, CommandId>>;
  const titles = Object.keys(choices) as (keyof typeof choices)[];
  const picked = await vscode.window.showErrorMessage(`Whence has stopped. ${why} ${remedy}`, ...titles);
  if (picked !== undefined) await vscode.commands.executeCommand(choices[picked]);
}
