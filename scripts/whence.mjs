import { bundleArguments, prepare, run } from "./prepare.mjs";

// `npm run -s whence -- COMMAND …`: the command line from a checkout. Relative paths count from where the user stood.

const node = prepare();
// Ctrl-C is for the command, which then ends cleanly; this process waits for it.
process.on("SIGINT", () => undefined);
process.exit(
  run(node, [...bundleArguments("cli.mjs"), ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  }),
);
