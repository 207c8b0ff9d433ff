import type { LogOutputChannel } from "vscode";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
} from "vscode-languageclient/node";
import { commands } from "../../shared/protocol/commands.ts";
import type { HandshakeAnswer } from "../../shared/protocol/handshake.ts";
import type { Session, SessionSetup } from "./session.ts";

/** Most texts that are worth a word in the log in one go; a server that writes without end must not fill the memory. */
const loggedMost = 2_000;

/** A session over a language client. The file is a bundle of its own, see `SessionModule`. */
export function createSession(setup: SessionSetup): Session {
  const client = new LanguageClient("whence", "Whence", serverOptions(setup), clientOptions(setup));
  return {
    async start() {
      await client.start();
      const answer = client.initializeResult?.capabilities.experimental as
        | Partial<HandshakeAnswer>
        | undefined;
      const version = answer?.whence?.protocolVersion;
      return version === undefined ? {} : { protocolVersion: version };
    },
    async request(message, params, token) {
      return await (token === undefined
        ? client.sendRequest(message.method, params)
        : client.sendRequest(message.method, params, token));
    },
    notify: (message, params) => client.sendNotification(message.method, params),
    onNotification: (message, handler) => client.onNotification(message.method, handler),
    stop: (timeoutMs) => stopClient(client, timeoutMs),
  };
}

function serverOptions({ process: { module, nodeArguments, environment } }: SessionSetup): ServerOptions {
  const options = { execArgv: [...nodeArguments], env: environment };
  return { module, transport: TransportKind.ipc, options };
}

function clientOptions({ log, handshake, onHover, onEnd }: SessionSetup): LanguageClientOptions {
  return {
    // The second is the box for a commit message.
    documentSelector: [{ scheme: "file" }, { scheme: "vscode-scm" }],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: handshake,
    // Without this the client asks a person whether it shall try again; the connection decides that.
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        onEnd();
        return { action: CloseAction.DoNotRestart, handled: true, message: "The server ended." };
      },
    },
    middleware: {
      provideHover: async (document, position, token, next) => {
        const hover = await next(document, position, token);
        if (hover !== undefined && hover !== null) onHover();
        return hover;
      },
    },
    // A hover may run our own commands and no others, whatever text of other people it shows.
    markdown: {
      isTrusted: { enabledCommands: Object.values(commands) },
      supportHtml: false,
      supportThemeIcons: false,
    },
    stdioOptions: {
      stdout: (input, channel) => logLines(input, channel),
      stderr: (input, channel) => logLines(input, channel),
    },
  };
}

/** The server logs through the connection; what comes here is said by Node or by a native library. */
function logLines(input: NodeJS.ReadableStream, log: LogOutputChannel): void {
  input.on("data", (part: Buffer) => {
    const text = part.toString("utf8").slice(0, loggedMost).trimEnd();
    if (text !== "") log.warn(text);
  });
}

async function stopClient(client: LanguageClient, timeoutMs: number): Promise<void> {
  const child = client.serverProcess;
  try {
    if (client.needsStop()) await client.dispose(timeoutMs);
  } catch {
    // One that does not answer any more is ended below.
  }
  if (child !== undefined && child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}
