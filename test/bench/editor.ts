import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { processesBelow } from "../support/childProcesses.ts";
import { startServerProcess } from "../support/lsp/serverProcess.ts";
import { UserClient } from "../support/lsp/userClient.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { median } from "./nothingChanged.ts";
import { smallCount, smallRepository } from "./smallRepository.ts";

const edits = 9;

/**
 * The language server as an editor runs it, on 1,000 files and on all: how long after a save the edit can be found, and how
 * much memory all its processes take when the index is complete.
 */
export const editor: Measurement = {
  name: "editor",
  needsNoStore: true,
  async measure(place) {
    const small = smallRepository(place, "small");
    return [...(await measureFolder(small, place)), ...(await measureFolder(place.folder, place))];
  },
};

async function measureFolder(folder: string, place: BenchPlace): Promise<readonly Figure[]> {
  const stores = path.join(place.scratch, `stores-${path.basename(folder)}`);
  const server = startServerProcess({ WHENCE_STORE_FOLDER: stores });
  const client = new UserClient(server, stores, 900_000);
  const began = performance.now();
  await client.start({ folders: [folder] });
  await client.logs(/Done in/);
  const firstSeconds = (performance.now() - began) / 1000;
  await client.logs(/probable links|Failed/);
  const [file = ""] = codeFiles(folder).slice(7);
  const before = readFileSync(path.join(folder, file), "utf8");
  await client.open(file);
  const finding: number[] = [];
  try {
    for (let edit = 0; edit < edits; edit += 1) {
      const word = `quibble${"abcdefghijklmn"[edit]}zyx`;
      const from = client.logged.length;
      const saved = performance.now();
      await client.save(file, `${before}\n// ${word}\n`);
      await client.logs(/Searchable after/, from);
      if (!(await client.filesWith(word)).includes(file))
        throw new Error(`The edit of ${file} was not found.`);
      finding.push(performance.now() - saved);
      await client.logs(/Done in/, from);
    }
  } finally {
    writeFileSync(path.join(folder, file), before);
  }
  const megabytes = [server.pid, ...processesBelow(server.pid)].map(memoryOf);
  const { value } = await place.whence.json<{
    readonly counts: { readonly chunks: number; readonly documents: number };
  }>([...["doctor", "--json", "--folder", folder, "--store", client.storeOf(folder)]]);
  await client.shutDown();
  const { chunks } = value.counts;
  const files = codeFiles(folder).length;
  return [
    {
      what: `Editor, ${files.toLocaleString("en")} files: an edit is found after`,
      measured: median(finding),
      unit: "ms",
      reach: { atMost: 500 },
      note: `from the save to the answer of a search, median of ${edits}`,
    },
    {
      what: `Editor, ${files.toLocaleString("en")} files: first index`,
      measured: firstSeconds,
      unit: "s",
      reach: { atMost: files > smallCount ? 60 : 20 },
      note: "from the start of the server",
    },
    {
      what: `Editor, ${chunks.toLocaleString("en")} passages: memory of the server`,
      measured: megabytes.reduce((sum, each) => sum + each, 0),
      unit: "MB",
      reach: { atMost: 1_000 },
      note: `shared pages once; its processes: ${megabytes.map((each) => Math.round(each)).join(" + ")}`,
    },
  ];
}

/** Its own pages and its share of those that others use too; known on Linux alone. */
function memoryOf(pid: number): number {
  if (process.platform !== "linux") return 0;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}
