import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import os from "node:os";
import path from "node:path";
import { cacheFolder } from "../fetching/cacheFolder.mjs";
import { root } from "../prepare.mjs";
import { platformOf } from "./nativeHeader.mjs";
import { foreignParts, titleOf } from "./notices.mjs";
import { namedFiles } from "./stage.mjs";
import { unpack } from "./unpack.mjs";

/** Largest package that people should have to fetch. */
const packageBytesMost = 100e6;

/** Most that the script of a page in a frame may weigh, with all that it loads before it draws: a person waits for it. */
const pageBytesMost = 400e3;

/** Every kind of file that may be in a package; `NATIVE` is the end of the name of its native package. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(?:package\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.md)$/,
  /^extension\/package\.nls(?:\.[\w-]+)?\.json$/,
  /^extension\/docs\/(?:icon[\w-]*\.(?:png|svg)|(?:config|team)\.schema\.json|config\.example\.yaml)$/,
  /^extension\/media\/[\w/-]+\.(?:svg|png|md)$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/dist\/(?:\w+\.[cm]js|chunks\/[\w.-]+\.mjs)$/,
  /^extension\/dist\/webview\/[\w/.-]+\.(?:js|css|svg|woff2|ttf)$/,
  /^extension\/dist\/grammars\/[\w-]+\.wasm$/,
  /^extension\/dist\/cmaps\/(?:[\w-]+\.bcmap|LICENSE)$/,
  /^extension\/dist\/embedder\/(?:model\.json|vectors\.bin|vocab\.txt)$/,
];
const allowedNative =
  "^extension/dist/node_modules/@lancedb/lancedb-NATIVE/(?:package\\.json|README\\.md|RUST_THIRD_PARTY_LICENSES\\.html|lancedb\\.NATIVE\\.node)$";

/**
 * Unpacks a package and looks whether it holds what it should and nothing else.
 *
 * @param {{ target: import("./targets.mjs").Target, vsix: string }} made
 * @param {import("./notices.mjs").Metafiles} metafiles of its bundles
 * @returns {Promise<{ problems: readonly string[], bytes: number, entries: readonly { name: string, bytes: number, packedBytes: number }[] }>}
 */
export async function checkPackage({ target, vsix }, metafiles) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "whence-package-"));
  try {
    const entries = await unpack(vsix, folder);
    const bytes = statSync(vsix).size;
    const problems = [
      ...unexpectedFiles(entries, target),
      ...missingFiles(folder, metafiles),
      ...wrongManifest(folder, target),
      ...wrongNative(folder, target),
      ...telltaleTexts(folder, entries),
      ...unbundledImports(metafiles),
      ...heavyPages(metafiles),
      ...missingNotices(folder, metafiles),
      ...(bytes > packageBytesMost ? [`It weighs ${Math.round(bytes / 1e6)} MB, more than 100.`] : []),
    ];
    return { problems, bytes, entries };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unexpectedFiles(entries, { native }) {
  const patterns = [...allowed, new RegExp(allowedNative.replaceAll("NATIVE", native))];
  const unexpected = entries.filter(({ name }) => !patterns.some((pattern) => pattern.test(name)));
  return unexpected.map(({ name }) => `${name} has no place in a package.`);
}

/** What was bundled, what the manifest names, and what the bundles read. */
function missingFiles(folder, { server, extension, webview }) {
  const manifest = readManifest(folder);
  const bundles = [server, extension, webview].flatMap(({ outputs }) => Object.keys(outputs));
  const needed = [
    ...bundles.map((file) => file.slice(file.lastIndexOf("dist/"))),
    ...namedFiles(manifest),
    ...["grammars/web-tree-sitter.wasm", "embedder/vectors.bin", "cmaps/LICENSE"].map(
      (file) => `dist/${file}`,
    ),
    ...["readme.md", "changelog.md", "LICENSE.txt", "THIRD_PARTY_NOTICES.md"],
  ];
  return needed
    .filter((file) => !existsSync(path.join(folder, "extension", file)))
    .map((file) => `${file} is missing.`);
}

function wrongManifest(folder, { name }) {
  const manifest = readManifest(folder);
  const left = ["scripts", "dependencies", "devDependencies"].filter(
    (field) => manifest[field] !== undefined,
  );
  const vsix = readFileSync(path.join(folder, "extension.vsixmanifest"), "utf8");
  return [
    ...left.map((field) => `package.json has ${field}, which mean nothing there.`),
    ...(vsix.includes(`TargetPlatform="${name}"`) ? [] : [`It is not marked as made for ${name}.`]),
  ];
}

function wrongNative(folder, { native }) {
  const place = path.join(folder, "extension/dist/node_modules/@lancedb", `lancedb-${native}`);
  const file = path.join(place, `lancedb.${native}.node`);
  if (!existsSync(file)) return [`The native library for ${native} is missing.`];
  const found = platformOf(file);
  return found === native ? [] : [`The native library is one for ${found}, not for ${native}.`];
}

/** Places on this machine, and hints at source maps that are not there. */
function telltaleTexts(folder, entries) {
  const telltales = [root, cacheFolder(), "sourceMappingURL="];
  return entries
    .filter(({ name }) => /\.(?:mjs|cjs|json|md|xml|vsixmanifest)$/.test(name))
    .flatMap(({ name }) => {
      const text = readFileSync(path.join(folder, name), "utf8");
      return telltales.filter((each) => text.includes(each)).map((each) => `${name} contains "${each}".`);
    });
}

/** Whatever a bundle still asks for by name must be there: parts of Node, of the editor, or LanceDB's native package. */
function unbundledImports({ server, extension }) {
  const imports = [server, extension].flatMap(({ outputs }) =>
    Object.entries(outputs).flatMap(([file, { imports }]) => imports.map((each) => ({ file, ...each }))),
  );
  const bundles = [server, extension].flatMap(({ outputs }) =>
    Object.keys(outputs).map((file) => path.basename(file)),
  );
  return imports
    .filter(({ external, path: name }) => external && !bundles.includes(name.replace(/^\.\//, "")))
    .filter(({ path: name }) => !isBuiltin(name) && !/^(?:vscode$|@lancedb\/lancedb-)/.test(name))
    .map(({ file, path: name }) => `${path.basename(file)} asks for ${name}, which is not bundled.`);
}

function heavyPages({ webview: { outputs } }) {
  const weigh = (file, seen) => {
    if (seen.has(file) || outputs[file] === undefined) return 0;
    seen.add(file);
    const loaded = outputs[file].imports.filter(({ kind }) => kind === "import-statement");
    return outputs[file].bytes + loaded.reduce((sum, { path: name }) => sum + weigh(name, seen), 0);
  };
  return Object.keys(outputs)
    .filter((file) => file.endsWith(".js") && outputs[file].entryPoint !== undefined)
    .map((file) => ({ name: path.basename(file), bytes: weigh(file, new Set()) }))
    .filter(({ bytes }) => bytes > pageBytesMost)
    .map(({ name, bytes }) => `The page ${name} weighs ${Math.round(bytes / 1e3)} kB, more than 400.`);
}

function missingNotices(folder, metafiles) {
  const file = path.join(folder, "extension/THIRD_PARTY_NOTICES.md");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return foreignParts(metafiles)
    .filter((part) => !text.includes(`\n## ${titleOf(part)}\n`))
    .map((part) => `The notice for ${titleOf(part)} is missing.`);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, "extension/package.json"), "utf8"));
}
