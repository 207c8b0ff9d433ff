import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run workbench [-- FOLDER] [--port N] [--untrusted]`: VS Code's workbench in the browser, with the packaged extension in it, on
// this machine alone; see scripts/workbench.

const node = prepare();
// Ctrl-C is for the workbench, which then ends; this process waits for it.
process.on("SIGINT", () => undefined);
process.exit(run(node, [path.join(root, "scripts/workbench/main.mjs"), ...process.argv.slice(2)]));
