import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FolderHealth } from "../../shared/model/health.ts";
import { WhenceError } from "../base/errors.ts";
import { pathIn } from "../base/pathIn.ts";
import type { Place } from "../model/place.ts";
import type { FolderSession } from "../session/folderSession.ts";
import type { UnknownParams } from "./answer.ts";
import { textOf } from "./params.ts";
import { filePathOf, isMessageBox } from "./places.ts";

/** A workspace folder as the editor names it. */
export interface NamedFolder {
  readonly uri: string;
  readonly name: string;
}

/** What makes sessions. */
export interface SessionMaker {
  /** Where a folder lies and what holds in it now. */
  placeOf(folder: NamedFolder, absolutePath: string): Promise<Place>;
  open(folder: NamedFolder, place: Place): FolderSession;
}

/** A file of a session. */
export interface OwnFile {
  readonly session: FolderSession;
  /** Relative to the session's folder. */
  readonly path: string;
  readonly absolute: string;
}

/** The sessions of all workspace folders. Changes are made one after the other. */
export class OpenFolders {
  readonly #sessions = new Map<string, { readonly folder: NamedFolder; readonly session: FolderSession }>();
  /** Those for which there can be no session. */
  readonly #refused = new Map<string, FolderHealth>();
  readonly #maker: SessionMaker;
  #changes: Promise<void> = Promise.resolve();
  #isPaused = false;

  constructor(maker: SessionMaker) {
    this.#maker = maker;
  }

  /** All that are open. */
  get all(): readonly FolderSession[] {
    return [...this.#sessions.values()].map(({ session }) => session);
  }

  /** Health of all folders. */
  get health(): readonly FolderHealth[] {
    return [...this.all.map((session) => session.health), ...this.#refused.values()];
  }

  /** Adds folders and ends those that were removed. */
  change(added: readonly NamedFolder[], removed: readonly NamedFolder[]): Promise<void> {
    return this.#then(async () => {
      for (const { uri } of removed) await this.#close(uri);
      for (const folder of added) await this.#add(folder);
    });
  }

  /** Opens those folders anew for which other settings hold than before. */
  reopenChanged(): Promise<void> {
    return this.#then(async () => {
      for (const { folder: uri, name } of [...this.#refused.values()]) {
        await this.#close(uri);
        await this.#add({ uri, name });
      }
      for (const { folder, session } of [...this.#sessions.values()]) {
        const place = await this.#maker.placeOf(folder, session.place.folder);
        if (isDeepStrictEqual(place, session.place)) continue;
        await this.#close(folder.uri);
        await this.#add(folder);
      }
    });
  }

  /** Stops indexing in all folders, or goes on; folders that are added later too. */
  pause(isPaused: boolean): Promise<void> {
    return this.#then(async () => {
      this.#isPaused = isPaused;
      await Promise.all(this.all.map((session) => session.pause(isPaused)));
    });
  }

  /** Ends when what was changed until now is so. */
  settled(): Promise<void> {
    return this.#changes;
  }

  /** Ends all. */
  close(): Promise<void> {
    return this.#then(async () => {
      await Promise.all([...this.#sessions.keys()].map((uri) => this.#close(uri)));
    });
  }

  /** The session of a folder by its URI. */
  byUri(uri: string): FolderSession | undefined {
    return this.#sessions.get(uri)?.session;
  }

  /** The innermost folder around a file; nothing for what belongs to none. */
  fileOf(uri: string): OwnFile | undefined {
    const absolute = filePathOf(uri);
    if (absolute === undefined) return undefined;
    return this.ownerOf(absolute) ?? (isMessageBox(uri) ? this.#partOf(absolute) : undefined);
  }

  /** The commit message of a repository of which only a part is open. */
  #partOf(message: string): OwnFile | undefined {
    const root = dirname(dirname(message));
    const session = this.all.find(({ place }) => pathIn(root, place.folder) !== undefined);
    return session && { session, path: ".git/COMMIT_EDITMSG", absolute: message };
  }

  /** Paths by the folders whose index they may change: the innermost around one, and those which a folder outside belongs to. */
  touchedBy(absolutePaths: readonly string[]): ReadonlyMap<FolderSession, readonly string[]> {
    const outside = this.all.map((session) => ({ session, folders: session.outside }));
    const touched = new Map<FolderSession, string[]>();
    const touch = (session: FolderSession, absolute: string) => {
      const paths = touched.get(session) ?? [];
      touched.set(session, paths);
      paths.push(absolute);
    };
    for (const absolute of absolutePaths) {
      const owner = this.ownerOf(absolute)?.session;
      if (owner !== undefined) touch(owner, absolute);
      for (const { session, folders } of outside) {
        if (session !== owner && folders.some(({ folder }) => pathIn(folder, absolute) !== undefined))
          touch(session, absolute);
      }
    }
    return touched;
  }

  /** As `fileOf`, by an absolute path. */
  ownerOf(absolute: string): OwnFile | undefined {
    let found: OwnFile | undefined;
    for (const session of this.all) {
      const path = pathIn(session.place.folder, absolute);
      if (path === undefined || (found !== undefined && found.path.length <= path.length)) continue;
      found = { session, path, absolute };
    }
    return found;
  }

  async #add(folder: NamedFolder): Promise<void> {
    const absolute = filePathOf(folder.uri);
    if (absolute === undefined || this.#sessions.has(folder.uri)) return;
    try {
      const session = this.#maker.open(folder, await this.#maker.placeOf(folder, absolute));
      this.#sessions.set(folder.uri, { folder, session });
      await session.start(this.#isPaused);
    } catch (error) {
      if (!WhenceError.is(error)) throw error;
      const health = {
        state: "stopped",
        why: error.message,
        remedy: "Check the settings of Whence.",
      } as const;
      this.#refused.set(folder.uri, { folder: folder.uri, name: folder.name, health });
    }
  }

  async #close(uri: string): Promise<void> {
    const known = this.#sessions.get(uri);
    this.#refused.delete(uri);
    this.#sessions.delete(uri);
    await known?.session.close();
  }

  #then(change: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(change);
    this.#changes = done.catch(() => undefined);
    return done;
  }
}

/** The session of the folder that parameters name. Throws `notFound` where it is not open. */
export function ourFolder(folders: OpenFolders, params: UnknownParams): FolderSession {
  const session = folders.byUri(textOf(params, "folder"));
  if (session !== undefined) return session;
  throw new WhenceError(
    "notFound",
    "The folder is not part of this workspace any more: open it to ask about it.",
  );
}
