import { prepare, run } from "./prepare.mjs";

// `npm run torture [-- --seed N] [--kills N]`: the tests of test/torture with their full counts, which take about half an
// hour. `npm test` runs a few of each. Without a seed every run tries something else; the one that fails names its seed.

const node = prepare();
const words = process.argv.slice(2);
const seed = numberAfter("--seed") ?? String(Date.now() % 1_000_000);
const kills = numberAfter("--kills");
process.stdout.write(`Seed ${seed}\n`);
const env = {
  WHENCE_TORTURE: "full",
  WHENCE_SEED: seed,
  ...(kills === undefined ? {} : { WHENCE_KILLS: kills }),
};
process.exit(run(node, ["node_modules/vitest/vitest.mjs", "run", "test/torture", ...words], { env }));

function numberAfter(name) {
  const at = words.indexOf(name);
  if (at < 0) return undefined;
  const [, word] = words.splice(at, 2);
  if (/^\d+$/.test(word ?? "")) return word;
  process.stderr.write(`${name} takes a whole number.\n`);
  process.exit(2);
}
