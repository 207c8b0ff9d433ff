import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run eval -- …`: how often the answers are right, beside simple tools. Runs the sources as they are.

const node = prepare();
const flags = ["--liftoff-only", "--disable-warning=ExperimentalWarning", "--experimental-strip-types"];
process.exit(run(node, [...flags, path.join(root, "test/eval/main.ts"), ...process.argv.slice(2)]));
