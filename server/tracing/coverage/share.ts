import type { Share } from "../../../shared/model/coverage.ts";

/** A part of a whole in per cent, rounded down so that 100 means all. */
export function shareOf(linked: number, total: number): Share {
  return { total, linked, percent: total === 0 ? 100 : Math.floor((linked * 1000) / total) / 10 };
}
