import { prepare, run } from "./prepare.mjs";

// `npm run torture [-- --seed N]`: the tests of test/torture with their full counts, which take about half an hour.
// `npm test` runs a few of each. Without a seed every run tries something else; the one that fails names its seed.

const node = prepare();
const words = process.argv.slice(2);
const at = words.indexOf("--seed");
const seed = at < 0 ? String(Date.now() % 1_000_000) : words.splice(at, 2)[1];
if (!/^\d+$/.test(seed ?? "")) {
  process.stderr.write("--seed takes a whole number.\n");
  process.exit(2);
}
process.stdout.write(`Seed ${seed}\n`);
const env = { WHENCE_TORTURE: "full", WHENCE_SEED: seed };
process.exit(run(node, ["node_modules/vitest/vitest.mjs", "run", "test/torture", ...words], { env }));
