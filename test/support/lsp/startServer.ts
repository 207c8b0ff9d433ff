import { PassThrough } from "node:stream";
import { afterEach, vi } from "vitest";
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { createLanguageServerParts } from "../../../server/editorWiring.ts";
import { serveClient } from "../../../server/lsp/languageServer.ts";
import { createMessageStrategy } from "../../../server/lsp/messageStrategy.ts";
import { usualPace } from "../../../server/session/sessionPace.ts";
import { startServerProcess } from "./serverProcess.ts";
import { type StartedServer, UserClient } from "./userClient.ts";

// A test makes one index or several, each by processes that start for it; on a machine that is busy with others that takes long.
vi.setConfig({ testTimeout: 300_000 });

/** Starts a server whose indexes lie in `stores`, and gives a client that speaks to it. It ends with the test. */
export type StartServer = (stores: string, environment?: Readonly<Record<string, string>>) => UserClient;

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
export const asItsOwnProcess: StartServer = (stores, environment = {}) =>
  remembered(stores, startServerProcess({ ...environment, WHENCE_STORE_FOLDER: stores }));

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
