/** A request between extension and server: its name, with the types of what is asked and answered. */
export interface RequestMessage<Params, Result> {
  readonly method: `whence/${string}`;
  /** Never there; carries the types. */
  readonly types?: readonly [Params, Result];
}

/** A message without an answer. */
export interface NotificationMessage<Params> {
  readonly method: `whence/${string}`;
  /** Never there; carries the type. */
  readonly types?: readonly [Params];
}

/** Place in a document: line and UTF-16 unit in it, both from 0, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, but not with, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a file. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}
