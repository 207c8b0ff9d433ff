import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";

/**
 * Unpacks a .vsix, which is a ZIP file.
 *
 * @param {string} vsix
 * @param {string} folder
 * @returns {Promise<readonly { name: string, bytes: number, packedBytes: number }[]>} what was in it
 */
export async function unpack(vsix, folder) {
  const zip = await openPromise(vsix);
  const entries = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    const file = path.join(folder, entry.fileName);
    mkdirSync(path.dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
    entries.push({ name: entry.fileName, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize });
  }
  return entries;
}
