import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { buildForPackage } from "../../esbuild.config.mjs";
import { root } from "../prepare.mjs";
import { lanceFolder } from "./nativePackage.mjs";
import { foreignParts, notices } from "./notices.mjs";

/** What stands in the package as it stands in the repository, beside what the manifest names. */
const plainFiles = ["README.md", "CHANGELOG.md", "LICENSE", ".vscodeignore", "docs/config.example.yaml"];

/** Of the manifest, what is for the repository alone. */
const unshippedFields = [
  "scripts",
  "dependencies",
  "optionalDependencies",
  "devDependencies",
  "overrides",
  "private",
];

/**
 * Fills a folder with all that is the same on every platform.
 *
 * @param {string} stage
 * @returns {Promise<import("./notices.mjs").Metafiles>}
 */
export async function fillStage(stage) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const metafiles = await buildForPackage(path.join(stage, "dist"));
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  for (const field of unshippedFields) delete manifest[field];
  for (const file of new Set([...plainFiles, ...namedFiles(manifest), ...translations()])) {
    mkdirSync(path.dirname(path.join(stage, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(stage, file), { recursive: true });
  }
  writeFileSync(path.join(stage, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(path.join(stage, "THIRD_PARTY_NOTICES.md"), notices(foreignParts(metafiles)));
  return metafiles;
}

/**
 * Puts the native package of one platform where the bundles look for it, and no other.
 *
 * @param {string} stage
 * @param {string} folder of the native package
 */
export function placeNative(stage, folder) {
  const place = path.join(stage, "dist/node_modules");
  rmSync(place, { recursive: true, force: true });
  const target = path.join(place, "@lancedb", path.basename(nameOf(folder)));
  mkdirSync(target, { recursive: true });
  const licences = path.join(lanceFolder, "RUST_THIRD_PARTY_LICENSES.html");
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  for (const file of [...files, licences]) putFile(file, path.join(target, path.basename(file)));
}

/**
 * Files of the repository which a manifest names anywhere: icons, schemas, translations.
 *
 * @param {unknown} value
 * @returns {readonly string[]} relative paths
 */
export function namedFiles(value) {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(namedFiles);
  if (typeof value !== "string" || !/^(?:\.\/)?[\w-][\w./-]*$/.test(value)) return [];
  const file = path.posix.normalize(value);
  const isBuilt = file.startsWith("dist/");
  return !isBuilt && file.includes("/") && existsSync(path.join(root, file)) ? [file] : [];
}

function translations() {
  return readdirSync(root).filter((name) => /^package\.nls(?:\.[\w-]+)?\.json$/.test(name));
}

/** The native library weighs 200 MB, so it is linked where the file system can. */
function putFile(from, to) {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

function nameOf(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).name;
}
