import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { SkippedFile } from "../../model/workspaceFile.ts";

/** The bytes of a regular file as they stood at one moment. */
export interface FileBytes {
  readonly bytes: Buffer;
  readonly modifiedMs: number;
}

/** Why a file could not be read. */
export type FileProblem = Pick<SkippedFile, "reason" | "detail">;

/**
 * Reads a regular file of at most `maxBytes`. A link, pipe or device that took the file's place is never followed,
 * waited for or read; what could not be read is answered, not thrown.
 */
export async function readRegularFile(
  absolutePath: string,
  maxBytes: number,
): Promise<FileBytes | FileProblem> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(absolutePath, OPEN_SAFELY);
    const facts = await handle.stat();
    if (!facts.isFile()) return { reason: "notRegular", detail: "it is not a regular file" };
    if (facts.size > maxBytes) return oversized(facts.size, maxBytes);
    const bytes = await readUpTo(handle, facts.size, maxBytes);
    return bytes.length > maxBytes ? oversized(bytes.length, maxBytes) : { bytes, modifiedMs: facts.mtimeMs };
  } catch (error) {
    return problemOf(error as NodeJS.ErrnoException);
  } finally {
    await handle?.close();
  }
}

/** The reason of a file that exceeds a limit, both in bytes. */
export function oversized(sizeBytes: number, maxBytes: number): FileProblem {
  const size = sizeBytes.toLocaleString("en-US");
  return {
    reason: "oversized",
    detail: `it has ${size} bytes, more than the limit of ${maxBytes.toLocaleString("en-US")}`,
  };
}

/** The reason behind an error of the file system. */
export function problemOf(error: NodeJS.ErrnoException): FileProblem {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") {
    return { reason: "vanished", detail: "it is not there (any more)" };
  }
  if (error.code === "ELOOP") return { reason: "symlink", detail: "it is a symbolic link" };
  if (error.code === "EACCES" || error.code === "EPERM") {
    return { reason: "unreadable", detail: "this user may not read it" };
  }
  return { reason: "unreadable", detail: `it could not be read (${error.code ?? error.message})` };
}

/** A file can grow while it is read; one byte past the limit tells. */
async function readUpTo(handle: FileHandle, sizeBytes: number, maxBytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.min(sizeBytes, maxBytes) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  const rest = sizeBytes < maxBytes ? await handle.readFile() : Buffer.alloc(0);
  return Buffer.concat([buffer, rest]);
}

/** Windows has neither flag; there the check of `isFile` after opening has to do. */
const OPEN_SAFELY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
