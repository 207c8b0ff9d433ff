import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run bench [-- --repo DIR] [--only NAME,NAME] [--json]`: figures of speed and memory; see test/bench.

const node = prepare();
const { build } = await import("esbuild");
const bundle = path.join(root, ".cache/bench/bench.mjs");
await build({
  absWorkingDir: root,
  entryPoints: ["test/bench/main.ts"],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  packages: "external",
  // It starts a script beside it.
  external: ["./scripts/workbench/*"],
  logLevel: "warning",
});
process.exit(run(node, ["--liftoff-only", bundle, ...process.argv.slice(2)]));
