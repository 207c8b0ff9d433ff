import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/**
 * What a native library was made for, by its first bytes, as a name of LanceDB's packages: `linux-x64-gnu`.
 *
 * @param {string} file ELF, Mach-O or PE
 * @returns {string}
 */
export function platformOf(file) {
  const head = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  readSync(handle, head, 0, head.length, 0);
  closeSync(handle);
  if (head.readUInt32BE(0) === 0x7f454c46) {
    const architecture = { 62: "x64", 183: "arm64" }[head.readUInt16LE(18)];
    return `linux-${architecture}-${needsGlibc(file) ? "gnu" : "musl"}`;
  }
  if (head.readUInt32LE(0) === 0xfeedfacf) {
    return `darwin-${{ 16777223: "x64", 16777228: "arm64" }[head.readUInt32LE(4)]}`;
  }
  if (head.toString("latin1", 0, 2) === "MZ") {
    const machine = head.readUInt16LE(head.readUInt32LE(0x3c) + 4);
    return `win32-${{ 34404: "x64", 43620: "arm64" }[machine]}-msvc`;
  }
  return "no library";
}

/** The loader of glibc is named in every library that is linked with it, and in none of musl. */
function needsGlibc(file) {
  return readFileSync(file).includes("libc.so.6");
}
