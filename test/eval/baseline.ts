import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { SetReport } from "./evaluationSet.ts";

/** Figures by set; only of Whence itself, for the others are not ours to keep. */
export type BaselineFigures = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The committed file. */
export interface Baseline {
  /** How far a figure may fall before a run fails, by set; `default` for sets without an own one. */
  readonly tolerance: Readonly<Record<string, number>>;
  readonly figures: BaselineFigures;
}

/** A figure that is worse than the baseline by more than is tolerated. */
export interface Drop {
  readonly set: string;
  readonly figure: string;
  readonly before: number;
  readonly now: number;
}

const ours = "whence";

/** Figures of Whence in reports, rounded as they are kept. */
export function figuresOf(reports: readonly SetReport[]): BaselineFigures {
  return Object.fromEntries(
    reports.map(({ set, systems }) => {
      const figures = systems.find(({ name }) => name === ours)?.figures ?? {};
      return [
        set,
        Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)])),
      ];
    }),
  );
}

/** What got worse. A set or figure that the baseline does not know cannot drop. */
export function dropsFrom(baseline: Baseline, now: BaselineFigures): readonly Drop[] {
  return Object.entries(now).flatMap(([set, figures]) => {
    const tolerance = baseline.tolerance[set] ?? baseline.tolerance["default"] ?? 0;
    return Object.entries(figures).flatMap(([figure, value]): Drop[] => {
      const before = baseline.figures[set]?.[figure];
      if (before === undefined) return [];
      const loss = isBetterLow(figure) ? value - before : before - value;
      return loss > tolerance + 1e-9 ? [{ set, figure, before, now: value }] : [];
    });
  });
}

/** The sentence that a failing run says of a drop. */
export function dropSentence({ set, figure, before, now }: Drop): string {
  const moved = isBetterLow(figure) ? "rose" : "dropped";
  return `${set}: ${figure} ${moved} from ${before.toFixed(3)} to ${now.toFixed(3)}, by ${Math.abs(now - before).toFixed(3)}.`;
}

/** Reads the committed baseline; an empty one where there is none yet. */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file)) return { tolerance: { default: 0.02, whence: 0.04 }, figures: {} };
  return JSON.parse(readFileSync(file, "utf8")) as Baseline;
}

/** Keeps the figures of the sets that were run and leaves those of the others. */
export function bless(file: string, baseline: Baseline, now: BaselineFigures): void {
  const figures = { ...baseline.figures, ...now };
  const sorted = Object.fromEntries(Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ tolerance: baseline.tolerance, figures: sorted }, null, 2)}\n`);
}

/** Questions that are wrongly refused should be few, and so should errors of calibration. */
function isBetterLow(figure: string): boolean {
  return figure === "answerable refused" || figure === "ece" || figure.startsWith("wrong ");
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
