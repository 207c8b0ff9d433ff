import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run -s whence -- COMMAND …`: the command line from a checkout. Relative paths count from where the user stood.

const node = prepare();
// Ctrl-C is for the command, which then ends cleanly; this process waits for it.
process.on("SIGINT", () => undefined);
process.exit(
  run(node, [path.join(root, "dist/cli.mjs"), ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  }),
);
