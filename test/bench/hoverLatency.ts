import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { FolderIde } from "../../server/ide/folderIde.ts";
import type { Ide, OpenText } from "../../server/ide/ide.ts";
import type { Catalog } from "../../server/stores/catalog.ts";
import { openGraph } from "../../server/stores/openGraph.ts";
import { openStore } from "../../server/stores/openStore.ts";
import { lookIntoFile } from "../../server/tracing/symbolTracer.ts";
import { openTracingOf } from "../../server/tracingWiring.ts";
import { codeFiles } from "./codeFiles.ts";
import type { Measurement } from "./measurement.ts";

const files = 12;
const perFile = 60;

/**
 * Hovers on words all over the largest files, whose histories were read: the first of each file, in the moment in which it is opened;
 * each other word for the first time, when the files that it uses were read ahead; and each again. Then the lenses of the largest file.
 */
export const hoverLatency: Measurement = {
  name: "hover",
  async measure({ folder, store, say }) {
    const { catalog, close } = openStore(store);
    await readHistories(folder, store, catalog);
    const graph = openGraph(store, "read");
    const ide = new FolderIde({ catalog, graph, parser: createCodeParser() });
    const texts = largestFiles(folder).map((file): OpenText => {
      return { path: file, text: readFileSync(path.join(folder, file), "utf8"), version: 1 };
    });
    const cold: number[] = [];
    const warm: number[] = [];
    const opening: number[] = [];
    for (const [at, text] of texts.entries()) {
      const [first, ...words] = wordsOf(text.text);
      const reading = ide.opened(text);
      if (first !== undefined) opening.push((await timed(ide, text, first)).ms);
      // Whoever rests the mouse on a second word has had the text open for a moment.
      await reading;
      for (const point of words) {
        const { ms, isShown } = await timed(ide, text, point);
        // Silence is fast, and does not count. The first ones still compile the code that they run.
        if (isShown && at > 0) cold.push(ms);
      }
      for (const point of words) {
        const { ms, isShown } = await timed(ide, text, point);
        if (isShown) warm.push(ms);
      }
    }
    const [largest] = texts;
    const lenses: number[] = [];
    for (let turn = 0; turn < 9 && largest !== undefined; turn++) {
      const started = performance.now();
      await ide.lenses(largest, new AbortController().signal);
      lenses.push(performance.now() - started);
    }
    await graph.close();
    await close();
    const note = `${warm.length} words of the ${files} largest files that have a hover`;
    say(
      `  hover: warm median ${share(warm, 0.5).toFixed(2)} ms, first time ${share(cold, 0.5).toFixed(2)} ms`,
    );
    const figure = (what: string, measured: number, atMost: number) => {
      return { what, measured, unit: "ms" as const, reach: { atMost }, note };
    };
    return [
      figure("Hover, median", share(cold, 0.5), 5),
      figure("Hover, 95th percentile", share(cold, 0.95), 5),
      figure("Hover on the same word again, 95th percentile", share(warm, 0.95), 1),
      figure("First hover in a file, median", share(opening, 0.5), 50),
      figure("Lenses of the largest file, median", share(lenses, 0.5), 100),
    ];
  },
};

async function readHistories(folder: string, store: string, catalog: Catalog): Promise<void> {
  const tracing = openTracingOf(folder, store, catalog);
  for (const file of largestFiles(folder)) await lookIntoFile(tracing, file, new Date());
  await tracing.close();
}

function largestFiles(folder: string): readonly string[] {
  const sizes = codeFiles(folder).map((file) => ({ file, size: statSync(path.join(folder, file)).size }));
  const largest = sizes.toSorted((a, b) => b.size - a.size).slice(0, files);
  return largest.map(({ file }) => file);
}

/** Names spread evenly over a text. */
function wordsOf(text: string): readonly { readonly line: number; readonly column: number }[] {
  const lines = text.split("\n");
  const all = lines.flatMap((content, at) =>
    [...content.matchAll(/[A-Za-z_]\w{2,}/g)].map(({ index }) => ({ line: at + 1, column: index })),
  );
  const step = Math.max(1, Math.floor(all.length / perFile));
  return all.filter((_, at) => at % step === 0).slice(0, perFile);
}

async function timed(ide: Ide, text: OpenText, point: { readonly line: number; readonly column: number }) {
  const started = performance.now();
  const card = await ide.hover(text, point, new AbortController().signal);
  return { ms: performance.now() - started, isShown: card !== undefined };
}

function share(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}
