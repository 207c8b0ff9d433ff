import { statSync } from "node:fs";

/** Changes when another file is put in the place of this one, and not when it is written; undefined where there is none. */
export function fileIdentity(file: string): string | undefined {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts === undefined ? undefined : `${facts.dev}:${facts.ino}:${facts.birthtimeMs}`;
}
