/** What a run has still to read: written by whoever indexes, told to whoever searches meanwhile. */
export interface UnreadParts {
  /** How many files there are in all, while some of them are not read. */
  readonly files?: number;
  /** How many commits there are to read, while some of them are not read; `unknown` before they are counted. */
  readonly commits?: number | "unknown";
}

/** As it is stored; nothing where nothing is left to read. */
export function formatUnreadParts(parts: UnreadParts): string | undefined {
  const text = JSON.stringify(parts);
  return text === "{}" ? undefined : text;
}

/** What `formatUnreadParts` gave. */
export function parseUnreadParts(text: string | undefined): UnreadParts {
  return text === undefined ? {} : JSON.parse(text);
}
