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
  readonly #objects: (() => string | undefined) | undefined;
  readonly #kept = new Map<string, Promise<readonly FileVersion[]>>();

  /** `objects`: a folder of objects with a commit graph, where there is one by now. */
  constructor(folder: string, objects?: () => string | undefined) {
    this.#folder = folder;
    this.#objects = objects;
  }

  /** Newest first. Throws as `runGit` does. */
  versions(
    place: FilePlace,
    options: FileVersionOptions & { readonly revision: string },
  ): Promise<readonly FileVersion[]> {
    const key = `${options.revision} ${options.withoutRenames === true} ${place.isFromRoot === true} ${place.path}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const read = readAll(fileVersions(this.#folder, place, { ...options, objects: this.#objects?.() }));
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
