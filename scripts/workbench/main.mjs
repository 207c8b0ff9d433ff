import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { cacheFolder } from "../fetching/cacheFolder.mjs";
import { makePackages } from "../package/makePackages.mjs";
import { targetHere } from "../package/targets.mjs";
import { root } from "../prepare.mjs";
import { startCodeServer } from "./codeServer.mjs";
import { installBrowser, installWorkbench } from "./installWorkbench.mjs";

// What `npm run workbench` runs, under a Node that is new enough.

const say = (line) => process.stderr.write(`${line}\n`);
const { folder, values } = readWords();
if (values["install-only"]) installForTests(await installWorkbench(say), installBrowser(say));
else await serve();

/** Where tests find what they need, as JSON. */
function installForTests({ entry, reason }, { browser, reason: otherReason }) {
  if (entry === undefined || browser === undefined) fail(reason ?? otherReason);
  process.stdout.write(`${JSON.stringify({ entry, browser })}\n`);
}

async function serve() {
  const { entry, reason } = await installWorkbench(say);
  if (entry === undefined) fail(reason);
  const here = targetHere();
  if (here === undefined) fail(`There is no package for ${process.platform} on ${process.arch}.`);
  const { made, skipped } = await makePackages([here], say);
  if (made.length === 0) fail(skipped[0].reason);
  const place = path.join(cacheFolder(), "workbench");
  mkdirSync(place, { recursive: true });
  const workbench = await startCodeServer({
    entry,
    place,
    vsix: made[0].vsix,
    port: Number(values.port),
    isTrusted: !values.untrusted,
  });
  process.stdout.write(`${workbench.address}/?folder=${encodeURIComponent(folder)}\n`);
  say("Open this address in a browser on this machine. Ctrl-C ends the workbench.");
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, workbench.stop);
  await workbench.ended;
}

function readWords() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: "string", default: "0" },
        untrusted: { type: "boolean", default: false },
        "install-only": { type: "boolean", default: false },
      },
    });
    if (parsed.positionals.length > 1) throw new Error("npm run workbench takes one folder.");
    if (!/^\d+$/.test(parsed.values.port)) throw new Error("--port takes a number.");
    const startedFrom = process.env.INIT_CWD ?? process.cwd();
    return { folder: path.resolve(startedFrom, parsed.positionals[0] ?? root), values: parsed.values };
  } catch (error) {
    say(error.message);
    process.exit(2);
  }
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
