import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { grammarPackages } from "../../esbuild.config.mjs";
import { root } from "../prepare.mjs";

/** Licences under which parts may be in a package that anybody may use for anything. */
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** What is shipped as a file of its own rather than in a bundle. */
const shippedPackages = [...grammarPackages, "web-tree-sitter", "pdfjs-dist", "@lancedb/lancedb"].map(
  (name) => `node_modules/${name}`,
);

const embedderNotice = `## Built-in embedder (\`dist/embedder\`)

Apache-2.0. A modified derivative of all-MiniLM-L6-v2 of the sentence-transformers project (Apache-2.0), with the vocabulary of
BERT (Google, Apache-2.0). The text of the licence stands below, with packages that have it.`;

/**
 * @typedef {{ server: import("esbuild").Metafile, extension: import("esbuild").Metafile, webview: import("esbuild").Metafile }} Metafiles
 * @typedef {{ name: string, version: string, licence: string, texts: readonly string[], holder: string }} Part
 */

/**
 * Foreign packages of which anything is in the package, by what went into the bundles.
 *
 * @param {Metafiles} metafiles
 * @returns {readonly Part[]}
 */
export function foreignParts({ server, extension, webview }) {
  const files = [server, extension, webview].flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)),
  );
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  const parts = [...new Set([...folders, ...shippedPackages])].map(readPart);
  const unique = new Map(parts.map((part) => [titleOf(part), part]));
  return [...unique.values()].toSorted((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
}

/**
 * Text of `THIRD_PARTY_NOTICES.md`. Throws where a licence is not one that we may pass on freely.
 *
 * @param {readonly Part[]} parts
 */
export function notices(parts) {
  const refused = parts.filter(({ licence }) => !isPermissive(licence));
  if (refused.length > 0) {
    const list = refused.map((part) => `${titleOf(part)} (${part.licence || "states none"})`).join(", ");
    throw new Error(`No package is made with a part whose licence is not permissive: ${list}.`);
  }
  const apache = parts
    .flatMap(({ texts }) => texts)
    .find((text) => /^\s*Apache License\s+Version 2/.test(text));
  const sections = parts.map((part) => {
    const texts = part.texts.length > 0 ? part.texts : [standardText(part, apache)];
    return [
      `## ${titleOf(part)}`,
      part.licence,
      ...texts.map((text) => `\`\`\`text\n${text.trim()}\n\`\`\``),
    ].join("\n\n");
  });
  const head = `# Third-party notices

Whence contains the parts below. Those that are in LanceDB's native library are listed beside it, in
\`RUST_THIRD_PARTY_LICENSES.html\`.`;
  return `${[head, embedderNotice, ...sections].join("\n\n")}\n`;
}

/** Name of a part as its section is called. */
export function titleOf({ name, version }) {
  return `${name} ${version}`;
}

/**
 * Whether an SPDX expression allows what we do. What cannot be read counts as no.
 *
 * @param {string} expression without brackets in brackets
 */
export function isPermissive(expression) {
  const inner = /^\(([^()]*)\)$/.exec(expression)?.[1] ?? expression;
  if (inner.includes(" OR ") && inner.includes(" AND ")) return false;
  if (inner.includes(" OR ")) return inner.split(" OR ").some((each) => permissive.has(each));
  return inner.split(" AND ").every((each) => permissive.has(each));
}

function readPart(folder) {
  const place = path.join(root, folder);
  const { name, version, license, author } = JSON.parse(
    readFileSync(path.join(place, "package.json"), "utf8"),
  );
  const files = readdirSync(place).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file));
  const texts = files.map((file) => readFileSync(path.join(place, file), "utf8").replaceAll("\r\n", "\n"));
  const holder = (typeof author === "string" ? author : author?.name) ?? `the authors of ${name}`;
  return { name, version, licence: String(license?.type ?? license ?? ""), texts, holder };
}

/** Some packages state a licence without its text. */
function standardText({ name, version, licence, holder }, apache) {
  if (licence === "Apache-2.0" && apache !== undefined) return apache;
  if (licence === "MIT") return `Copyright (c) ${holder}\n\n${mitText}`;
  throw new Error(
    `${name} ${version} comes without the text of its licence (${licence}): add it to notices.mjs.`,
  );
}

const mitText = readFileSync(path.join(root, "LICENSE"), "utf8").split("\n\n").slice(2).join("\n\n");
