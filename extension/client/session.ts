import type { CancellationToken, Disposable, LogOutputChannel } from "vscode";
import type { HandshakeOptions } from "../../shared/protocol/handshake.ts";
import type { NotificationMessage, RequestMessage } from "../../shared/protocol/message.ts";
import type { ServerProcess } from "./serverProcess.ts";

/** One run of the server process, from its start to its end. */
export interface Session {
  /** Ends when the server has answered `initialize`; throws where it did not. */
  start(): Promise<{ /** Absent where the server is none of ours. */ readonly protocolVersion?: number }>;
  /** Throws a `ResponseError` whose message is for people. */
  request<Params, Result>(
    message: RequestMessage<Params, Result>,
    params: Params,
    token?: CancellationToken,
  ): Promise<Result>;
  notify<Params>(message: NotificationMessage<Params>, params: Params): Promise<void>;
  onNotification<Params>(message: NotificationMessage<Params>, handler: (params: Params) => void): Disposable;
  /** Asks the server to end, and ends its process where it does not within `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

/** What a session is started with. */
export interface SessionSetup {
  readonly process: ServerProcess;
  readonly log: LogOutputChannel;
  readonly handshake: () => HandshakeOptions;
  /** Somebody has seen what a hover of ours says. */
  readonly onHover: () => void;
  /** The process ended, or the connection to it, without `stop`. */
  readonly onEnd: () => void;
}

/** What the separately loaded bundle exports: a language client is large, and activation must not wait for it. */
export interface SessionModule {
  createSession(setup: SessionSetup): Session;
}
