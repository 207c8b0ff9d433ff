import path from "node:path";
import { bundleArguments, prepare, root, run } from "./prepare.mjs";

// `npm start [-- FOLDER]`: install, build, index the folder (by default this repository) and show cited answers.

const startedFrom = process.env.INIT_CWD ?? process.cwd();
const words = process.argv.slice(2);
const flags = words.filter((word) => word.startsWith("-"));
const folders = words.filter((word) => !word.startsWith("-"));
const unknown = flags.find((flag) => !["--demo"].includes(flag));
if (unknown !== undefined || folders.length > 1) {
  process.stderr.write(`npm start takes one folder and --demo${unknown ? `, not ${unknown}` : ""}.\n`);
  process.exit(2);
}
const node = prepare();
// Ctrl-C is for the command, which then ends cleanly; this process waits for it.
process.on("SIGINT", () => undefined);
const folder = path.resolve(startedFrom, folders[0] ?? root);
process.exit(run(node, [...bundleArguments("cli.mjs"), "demo", "--folder", folder]));
