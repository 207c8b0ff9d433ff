import type { Metafile } from "esbuild";

/** npm packages whose `.wasm` goes to `dist/grammars`. */
export const grammarPackages: readonly string[];

/** Bundles every entry into `dist/`, with dependencies left in `node_modules`, and puts the assets which they read beside them. */
export function build(): Promise<void>;

/** The same into another folder as one that needs no `node_modules` but LanceDB's native package. */
export function buildForPackage(
  dist: string,
): Promise<{ server: Metafile; extension: Metafile; webview: Metafile }>;
