import type { IndexPhase, IndexProgress } from "../indexing/indexProgress.ts";

const labels: Readonly<Record<IndexPhase, string>> = {
  listing: "Looking for files",
  reading: "Reading files",
  history: "Reading history",
  linking: "Linking",
  embedding: "Computing vectors",
  optimizing: "Sorting the index",
  comparing: "Comparing",
};
const redrawMs = 100;
const plainLineMs = 5_000;
const barWidth = 24;

/** Shows the progress of a run: one live line on a terminal, else a line now and then. */
export class ProgressDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #clock: () => number;
  #phase: IndexPhase | undefined;
  #phaseStarted = 0;
  #lastDrawn = Number.NEGATIVE_INFINITY;

  constructor(stream: NodeJS.WriteStream, clock: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#clock = clock;
  }

  /** Draws at most ten times a second on a terminal, each phase's begin and every five seconds elsewhere. */
  readonly show = (progress: IndexProgress): void => {
    const now = this.#clock();
    const isNewPhase = progress.phase !== this.#phase;
    if (isNewPhase) {
      this.#phase = progress.phase;
      this.#phaseStarted = now;
    }
    const pauseMs = this.#stream.isTTY ? redrawMs : plainLineMs;
    if (!isNewPhase && now - this.#lastDrawn < pauseMs) return;
    this.#lastDrawn = now;
    const line = progressLine(progress, (now - this.#phaseStarted) / 1000);
    if (this.#stream.isTTY)
      this.#stream.write(`\r\u001b[2K${line.slice(0, (this.#stream.columns || 80) - 1)}`);
    else this.#stream.write(`${line}\n`);
  };

  /** Removes the live line. */
  readonly clear = (): void => {
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[2K");
  };
}

/** Phase, bar, counts, rate and time left, as far as they are known. */
export function progressLine({ phase, done, total }: IndexProgress, seconds: number): string {
  const parts = [labels[phase].padEnd(18)];
  if (total !== undefined && total > 0) parts.push(`${bar(done / total)} ${done}/${total}`);
  else if (done > 0) parts.push(String(done));
  const rate = seconds > 0.5 && done > 0 ? done / seconds : undefined;
  if (rate !== undefined) parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`);
  if (rate !== undefined && total !== undefined && done < total)
    parts.push(`${timeLeft((total - done) / rate)} left`);
  return parts.join("  ").trimEnd();
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
