import { describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { missingNativePart } from "../../../server/stores/lance/lanceLibrary.ts";
import { storeError } from "../../../server/stores/storeErrors.ts";

const sqlite = (errcode: number) =>
  Object.assign(new Error("sqlite says no"), { code: "ERR_SQLITE_ERROR", errcode });
const system = (code: string) => Object.assign(new Error(`${code}: write`), { code });

describe("what people hear of a failing store", () => {
  it.each([
    ["a full disk, by SQLite", sqlite(13), "diskFull"],
    ["a full disk, by the system", system("ENOSPC"), "diskFull"],
    [
      "a full disk, by LanceDB",
      new Error("LanceError(IO): No space left on device (os error 28)"),
      "diskFull",
    ],
    ["a full disk, by SQLite's shared memory", sqlite(4874), "diskFull"],
    ["a read-only store, by SQLite", sqlite(8), "noAccess"],
    ["a read-only store, by its extended code", sqlite(8 | (6 << 8)), "noAccess"],
    ["a read-only file system", system("EROFS"), "noAccess"],
    ["missing rights, by LanceDB", new Error("Permission denied (os error 13)"), "noAccess"],
    ["a damaged file", sqlite(11), "storeCorrupt"],
    ["a file that is no database", sqlite(26), "storeCorrupt"],
    [
      "a file that is missing, by LanceDB",
      new Error("lance error: Not found: /cache/x/lance/chunks.lance/data/1.lance, object_store.rs:1615:12"),
      "storeCorrupt",
    ],
    ["a busy file", sqlite(5), "locked"],
  ])("%s", (_name, cause, reason) => {
    const error = storeError(cause, "/cache/x");
    expect(WhenceError.is(error, reason as never)).toBe(true);
    const { message } = error as Error;
    expect(message).toContain("/cache/x");
    expect(message).toMatch(/^[A-Z][^\n]*\.$/);
    expect((error as Error).cause).toBe(cause);
  });

  it("leaves everything else alone", () => {
    const other = new Error("a bug");
    expect(storeError(other, "/cache/x")).toBe(other);
    const ours = new WhenceError("badInput", "No.");
    expect(storeError(ours, "/cache/x")).toBe(ours);
  });

  it("names the package which a platform lacks", () => {
    const name = (platform: string, architecture: string) =>
      missingNativePart(platform, architecture, undefined).message;
    expect(name("darwin", "arm64")).toContain("npm install --no-save @lancedb/lancedb-darwin-arm64@");
    expect(name("win32", "x64")).toContain("@lancedb/lancedb-win32-x64-msvc@");
    expect(name("linux", "arm64")).toContain("@lancedb/lancedb-linux-arm64-gnu@");
  });
});
