import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { packageRoot } from "../../../base/packageRoot.ts";

type PdfLibrary = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

let loaded: Promise<PdfLibrary> | undefined;

/**
 * pdf.js with its worker in this thread, loaded at the first PDF: it takes 40 MB. It expects classes of a browser for
 * drawing and writes a warning where they are missing; text needs none of them, so empty ones stand in meanwhile.
 */
export function loadPdfLibrary(): Promise<PdfLibrary> {
  loaded ??= load();
  return loaded;
}

/**
 * Folder with the tables for East Asian encodings, ending with a separator: `dist/cmaps` of our package, else that of the
 * library.
 */
export function characterMapsFolder(): string {
  const shipped = path.join(packageRoot(), "dist/cmaps");
  if (existsSync(shipped)) return shipped + path.sep;
  const manifest = createRequire(import.meta.url).resolve("pdfjs-dist/package.json");
  return path.join(path.dirname(manifest), "cmaps") + path.sep;
}

async function load(): Promise<PdfLibrary> {
  const browser = globalThis as unknown as Record<string, unknown>;
  const missing = ["DOMMatrix", "Path2D"].filter((name) => browser[name] === undefined);
  for (const name of missing) browser[name] = class {};
  try {
    // The worker's module puts itself where the library looks before it would start a worker of its own.
    // @ts-expect-error: the package has no types for it.
    await import("pdfjs-dist/legacy/build/pdf.worker.mjs");
    return await import("pdfjs-dist/legacy/build/pdf.mjs");
  } finally {
    for (const name of missing) delete browser[name];
  }
}
