import type { FromCoveragePage } from "../../shared/protocol/coverageMessages.ts";

/** A column of a table. */
export interface Column {
  readonly id: string;
  readonly title: string;
  /** What a number in it counts, where there is no head above it: one, and many. */
  readonly unit?: readonly [string, string];
  readonly isNumber?: boolean;
  /** A track of a CSS grid. */
  readonly width: string;
}

/** What stands in a column. */
export interface Cell {
  readonly text: string;
  /** By which rows are ordered. */
  readonly order: string | number;
  /** 0 to 100, drawn as a bar beside the text. */
  readonly percent?: number;
  /** What a person should look at. */
  readonly isWarning?: boolean;
}

/** A row, with those below it. */
export interface TableNode {
  /** Unique in its table, and the same when it is counted again. */
  readonly id: string;
  /** What it is, in a word: `epic`, `definition`. */
  readonly kind: string;
  readonly label: string;
  /** By the ids of columns other than the first, which shows kind and label. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** What a filter by text looks into, in lower case. */
  readonly words: string;
  readonly facets: Facets;
  /** Siblings of a lower rank stand first, whatever the order. */
  readonly rank: number;
  /** Counted by the words below the table; others belong to a row that is. */
  readonly isCounted: boolean;
  readonly isOpenAtFirst: boolean;
  readonly children: readonly TableNode[];
  /** What is asked of the editor when it is opened. */
  readonly opens?: FromCoveragePage;
  /** Key of an item whose trace can be shown. */
  readonly traced?: string;
}

/** What a row can be filtered by, beside its words. */
export interface Facets {
  readonly kind: string;
  readonly state?: string;
  /** Files that it is about. */
  readonly paths: readonly string[];
}

/** A table as it can be shown. */
export interface TableModel {
  /** What it shows, for people who hear it. */
  readonly title: string;
  /** Its first column has long texts: the others stand below it, however wide the page is. */
  readonly isStacked?: boolean;
  /** Head of the first column. */
  readonly first: Column;
  readonly others: readonly Column[];
  readonly nodes: readonly TableNode[];
  /** Choices for filters; none where there is nothing to choose. */
  readonly kinds: readonly Choice[];
  readonly states: readonly Choice[];
  /** One and many of what is counted. */
  readonly nouns: readonly [string, string];
}

/** A value that can be chosen, and how people call it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Words for a filter: all that a person might type to find a row. */
export function searchWords(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .join("\n")
    .toLowerCase();
}
