import {
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import {
  type HandshakeAnswer,
  type HandshakeOptions,
  protocolVersion,
} from "../../shared/protocol/handshake.ts";

/** What a client said of itself. A client that is not ours speaks the standard protocol and is told nothing else. */
export type Handshake = HandshakeOptions & { readonly isOurs: boolean };

/** Reads `initializationOptions`; gives a sentence where the client speaks another version. */
export function readHandshake(options: unknown): Handshake | string {
  const said = typeof options === "object" && options !== null ? (options as Partial<HandshakeOptions>) : {};
  const { protocolVersion: version, isTrusted, editor, version: client } = said;
  if (version === undefined) {
    return { protocolVersion, version: "", isTrusted: false, editor: "", isOurs: false };
  }
  if (version !== protocolVersion) {
    return `The extension speaks version ${String(version)} of Whence's protocol and the server version ${protocolVersion}: reload the window, or reinstall Whence if that does not help.`;
  }
  return {
    protocolVersion,
    version: typeof client === "string" ? client : "",
    isTrusted: isTrusted === true,
    editor: typeof editor === "string" ? editor : "",
    isOurs: true,
  };
}

/** What this server can do. */
export function initializeResult(): InitializeResult<HandshakeAnswer> {
  return {
    serverInfo: { name: "Whence" },
    capabilities: {
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: false },
      documentLinkProvider: { resolveProvider: false },
      codeActionProvider: { codeActionKinds: ["refactor", "quickfix"] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      experimental: { whence: { protocolVersion } },
    },
  };
}

/** Of what a client can do, the parts that differ between editors. */
export interface ClientAbilities {
  readonly configuration: boolean;
  readonly watchedFiles: boolean;
  /** Also in folders that are not part of the workspace. */
  readonly watchedOutside: boolean;
  readonly refreshesLenses: boolean;
  readonly workspaceFolders: boolean;
}

/** Reads what a client can do. */
export function abilitiesOf({ capabilities }: InitializeParams): ClientAbilities {
  const workspace = capabilities?.workspace;
  const watched = workspace?.didChangeWatchedFiles;
  return {
    configuration: workspace?.configuration === true,
    watchedFiles: watched?.dynamicRegistration === true,
    watchedOutside: watched?.dynamicRegistration === true && watched.relativePatternSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
  };
}
