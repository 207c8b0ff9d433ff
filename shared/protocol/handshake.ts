/** Raised whenever a message changes so that the other side of an older version would misread it. */
export const protocolVersion = 2;

/** Extension → server with `initialize` (`initializationOptions`): what the server must know before anything else. */
export interface HandshakeOptions {
  readonly protocolVersion: number;
  /** Version of the extension, for the log. */
  readonly version: string;
  /** False in a workspace that the user does not trust: no endpoint and no team file is used then. */
  readonly isTrusted: boolean;
  /** Name of the editor, for the log and for what differs between editors. */
  readonly editor: string;
}

/** Server → extension with the answer to `initialize` (`capabilities.experimental`), so that a mix of versions is told. */
export interface HandshakeAnswer {
  readonly whence: { readonly protocolVersion: number };
}
