import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { isMet } from "./measurement.ts";
import { measurements } from "./measurements.ts";
import { syntheticRepository } from "./syntheticRepository.ts";
import { machineLines, tableOf } from "./table.ts";
import { WhenceProcess } from "./whenceProcess.ts";

// `npm run bench`: measures with the built command line, prints a table, fails where a reach is missed.

const { values: options } = parseArgs({
  options: {
    repo: { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const cache = path.join(packageRoot(), ".cache/bench");
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const figures = await measure();
const missed = figures.filter((figure) => !isMet(figure)).length;
if (options.json) process.stdout.write(`${JSON.stringify({ machine: machineLines(), figures })}\n`);
else process.stdout.write(`${[...machineLines(), "", ...tableOf(figures)].join("\n")}\n`);
process.exit(missed > 0 ? 1 : 0);

async function measure(): Promise<readonly Figure[]> {
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(cache, "run-"));
  try {
    const folder =
      options.repo === undefined ? syntheticRepository(cache, say) : copyOf(options.repo, scratch);
    const place: BenchPlace = {
      folder,
      store: path.join(scratch, "store"),
      scratch,
      whence: new WhenceProcess(path.join(packageRoot(), "dist/cli.mjs"), scratch),
      say,
    };
    const wanted = options.only?.split(",");
    const figures: Figure[] = [];
    const isWanted = ({ name }: Measurement) => wanted?.includes(name) ?? true;
    const needsStore = measurements.some((each) => isWanted(each) && each.needsNoStore !== true);
    for (const measurement of measurements) {
      const { name, measure } = measurement;
      // The others need the store which the first one makes.
      if (!isWanted(measurement) && !(name === "first" && needsStore)) continue;
      say(`measuring: ${name} (${os.loadavg()[0]?.toFixed(1)} processes ready to run)`);
      figures.push(...(await measure(place)));
    }
    return figures;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The user's own repository is never touched. */
function copyOf(repository: string, scratch: string): string {
  const source = path.resolve(process.env["INIT_CWD"] ?? process.cwd(), repository);
  if (!existsSync(source)) throw new Error(`${source} does not exist.`);
  const folder = path.join(scratch, "repository");
  execFileSync("git", ["clone", "--quiet", "--local", source, folder]);
  return folder;
}
