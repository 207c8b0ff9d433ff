import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { lockFolder } from "../fetching/cacheFolder.mjs";
import { root } from "../prepare.mjs";
import { nativePackage } from "./nativePackage.mjs";
import { fillStage, placeNative } from "./stage.mjs";
import { makeVsix } from "./vsce.mjs";

/** Git-ignored folder of the packages. */
const packagesFolder = path.join(root, ".cache/packages");
const stage = path.join(packagesFolder, "stage");
const metafilesFile = path.join(packagesFolder, "metafiles.json");

/** Whatever may change what is in a package. */
const inputs = ["server", "shared", "extension", "webview", "media", "l10n", "scripts/package"];

/**
 * @typedef {import("./targets.mjs").Target} Target
 * @typedef {{ target: Target, vsix: string }} Made
 * @typedef {{ target: Target, reason: string }} Skipped
 */

/**
 * Makes the packages that are older than what is in them. One process at a time; others wait and find them made.
 *
 * @param {readonly Target[]} wanted
 * @param {(line: string) => void} say
 * @returns {Promise<{ made: readonly Made[], skipped: readonly Skipped[], metafiles: import("./notices.mjs").Metafiles }>}
 */
export async function makePackages(wanted, say) {
  mkdirSync(packagesFolder, { recursive: true });
  const release = await lockFolder(path.join(packagesFolder, "lock"));
  try {
    const made = [];
    const skipped = [];
    const current = hashOfInputs();
    const prepareStage = onlyOnce(() => stageFor(current, say));
    for (const target of wanted) {
      const vsix = path.join(packagesFolder, `whence-${target.name}.vsix`);
      const reason = await makePackage({ target, vsix, current, prepareStage, say });
      if (reason === undefined) made.push({ target, vsix });
      else skipped.push({ target, reason });
    }
    await prepareStage();
    return { made, skipped, metafiles: JSON.parse(readFileSync(metafilesFile, "utf8")) };
  } finally {
    release();
  }
}

async function makePackage({ target, vsix, current, prepareStage, say }) {
  const mark = `${vsix}.inputs`;
  if (existsSync(vsix) && isMarked(mark, current)) return undefined;
  const { folder, reason } = await nativePackage(target, say);
  if (folder === undefined) return reason;
  await prepareStage();
  placeNative(stage, folder);
  say(`Packing ${path.basename(vsix)} …`);
  const half = `${vsix}.half`;
  const failure = await makeVsix({ stage, target: target.name, vsix: half, say });
  if (failure !== undefined) throw new Error(failure);
  renameSync(half, vsix);
  writeFileSync(mark, current);
  return undefined;
}

async function stageFor(current, say) {
  const mark = path.join(packagesFolder, "stage.inputs");
  if (isMarked(mark, current)) return;
  rmSync(mark, { force: true });
  say("Bundling …");
  writeFileSync(metafilesFile, JSON.stringify(await fillStage(stage)));
  writeFileSync(mark, current);
}

function isMarked(mark, current) {
  return existsSync(mark) && readFileSync(mark, "utf8") === current;
}

/** By content: a test run builds anew, and times say little after a checkout. */
function hashOfInputs() {
  const below = inputs
    .filter((name) => existsSync(path.join(root, name)))
    .flatMap((name) =>
      readdirSync(path.join(root, name), { recursive: true }).map((file) => path.join(name, file)),
    );
  const beside = readdirSync(root).filter((name) =>
    /^(?:esbuild|package|README|CHANGELOG|LICENSE|\.vscodeignore)/.test(name),
  );
  const shown = readdirSync(path.join(root, "docs")).filter((name) => /\.(?:json|yaml|png|svg)$/.test(name));
  const hash = createHash("sha256");
  for (const file of [...below, ...beside, ...shown.map((name) => path.join("docs", name))].toSorted()) {
    const place = path.join(root, file);
    if (statSync(place).isFile()) hash.update(`${file}\0`).update(readFileSync(place)).update("\0");
  }
  return hash.digest("hex");
}

function onlyOnce(work) {
  let running;
  return () => {
    running ??= work();
    return running;
  };
}
