import type { BaselineFigures } from "./baseline.ts";
import type { SetReport } from "./evaluationSet.ts";

/** What is to be reached, as the specifications have it. */
interface Reach {
  readonly set: string;
  readonly figure: string;
  readonly least?: number;
  readonly most?: number;
  /** Figures that are shown as numbers of cases, with how many there are. */
  readonly cases?: number;
}

const reaches: readonly Reach[] = [
  { set: "cosqa-dev", figure: "ndcg@10", least: 0.46 },
  { set: "swe-bench-lite-dev", figure: "acc@1", least: 18 / 35, cases: 35 },
  { set: "swe-bench-lite-dev", figure: "acc@3", least: 27 / 35, cases: 35 },
  { set: "swe-bench-lite-dev", figure: "acc@5", least: 30 / 35, cases: 35 },
  { set: "commit-keys", figure: "precision", least: 0.99 },
  { set: "commit-keys", figure: "recall", least: 0.99 },
  { set: "hover-uses", figure: "right story", least: 0.9 },
  { set: "hover-uses", figure: "wrong story", most: 0.02 },
  { set: "not-found", figure: "unanswerable refused", least: 0.8 },
  { set: "not-found", figure: "answerable refused", most: 0.1 },
  { set: "why-questions", figure: "gain by the graph", least: 0.1 },
  { set: "links-etour", figure: "f1", least: 0.52 },
  { set: "links-etour", figure: "ece", most: 0.08 },
  { set: "links-libest", figure: "map", least: 0.75 },
  { set: "links-libest", figure: "f1", least: 0.672 },
  { set: "links-libest", figure: "ece", most: 0.08 },
];

/** One table per set: a row per system, a column per figure. */
export function setTable({ set, cases, systems, notes = [] }: SetReport): string {
  const names = [...new Set(systems.flatMap(({ figures }) => Object.keys(figures)))];
  const rows = systems.map(({ name, figures }) => [
    name,
    ...names.map((figure) => figures[figure]?.toFixed(3) ?? "–"),
  ]);
  return [`${set}, ${cases} questions`, ...aligned([["", ...names], ...rows]), ...notes].join("\n");
}

/** What was to be reached, what was, and how far that is away; of the sets that were run. */
export function reachTable(now: BaselineFigures): string {
  const rows = reaches.flatMap(({ set, figure, least, most, cases }) => {
    const value = now[set]?.[figure];
    const reach = least ?? most;
    if (value === undefined || reach === undefined) return [];
    const shown = (number: number): string =>
      cases === undefined ? number.toFixed(3) : `${Math.round(number * cases)} of ${cases}`;
    const missing = least === undefined ? value - reach : reach - value;
    const distance = missing < 5e-4 ? "reached" : `${shown(missing)} short`;
    return [
      [
        `${set} ${figure}`,
        `${least === undefined ? "at most" : "at least"} ${shown(reach)}`,
        shown(value),
        distance,
      ],
    ];
  });
  return rows.length === 0 ? "" : aligned([["", "to reach", "measured", ""], ...rows]).join("\n");
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
