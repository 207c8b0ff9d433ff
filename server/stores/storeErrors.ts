import { WhenceError } from "../base/errors.ts";

/** SQLite's primary result codes which have a reason of their own: https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
const SQLITE_IOERR_SHMOPEN = 4618;
const SQLITE_IOERR_SHMSIZE = 4874;
const SQLITE_IOERR_SHMMAP = 5386;

/**
 * Turns what SQLite, LanceDB or the file system threw into one sentence for people where it is about disk, rights or
 * damage; anything else comes back as it was. `place` is the folder of the store.
 */
export function storeError(error: unknown, place: string): unknown {
  if (WhenceError.is(error)) return error;
  const code = sqliteCode(error);
  const text = `${codeOf(error) ?? ""} ${error instanceof Error ? error.message : String(error)}`;
  const say = (reason: ConstructorParameters<typeof WhenceError>[0], sentence: string) =>
    new WhenceError(reason, sentence, { cause: error });
  if (
    code === SQLITE_FULL ||
    isWithoutRoom(error) ||
    /ENOSPC|EDQUOT|no space left|disk quota|StorageFull/i.test(text)
  ) {
    return say(
      "diskFull",
      `The disk of ${place} is full: free some space and run the command again; what was finished is kept.`,
    );
  }
  if (code === SQLITE_BUSY) {
    return say("locked", `Another program keeps the index at ${place} busy: try again when it has finished.`);
  }
  if (code === SQLITE_READONLY || /EROFS|read-only file system/i.test(text)) {
    return say(
      "noAccess",
      `The index at ${place} can only be read: searching works; to index, choose another folder with --store.`,
    );
  }
  if (code === SQLITE_CANTOPEN || /EACCES|EPERM|EEXIST|ENOTDIR|permission denied/i.test(text)) {
    return say(
      "noAccess",
      `The index at ${place} cannot be written or read: check the rights of that folder, or choose another with --store.`,
    );
  }
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB || lanceDamage.test(text)) {
    return corruptStore(place, error);
  }
  return error;
}

/** True for what SQLite says of a file in a folder which it may not write, or where there is no room. */
export function isUnwritable(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN || isWithoutRoom(error);
}

/** SQLite could not make the file `-shm` as large as it needs, which fails on a full disk. */
function isWithoutRoom(error: unknown): boolean {
  const extended = (error as { errcode?: unknown } | undefined)?.errcode;
  return (
    extended === SQLITE_IOERR_SHMOPEN || extended === SQLITE_IOERR_SHMSIZE || extended === SQLITE_IOERR_SHMMAP
  );
}

/** What LanceDB 0.39 says of files which are missing, cut off or not its own; it has no codes. */
const lanceDamage =
  /not found: \S*\.lance|table '\w+' was not found|not appear to be a lance file|invalid magic|file size is too small|encountered corrupt|corrupt file|LanceError\(IO\)|LanceError\(Schema\)|LanceError\(Arrow\)/i;

/** The sentence for a store whose files are damaged; embeddings lie in a file of their own and survive. */
export function corruptStore(place: string, cause: unknown): WhenceError {
  return new WhenceError(
    "storeCorrupt",
    `The index at ${place} is damaged: run \`whence index --rebuild\`; embeddings which were made before are kept.`,
    { cause },
  );
}

function sqliteCode(error: unknown): number | undefined {
  const extended = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof extended === "number" ? extended & 0xff : undefined;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}
