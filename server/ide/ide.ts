import type { HoverCard } from "../../shared/model/hover.ts";
import type { LinkCandidate } from "../../shared/protocol/requests.ts";

/** The text of an open document, saved or not. */
export interface OpenText {
  /** Relative to the folder. */
  readonly path: string;
  readonly text: string;
  /** Raised by the editor with each change. */
  readonly version: number;
}

/** Line from 1, column in UTF-16 units from 0. */
export interface TextPoint {
  readonly line: number;
  readonly column: number;
}

/** What an editor shows beside the text of one folder. Reads local state only: no socket, no child process in the caller's way. */
export interface Ide {
  /**
   * Nothing where nothing is known. A definition whose history nobody has read yet is given to the `HistoryReader` and told as
   * far as known. Never rejects but with `cancelled`.
   */
  hover(text: OpenText, point: TextPoint, signal: AbortSignal): Promise<HoverCard | undefined>;
  /** Above definitions the item behind each, above headings of specifications how much code there is for them. */
  lenses(text: OpenText, signal: AbortSignal): Promise<readonly Lens[]>;
  /** Keys of known projects in code, comments and prose. */
  keyLinks(text: OpenText): Promise<readonly KeyLink[]>;
  /** The innermost definition around a point that stands for something by itself, as it is indexed. */
  definitionAt(text: OpenText, point: TextPoint): Promise<IndexedDefinition | undefined>;
  /** Items that a definition may belong to: linked ones first, then what was inferred, then all others. */
  linkCandidates(definition: IndexedDefinition): Promise<readonly LinkCandidate[]>;
  /** Places where code and specification went apart, of one file. */
  drift(path: string): Promise<readonly DriftMark[]>;
  /**
   * Says that a text is looked at, so that the history of its definitions, and the files that it uses, are read while nobody waits.
   * Resolves when the files are; never rejects.
   */
  opened(text: OpenText): Promise<void>;
  /** Forgets what was kept of a text that is closed. */
  closed(path: string): void;
}

/** Reads the history of definitions where that takes long, newest wish first. */
export interface HistoryReader {
  /** Resolves when it is in the graph, or cannot be had: a failure is only a history that is not known. */
  read(definition: IndexedDefinition): Promise<void>;
  /** The same for all definitions of a file, when nothing else is wished for. */
  readFile(path: string): void;
  close(): Promise<void>;
}

/** A definition of the index, and where it stands in the open text. */
export interface IndexedDefinition {
  readonly path: string;
  /** Qualified. */
  readonly name: string;
  /** As it is indexed, from 1. */
  readonly startLine: number;
  readonly endLine: number;
  /** Line of its name in the open text, from 1. */
  readonly shownLine: number;
}

/** A line of text above a line of the document. */
export interface Lens {
  /** From 1. */
  readonly line: number;
  /** `WH-12 Refunds in parts · 2 more`, `implemented by 3 symbols`. */
  readonly title: string;
  readonly opens:
    | { readonly kind: "trace"; readonly definition: IndexedDefinition }
    | { readonly kind: "implementations"; readonly key: string };
}

/** A key in a text that names a known item or a known project. */
export interface KeyLink {
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly key: string;
  /** Where it leads outside of the folder, for an item that has an address. */
  readonly url?: string;
}

/** A place that went apart from its counterpart. */
export interface DriftMark {
  readonly line: number;
  readonly sentence: string;
  readonly key: string;
}
