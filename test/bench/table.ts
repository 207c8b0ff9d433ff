import os from "node:os";
import type { Figure } from "./measurement.ts";
import { isMet } from "./measurement.ts";

/** What the figures were taken on. */
export function machineLines(): readonly string[] {
  const [processor] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return [
    `${processor?.model ?? "unknown processor"}, ${os.availableParallelism()} cores, ${memory} GB memory, ${os.type()} ${os.release()}`,
    `Node ${process.versions.node}, SQLite ${process.versions["sqlite"]}; load at the end ${os.loadavg()[0]?.toFixed(1)}`,
  ];
}

/** A Markdown table: what, reach, measured, and by how much a reach was missed. */
export function tableOf(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map((figure) => [
    figure.note === undefined ? figure.what : `${figure.what} (${figure.note})`,
    "atMost" in figure.reach
      ? `≤ ${shown(figure.reach.atMost, figure)}`
      : `≥ ${shown(figure.reach.atLeast, figure)}`,
    shown(figure.measured, figure),
    isMet(figure) ? "met" : `missed by ${shown(distance(figure), figure)}`,
  ]);
  return [["What", "Reach", "Measured", ""], ["---", "--:", "--:", "---"], ...rows].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
}

function distance({ measured, reach }: Figure): number {
  return "atMost" in reach ? measured - reach.atMost : reach.atLeast - measured;
}

function shown(value: number, { unit }: Figure): string {
  const digits = unit === "s" ? 1 : 0;
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}
