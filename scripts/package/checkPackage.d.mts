import type { Metafile } from "esbuild";

/** See `checkPackage.mjs`. */
export function checkPackage(
  made: { readonly target: { readonly name: string; readonly native: string }; readonly vsix: string },
  metafiles: { readonly server: Metafile; readonly extension: Metafile; readonly webview: Metafile },
): Promise<{
  readonly problems: readonly string[];
  readonly bytes: number;
  readonly entries: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly packedBytes: number;
  }[];
}>;
