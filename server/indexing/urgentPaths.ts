/** Paths in a folder that somebody waits for while a run goes on. */
export class UrgentPaths {
  readonly #paths: Set<string>;

  constructor(paths: readonly string[] = []) {
    this.#paths = new Set(paths);
  }

  /** Wants these before everything else that has not been read yet. */
  add(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
  }

  /** The next one that is wanted and that `isLeft`; the others are forgotten. */
  take(isLeft: (path: string) => boolean): string | undefined {
    for (const path of this.#paths) {
      this.#paths.delete(path);
      if (isLeft(path)) return path;
    }
    return undefined;
  }
}
