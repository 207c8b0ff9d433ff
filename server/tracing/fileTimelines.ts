import {
  type FilePlace,
  type FileVersion,
  type FileVersionOptions,
  fileVersions,
} from "../sources/git/fileVersions.ts";

/** Timelines are kept for so many files. */
const mostKept = 200;

/** Which commits changed a file, from some commit backwards; the newest ones asked for are kept. */
export class FileTimelines {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<readonly FileVersion[]>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first. Throws as `runGit` does. */
  versions(
    place: FilePlace,
    options: FileVersionOptions & { readonly revision: string },
  ): Promise<readonly FileVersion[]> {
    const key = `${options.revision} ${options.withoutRenames === true} ${place.isFromRoot === true} ${place.path}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const read = readAll(fileVersions(this.#folder, place, options));
    this.#kept.set(key, read);
    // What failed or was cancelled is asked again.
    read.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return read;
  }
}

async function readAll(versions: AsyncIterable<FileVersion>): Promise<readonly FileVersion[]> {
  const all: FileVersion[] = [];
  for await (const version of versions) all.push(version);
  return all;
}
