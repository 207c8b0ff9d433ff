import type { Coverage } from "../model/coverage.ts";

// Between the coverage page and the extension that shows it.

/** Page → extension. */
export type FromCoveragePage =
  /** It is drawn, or drawn anew; what it showed before is asked for again. */
  | { readonly kind: "ready"; readonly folder?: string; readonly withInferred: boolean }
  | { readonly kind: "count"; readonly folder: string; readonly withInferred: boolean }
  | { readonly kind: "stop" }
  | { readonly kind: "openItem"; readonly key: string }
  /** A file of the folder at a line, from 1; of a specification elsewhere its key says where. */
  | { readonly kind: "openPlace"; readonly path: string; readonly line: number; readonly key?: string }
  | { readonly kind: "openCommit"; readonly hash: string }
  | { readonly kind: "showTrace"; readonly key: string }
  | { readonly kind: "export" };

/** Extension → page. */
export type ToCoveragePage =
  /** Folders of the window, and the one that is shown. */
  | {
      readonly kind: "folders";
      readonly folders: readonly CoverageFolder[];
      readonly folder?: string;
      /** Folders may still come. */
      readonly isStarting: boolean;
    }
  /** Files whose history was looked into, where that is known. */
  | { readonly kind: "counting"; readonly folder: string; readonly done?: number; readonly total?: number }
  | {
      readonly kind: "coverage";
      readonly folder: string;
      readonly coverage: Coverage;
      readonly withInferred: boolean;
    }
  | { readonly kind: "stopped"; readonly folder: string }
  /** A sentence for people. */
  | { readonly kind: "failed"; readonly folder: string; readonly sentence: string };

/** A folder that can be chosen. */
export interface CoverageFolder {
  /** URI. */
  readonly folder: string;
  readonly name: string;
}
