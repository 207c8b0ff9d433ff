import type { ExtensionContext } from "vscode";
import { wire } from "./wiring.ts";

let running: ReturnType<typeof wire> | undefined;

/** The editor has started: see `wire`. */
export function activate(context: ExtensionContext): void {
  running = wire(context);
}

/** The window is closed or the extension put away: ends the server, within two seconds. */
export async function deactivate(): Promise<void> {
  const ended = running?.stop();
  running = undefined;
  await ended;
}
