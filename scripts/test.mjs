import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { prepare, run } from "./prepare.mjs";

// `npm test`: every check and every test, then one line of its own: `N passed, N failed` (`, N skipped`).

const checks = [
  ["format and lint", "biome", ["ci", "--error-on-warnings"]],
  ["types", "tsc", ["--noEmit"]],
  ["unused code", "knip", []],
];

const node = prepare();
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const [name, command, args] of checks) {
  process.stdout.write(`\n— ${name}: ${[command, ...args].join(" ")}\n`);
  totals[run(command, args, { shell: process.platform === "win32" }) === 0 ? "passed" : "failed"] += 1;
}
runTests();
const tail = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${tail}\n`);
const skipIsFailure = process.env.CI === "true" && totals.skipped > 0;
if (skipIsFailure) process.stdout.write("With CI=true a skipped test is a failure.\n");
process.exit(totals.failed > 0 || skipIsFailure ? 1 : 0);

function runTests() {
  process.stdout.write("\n— tests: vitest run\n");
  const folder = mkdtempSync(path.join(os.tmpdir(), "whence-test-"));
  const report = path.join(folder, "report.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const status = run(node, [...vitest, ...reporters, ...process.argv.slice(2)]);
  try {
    const counts = JSON.parse(readFileSync(report, "utf8"));
    totals.passed += counts.numPassedTests;
    totals.failed += counts.numFailedTests;
    totals.skipped += counts.numPendingTests + counts.numTodoTests;
    const brokenFiles = counts.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    totals.failed += brokenFiles.length;
    if (status !== 0 && totals.failed === 0) totals.failed += 1;
  } catch (error) {
    process.stdout.write(`The tests left no report: ${error.message}\n`);
    totals.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}
