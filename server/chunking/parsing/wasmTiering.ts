import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";
import { packageRoot } from "../../base/packageRoot.ts";

/**
 * V8's optimising compiler takes some 3 kB of memory per byte of a function: 1.4 GB for one of PowerShell's grammar, 600 MB
 * for Bash's. Most grammars stay far below this, and so does the runtime.
 */
const largestOptimizedBytes = 64 * 1024;

/** Keeps V8 from compiling them once more, for whoever loads the same bytes gets the same code. */
let unoptimized: readonly object[] | undefined;

/** Node has it; its types say so only together with those of browsers. */
const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } })
  .WebAssembly;

/**
 * Lets V8 optimise the grammars of `folder` (as shipped, by default) from now on, in all threads of this process, except
 * those whose functions are too large for that: they are compiled completely before, when V8 may not yet optimise. Call it
 * in the main thread, before other threads load a grammar. Parsing then takes some 60 % of the time.
 */
export function optimizeSmallGrammars(folder = path.join(packageRoot(), "dist/grammars")): void {
  if (unoptimized !== undefined || !existsSync(folder)) return;
  setFlags("--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering", "--no-wasm-lazy-compilation");
  try {
    unoptimized = grammarFiles(folder)
      .map((file) => readFileSync(file))
      .filter((bytes) => largestFunctionBytes(bytes) > largestOptimizedBytes)
      .map((bytes) => new Module(bytes));
    setFlags("--no-liftoff-only", "--wasm-tier-up", "--wasm-dynamic-tiering");
  } finally {
    setFlags("--wasm-lazy-compilation");
  }
}

function setFlags(...flags: readonly string[]): void {
  for (const flag of flags) v8.setFlagsFromString(flag);
}

function grammarFiles(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return names.map((name) => path.join(folder, name));
}

const codeSection = 10;

/** Of a WebAssembly binary: https://webassembly.github.io/spec/core/binary/modules.html */
function largestFunctionBytes(bytes: Uint8Array): number {
  let at = 8;
  const readNumber = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = readNumber() + at;
    if (section !== codeSection) {
      at = end;
      continue;
    }
    let largest = 0;
    for (let left = readNumber(); left > 0; left--) {
      const size = readNumber();
      largest = Math.max(largest, size);
      at += size;
    }
    return largest;
  }
  return 0;
}
