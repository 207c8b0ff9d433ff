import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { IndexReport } from "../../server/indexing/indexProgress.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";

/** So many vectors are stored when the first run is killed. */
const enough = 5_000;

/** What must embed nothing twice: a run that was killed, a branch and back, a folder that moves. */
export const reusedVectors: Measurement = {
  name: "reuse",
  async measure(place) {
    const restarted = await killedAndStartedAgain(place);
    const { moved, branched } = await onACopy(place);
    return [
      figure("Vectors computed twice after a kill and a restart", restarted),
      figure("Vectors computed after a branch and back", branched),
      figure("Vectors computed after `git mv` of a folder", moved),
    ];
  },
};

function figure(what: string, measured: number): Figure {
  return { what, measured, unit: "chunks", reach: { atMost: 0 } };
}

/** Kills a first run in the middle of the vectors; gives what the next one computed beyond what was missing. */
async function killedAndStartedAgain({ folder, scratch, whence, say }: BenchPlace): Promise<number> {
  const store = path.join(scratch, "killed");
  const args = ["index", "--folder", folder, "--store", store];
  say("killing a first run in the middle of its vectors");
  const first = whence.start(args);
  const ended = first.result.catch(() => undefined);
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  while (!isOver && (await vectorsInCache(store)) < enough) await setTimeout(50);
  first.kill("SIGKILL");
  await ended;
  const inCache = await vectorsInCache(store);
  const { value } = await whence.json<IndexReport>(args);
  say(`killed: ${inCache} vectors were kept, ${value.chunksEmbedded} were computed afterwards`);
  const distinct = await vectorsInCache(store);
  rmSync(store, { recursive: true, force: true });
  return Math.max(0, inCache + value.chunksEmbedded - distinct);
}

async function vectorsInCache(store: string): Promise<number> {
  const file = path.join(store, "embeddings.sqlite");
  if (!existsSync(file)) return 0;
  const { DatabaseSync } = await import("node:sqlite");
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const row = database.prepare("SELECT count(*) AS n FROM embeddings").get();
    database.close();
    return Number(row?.n);
  } catch {
    // The tables are being made.
    return 0;
  }
}

/** The branch and the move are made in the repository itself and undone; nobody else works in it. */
async function onACopy({ folder, store, whence }: BenchPlace): Promise<{ moved: number; branched: number }> {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, ...args])
      .toString()
      .trim();
  const index = async () => {
    const args = ["index", "--folder", folder, "--store", store];
    return (await whence.json<IndexReport>(args)).value.chunksEmbedded;
  };
  const here = git("rev-parse", "HEAD");
  const there = git("rev-list", "-1", "--skip=200", "HEAD");
  git("checkout", "--quiet", "--detach", there);
  await index();
  git("checkout", "--quiet", "--detach", here);
  const branched = await index();
  const moving = largestFolder(git("ls-files").split("\n"));
  git("mv", moving, "moved-by-bench");
  const moved = await index();
  git("mv", "moved-by-bench", moving);
  await index();
  return { moved, branched };
}

/** Not one with a dot: `.github` says what its files are, so they are read otherwise elsewhere. */
function largestFolder(files: readonly string[]): string {
  const inside = files.filter((file) => /^[^./][^/]*\//.test(file));
  const folders = Map.groupBy(inside, (file) => file.split("/")[0] ?? "");
  return [...folders].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? "";
}
