import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { PassThrough } from "node:stream";
import { afterEach } from "vitest";
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { createLanguageServerParts } from "../../../server/editorWiring.ts";
import { serveClient } from "../../../server/lsp/languageServer.ts";
import { createMessageStrategy } from "../../../server/lsp/messageStrategy.ts";
import { usualPace } from "../../../server/session/sessionPace.ts";
import { type StartedServer, UserClient } from "./userClient.ts";

/** Starts a server whose indexes lie in `stores`, and gives a client that speaks to it. It ends with the test. */
export type StartServer = (stores: string) => UserClient;

/** The server in this process, spoken to over two streams of bytes. */
export const inThisProcess: StartServer = (stores) => {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
    createMessageStrategy(),
  );
  const environment = { ...process.env, WHENCE_STORE_FOLDER: stores };
  const server = serveClient(
    connection,
    createLanguageServerParts({
      defaults: { settings: readSettings(environment), environment },
      version: "test",
      pace: { ...usualPace, lookMs: 100 },
      onCrash: (sentence) => connection.console.warn(sentence),
    }),
  );
  return remembered(stores, {
    reader: new StreamMessageReader(toClient),
    writer: new StreamMessageWriter(toServer),
    end: () => server.close(),
  });
};

/** The bundled server in a process of its own, as an editor starts it. */
export const asItsOwnProcess: StartServer = (stores) => {
  const child = spawn(process.execPath, [path.join(packageRoot(), "dist/main.mjs"), "--stdio"], {
    env: { ...process.env, WHENCE_STORE_FOLDER: stores },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  return remembered(stores, {
    reader: new StreamMessageReader(child.stdout),
    writer: new StreamMessageWriter(child.stdin),
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    async end() {
      child.stdin.end();
      await exited;
    },
  });
};

const started = new Set<StartedServer>();

function remembered(stores: string, server: StartedServer): UserClient {
  started.add(server);
  return new UserClient(server, stores);
}

afterEach(async () => {
  const all = [...started];
  started.clear();
  await Promise.all(all.map((server) => server.end()));
});
