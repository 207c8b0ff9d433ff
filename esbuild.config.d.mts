/** Bundles every entry into `dist/` and puts the assets which they read beside them. */
export function build(): Promise<void>;
