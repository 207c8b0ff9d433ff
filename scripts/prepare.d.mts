/** Arguments that run a bundle of `dist/` with Node. */
export function bundleArguments(bundle: string): readonly string[];

/** Variables that a process of Whence is started with. */
export const allocatorSettings: Readonly<Record<string, string>>;
