import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import type { StartedServer } from "./userClient.ts";

/** A server in a process of its own. */
export interface ServerProcess extends StartedServer {
  readonly pid: number;
  /** Writes bytes past the client. */
  write(bytes: string): void;
  /** Nothing while it runs. */
  exitCode(): number | null;
}

/** Starts the bundled server as an editor does, over standard input and output. */
export function startServerProcess(environment: Readonly<Record<string, string>>): ServerProcess {
  const server = path.join(packageRoot(), "dist/main.mjs");
  const child = spawn(process.execPath, ["--liftoff-only", "--max-semi-space-size=4", server, "--stdio"], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  return {
    reader: new StreamMessageReader(child.stdout),
    writer: new StreamMessageWriter(child.stdin),
    pid: child.pid ?? 0,
    write: (bytes) => void child.stdin.write(bytes),
    exitCode: () => child.exitCode,
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}
