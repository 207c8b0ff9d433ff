import { spawnSync } from "node:child_process";
import path from "node:path";
import { bundleArguments, prepare, root, run } from "./prepare.mjs";

// `npm start [-- FOLDER]`: install, build, index the folder (by default this repository) and show cited answers. With --editor:
// open the folder in VS Code with the extension of this checkout, or, where there is no VS Code, in the workbench in the browser.

const startedFrom = process.env.INIT_CWD ?? process.cwd();
const words = process.argv.slice(2);
const flags = words.filter((word) => word.startsWith("-"));
const folders = words.filter((word) => !word.startsWith("-"));
const unknown = flags.find((flag) => !["--demo", "--editor"].includes(flag));
if (unknown !== undefined || folders.length > 1) {
  process.stderr.write(
    `npm start takes one folder, --demo and --editor${unknown ? `, not ${unknown}` : ""}.\n`,
  );
  process.exit(2);
}
const node = prepare();
// Ctrl-C is for the command, which then ends cleanly; this process waits for it.
process.on("SIGINT", () => undefined);
const folder = path.resolve(startedFrom, folders[0] ?? root);
process.exit(flags.includes("--editor") ? openEditor() : runDemo());

function runDemo() {
  return run(node, [...bundleArguments("cli.mjs"), "demo", "--folder", folder]);
}

function openEditor() {
  const shell = process.platform === "win32";
  if (spawnSync("code", ["--version"], { shell }).status === 0) {
    process.stderr.write(`Opening ${folder} in VS Code, with Whence of this checkout …\n`);
    return run("code", ["--new-window", `--extensionDevelopmentPath=${root}`, folder], { shell });
  }
  process.stderr.write(
    "VS Code's command `code` is not installed here: opening its workbench in the browser …\n",
  );
  return run(node, [path.join(root, "scripts/workbench/main.mjs"), folder]);
}
