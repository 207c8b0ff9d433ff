import type { CodeReference } from "./requests.ts";

/**
 * Commands that hovers, lenses and code actions of the server name and the extension carries out. A hover of the editor may run
 * these and no others.
 */
export const commands = {
  /** Arguments: `OpenTraceArguments`. */
  openTrace: "whence.openTrace",
  /** Arguments: `DecideArguments`. */
  confirmLink: "whence.confirmLink",
  /** Arguments: `DecideArguments`. */
  rejectLink: "whence.rejectLink",
  /** Arguments: `CodeReference`; asks which story. */
  linkToStory: "whence.linkToStory",
  /** Arguments: `ItemArguments`; opens where an item is described. */
  openItem: "whence.openItem",
  /** Arguments: `ItemArguments`; peeks at the code of an item. */
  peekImplementations: "whence.peekImplementations",
  /** Arguments: `AskAboutArguments`; the chat with this as context. */
  askAbout: "whence.askAbout",
} as const;

/** One argument of `openTrace`: code, or an item. */
export type OpenTraceArguments = CodeReference | ItemArguments;

/** One argument of `askAbout`: code, or an item. */
export type AskAboutArguments = CodeReference | (ItemArguments & { readonly title?: string });

/** One argument of commands on an item. */
export interface ItemArguments {
  readonly folder: string;
  readonly key: string;
  /** Where the lens or link stands, for a peek. */
  readonly at?: { readonly uri: string; readonly line: number };
}

/** One argument of `confirmLink` and `rejectLink`. */
export interface DecideArguments {
  readonly key: string;
  readonly code: CodeReference;
}
