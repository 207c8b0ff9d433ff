import { statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkPackage } from "./checkPackage.mjs";
import { makePackages } from "./makePackages.mjs";
import { targetHere, targets } from "./targets.mjs";

// What `npm run package` runs, under a Node that is new enough.

const say = (line) => process.stderr.write(`${line}\n`);
const { wanted, isChecked } = readWords();
const { made, skipped, metafiles } = await makePackages(wanted, say);
let hasProblems = false;
for (const one of made) await show(one);
for (const { target, reason } of skipped) say(`Skipped ${target.name}: ${reason}`);
if (made.length === 0) say("No package was made.");
process.exit(made.length === 0 || hasProblems ? 1 : 0);

async function show({ target, vsix }) {
  process.stdout.write(`${path.relative(process.cwd(), vsix)}   ${megabytes(statSync(vsix).size)}\n`);
  if (!isChecked) return;
  const { problems, entries } = await checkPackage({ target, vsix }, metafiles);
  const heavy = entries.toSorted((a, b) => b.packedBytes - a.packedBytes).slice(0, 8);
  const extension = entries.filter(({ name }) => name.endsWith(".cjs"));
  for (const { name, bytes, packedBytes } of [...heavy, ...extension]) {
    process.stdout.write(
      `  ${megabytes(packedBytes).padStart(9)} of ${megabytes(bytes).padStart(9)}   ${name}\n`,
    );
  }
  const rest = `${entries.length} files, ${new Set(entries.map(({ name }) => path.extname(name))).size} kinds`;
  process.stdout.write(`  ${rest}: ${problems.length === 0 ? "as it should be" : "not as it should be"}\n`);
  for (const problem of problems) say(`  ${problem}`);
  hasProblems ||= problems.length > 0;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
}

function readWords() {
  try {
    const { values } = parseArgs({
      options: { target: { type: "string" }, check: { type: "boolean", default: false } },
    });
    const here = targetHere()?.name ?? "here";
    const names = values.target?.split(",").map((name) => (name === "here" ? here : name));
    const unknown = names?.find((name) => !targets.some((target) => target.name === name));
    if (unknown !== undefined) {
      throw new Error(
        `There is no package for "${unknown}": name some of ${targets.map(({ name }) => name).join(", ")}, or here.`,
      );
    }
    return { wanted: targets.filter(({ name }) => names?.includes(name) ?? true), isChecked: values.check };
  } catch (error) {
    say(error.message);
    process.exit(2);
  }
}
