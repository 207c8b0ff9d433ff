import type { Coverage } from "../../shared/model/coverage.ts";
import type { CoverageFolder, ToCoveragePage } from "../../shared/protocol/coverageMessages.ts";
import type { OpenRows, RowFilter, RowOrder } from "./arrangeRows.ts";

/** The tables. */
export type TabName = "items" | "orphans" | "drift";

/** What a person has chosen to see; kept while the page is hidden and when the window is opened again. */
export interface ChosenView {
  readonly folder?: string;
  readonly withInferred: boolean;
  readonly tab: TabName;
  /** By tab, each its own. */
  readonly filters: Readonly<Partial<Record<TabName, RowFilter>>>;
  readonly orders: Readonly<Partial<Record<TabName, RowOrder>>>;
  readonly open: Readonly<Partial<Record<TabName, OpenRows>>>;
  readonly active: Readonly<Partial<Record<TabName, string>>>;
}

/** What the page knows from the extension. */
export interface Known {
  readonly folders: readonly CoverageFolder[];
  readonly isStarting: boolean;
  readonly coverage?: Coverage;
  /** As the figures were counted. */
  readonly withInferred: boolean;
  readonly work: Work;
}

/** What goes on, or how it ended. */
export type Work =
  | { readonly kind: "none" }
  | { readonly kind: "stopped" }
  | { readonly kind: "counting"; readonly done?: number; readonly total?: number }
  | { readonly kind: "failed"; readonly sentence: string };

/** All that the page is drawn from. */
export interface PageState {
  readonly view: ChosenView;
  readonly known: Known;
}

/** Everything passes. */
export const noFilter: RowFilter = { text: "", kind: "", state: "", folder: "" };
/** Rows as they are at first. */
export const firstOpen: OpenRows = { base: "first", others: new Set() };

/** Before the extension has said anything. */
export function firstState(kept: unknown): PageState {
  return {
    view: readKept(kept),
    known: { folders: [], isStarting: true, withInferred: false, work: { kind: "none" } },
  };
}

/** What the extension says, taken up. Figures of another folder are not shown for this one. */
export function heard({ view, known }: PageState, message: ToCoveragePage): PageState {
  switch (message.kind) {
    case "folders": {
      const { folders, folder, isStarting } = message;
      const isOther = folder !== view.folder;
      const { coverage, ...rest } = known;
      const kept = isOther || coverage === undefined ? {} : { coverage };
      const chosen = isOther ? forOtherFolder(view, folder) : view;
      return { view: chosen, known: { ...rest, ...kept, folders, isStarting } };
    }
    case "coverage": {
      if (message.folder !== view.folder) return { view, known };
      const { coverage, withInferred } = message;
      return { view, known: { ...known, coverage, withInferred, work: { kind: "none" } } };
    }
    default: {
      if (message.folder !== view.folder) return { view, known };
      const { folder: _, ...work } = message;
      return { view, known: { ...known, work } };
    }
  }
}

/** For the editor to keep. */
export function toKeep({ open, ...rest }: ChosenView): unknown {
  const rows = Object.entries(open).map(([tab, { base, others }]) => [
    tab,
    { base, others: [...others].slice(0, keptRowsMost) },
  ]);
  return { ...rest, open: Object.fromEntries(rows) };
}

const keptRowsMost = 2_000;

function readKept(kept: unknown): ChosenView {
  const none = { withInferred: false, tab: "items", filters: {}, orders: {}, open: {}, active: {} } as const;
  if (typeof kept !== "object" || kept === null) return none;
  const { open, ...rest } = kept as Omit<ChosenView, "open"> & {
    readonly open?: Readonly<Record<string, { readonly base: OpenRows["base"]; readonly others: string[] }>>;
  };
  const rows = Object.entries(open ?? {}).map(([tab, { base, others }]) => [
    tab,
    { base, others: new Set(others) },
  ]);
  return { ...none, ...rest, open: Object.fromEntries(rows) };
}

/** What was filtered and opened means nothing there. */
function forOtherFolder(view: ChosenView, folder: string | undefined): ChosenView {
  const { folder: before, ...rest } = view;
  const chosen = folder === undefined ? rest : { ...rest, folder };
  return before === undefined ? chosen : { ...chosen, filters: {}, open: {}, active: {} };
}
