import type { Coverage } from "../model/coverage.ts";
import { coverageCsv } from "./coverageCsv.ts";
import { coverageMarkdown } from "./coverageMarkdown.ts";
import { coverageSarif } from "./coverageSarif.ts";

/** A format of a file with coverage. */
export type CoverageFormat = "markdown" | "csv" | "json" | "sarif";

/** Coverage as a file of this format; the command line prints the same. */
export function coverageFile(coverage: Coverage, format: CoverageFormat): string {
  switch (format) {
    case "markdown":
      return coverageMarkdown(coverage);
    case "csv":
      return coverageCsv(coverage);
    case "json":
      return `${JSON.stringify(coverage)}\n`;
    case "sarif":
      return `${JSON.stringify(coverageSarif(coverage))}\n`;
  }
}
