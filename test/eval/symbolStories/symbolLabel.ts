/** A definition of a fetched repository and the keys of the commits that made it, by the slow method. */
export interface SymbolLabel {
  /** As `owner/name`. */
  readonly repository: string;
  /** Full hash of the commit at which it is looked at. */
  readonly commit: string;
  readonly path: string;
  /** Qualified. */
  readonly name: string;
  readonly kind: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Keys that the messages of its commits hold. */
  readonly keys: readonly string[];
  /** Ten digits of the commits that changed its tokens, newest first. */
  readonly commits: readonly string[];
  readonly wasRenamed?: boolean;
  readonly wasMoved?: boolean;
  readonly wasReformatted?: boolean;
}
