import type { RawFile } from "../../server/model/rawItem.ts";

/** A file that is no text, as the workspace gives it. */
export function makeBinaryFile(path: string, bytes: Uint8Array): RawFile {
  return {
    source: "workspace",
    uri: `repo:${path}`,
    path,
    text: "",
    bytes,
    contentHash: "0".repeat(64),
    modifiedMs: 0,
    encoding: "utf-8",
    decodedCleanly: true,
  };
}
