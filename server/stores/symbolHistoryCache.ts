/**
 * What was found out about the history of symbols, kept from one process to the next. The oldest values go when there are
 * too many, so each can be made again from its key.
 */
export interface SymbolHistoryCache {
  /** The value that was stored last with this key. */
  get(key: string): string | undefined;
  /** Stores nothing where the graph is only read, or while another process writes it. */
  set(key: string, value: string): void;
}
