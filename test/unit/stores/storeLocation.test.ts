import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cacheFolder, storeLocation } from "../../../server/stores/storeLocation.ts";

const root = mkdtempSync(path.join(realpathSync(tmpdir()), "whence-location-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("where an index lies", () => {
  it("is one place per folder, whatever way leads there", () => {
    const folder = path.join(root, "my project");
    mkdirSync(folder);
    symlinkSync(folder, path.join(root, "link"));
    const below = path.join(root, "cache");
    const place = storeLocation(folder, { below });
    expect(storeLocation(path.join(root, "link"), { below })).toBe(place);
    expect(storeLocation(`${folder}${path.sep}.`, { below })).toBe(place);
    expect(path.dirname(place)).toBe(below);
    expect(path.basename(place)).toMatch(/^my-project-[0-9a-f]{12}$/);
  });

  it("differs for folders of one name", () => {
    mkdirSync(path.join(root, "x", "app"), { recursive: true });
    mkdirSync(path.join(root, "y", "app"), { recursive: true });
    expect(storeLocation(path.join(root, "x", "app"))).not.toBe(storeLocation(path.join(root, "y", "app")));
  });

  it("is the folder which the user names", () => {
    expect(storeLocation(root, { override: path.join(root, "here") })).toBe(path.join(root, "here"));
  });

  it.each(["s3://bucket/index", "gs:bucket", "db://name", "az://a", "https://example.com/x", "file:///tmp"])(
    "is never an address, such as %s",
    (address) => {
      expect(() => storeLocation(root, { override: address })).toThrow(/a folder of this computer/);
      expect(() => storeLocation(root, { below: address })).toThrow(/a folder of this computer/);
    },
  );

  it("follows the custom of each platform", () => {
    const home = homedir();
    expect(cacheFolder("linux", {})).toBe(path.join(home, ".cache", "whence"));
    expect(cacheFolder("linux", { XDG_CACHE_HOME: "/x" })).toBe(path.join("/x", "whence"));
    expect(cacheFolder("linux", { XDG_CACHE_HOME: "relative" })).toBe(path.join(home, ".cache", "whence"));
    expect(cacheFolder("darwin", {})).toBe(path.join(home, "Library", "Caches", "whence"));
    expect(cacheFolder("win32", { LOCALAPPDATA: "C:/Users/a/AppData/Local" })).toContain("AppData");
  });
});
