import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));

/** Whatever is started by itself, in a process or a thread of its own; each becomes `dist/<name>.mjs`. */
const serverEntries = [
  "server/cli.ts",
  "server/main.ts",
  "server/background.ts",
  "server/historyWorker.ts",
  "server/embedding/embedWorker.ts",
  "server/indexing/processWorker.ts",
].filter((file) => existsSync(path.join(root, file)));
/** The extension, and what it loads once a folder is open: see `SessionModule` in extension/client/session.ts. */
const extensionEntries = ["extension/extension.ts", "extension/client/languageSession.ts"];

/** Pages that the editor shows in a frame, each with its style sheet; each becomes `dist/webview/<folder>.js` and `.css`. */
const pages = ["chat", "coverage"]
  .map((name) => `webview/${name}/main.tsx`)
  .filter((file) => existsSync(path.join(root, file)));

/** npm packages whose `.wasm` goes to `dist/grammars`. */
export const grammarPackages = [
  "@tree-sitter-grammars/tree-sitter-kotlin",
  "tree-sitter-bash",
  "tree-sitter-c",
  "tree-sitter-c-sharp",
  "tree-sitter-cpp",
  "tree-sitter-go",
  "tree-sitter-java",
  "tree-sitter-javascript",
  "tree-sitter-php",
  "tree-sitter-powershell",
  "tree-sitter-python",
  "tree-sitter-ruby",
  "tree-sitter-rust",
  "tree-sitter-scala",
  "tree-sitter-typescript",
];

// Why these flags: scripts/prepare.mjs, `bundleArguments`.
const firstLine = "#!/usr/bin/env -S node --liftoff-only --max-semi-space-size=4";

/** Bundles every entry into `dist/`, with dependencies left in `node_modules`, and puts the assets which they read beside them. */
export async function build() {
  const dist = path.join(root, "dist");
  await esbuild.build({
    ...serverOptions(dist),
    packages: "external",
    sourcemap: true,
    banner: { js: firstLine },
  });
  await esbuild.build(extensionOptions(dist));
  await esbuild.build(webviewOptions(dist));
  copyAssets(dist);
}

/**
 * The same as one that needs no `node_modules` but LanceDB's native package: dependencies are bundled too, what several
 * entries need lies in `chunks/` once. Names stay as they are, so that a stack trace in a report can be read without a
 * source map and classes are called what libraries expect.
 *
 * @param {string} dist folder to fill
 * @returns {Promise<{ server: esbuild.Metafile, extension: esbuild.Metafile, webview: esbuild.Metafile }>} what went into which file
 */
export async function buildForPackage(dist) {
  const small = { minifyWhitespace: true, minifySyntax: true, metafile: true, legalComments: "none" };
  const server = await esbuild.build({
    ...serverOptions(dist),
    ...small,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    external: ["@lancedb/lancedb-*"],
    plugins: [leaveOut, requireInBundle, namesOfCommonJs, withoutCanvas],
    // Bundled CommonJS modules ask for modules of Node by `require`, which an ES module does not have.
    banner: {
      js: `${firstLine}\nimport { createRequire as requireOfBundle } from "node:module"; const require = requireOfBundle(import.meta.url);`,
    },
  });
  const extension = await esbuild.build({ ...extensionOptions(dist), ...small });
  const webview = await esbuild.build({ ...webviewOptions(dist), ...small, minifyIdentifiers: true });
  copyAssets(dist);
  return { server: server.metafile, extension: extension.metafile, webview: webview.metafile };
}

const everywhere = { absWorkingDir: root, bundle: true, platform: "node", logLevel: "warning" };

function serverOptions(outdir) {
  return {
    ...everywhere,
    entryPoints: serverEntries,
    entryNames: "[name]",
    outdir,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    target: "node22",
  };
}

function extensionOptions(dist) {
  return {
    ...everywhere,
    entryPoints: extensionEntries,
    entryNames: "[name]",
    outdir: dist,
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    // The extension host of the oldest editor that the manifest allows.
    target: "node22",
    // Only a module that is asked for by `require` gets the editor's own `vscode` for sure.
    supported: { "dynamic-import": false },
    plugins: [loadedLater],
    external: ["vscode"],
  };
}

function webviewOptions(dist) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: "browser",
    logLevel: "warning",
    entryPoints: pages.map((file) => ({ in: file, out: file.split("/")[1] })),
    outdir: path.join(dist, "webview"),
    format: "esm",
    // What is imported late, such as diagrams, is a file of its own.
    splitting: true,
    chunkNames: "[name]-[hash]",
    // The browser of the oldest editor that the manifest allows.
    target: "chrome134",
    jsx: "automatic",
    jsxImportSource: "preact",
  };
}

/** What an entry of the extension imports late is another entry, and stays so: a bundle that holds both is read whole at the start. */
const loadedLater = {
  name: "loaded-later",
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: file }) => {
      if (kind !== "dynamic-import") return undefined;
      return { path: `./${path.basename(file, ".ts")}.cjs`, external: true };
    });
  },
};

/**
 * Native parsers are for a checkout, and a package reads code with WebAssembly; LanceDB's makers of embeddings are not used.
 * Importing one fails at once, rather than after a search through the folders above the installed package, where there may be
 * anything.
 */
const leaveOut = {
  name: "leave-out",
  setup(build) {
    const filter =
      /^(?:@tree-sitter-grammars\/)?tree-sitter(?:-|\/|$)|^@huggingface\/|^\.\/lancedb\.|^encoding$/;
    build.onResolve({ filter }, () => ({ path: "left-out", namespace: "left-out" }));
    build.onLoad({ filter: /./, namespace: "left-out" }, () => ({
      contents: 'throw new Error("The package has no such part.");',
      loader: "js",
    }));
  },
};

/** Our modules which want a library's CommonJS build ask for it in Node's way; esbuild knows only a plain `require`. */
const requireInBundle = {
  name: "require-in-bundle",
  setup(build) {
    build.onLoad({ filter: /[\\/]server[\\/].*\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replaceAll(
        /createRequire\(import\.meta\.url\)\((?=")/g,
        "require(",
      ),
      loader: "ts",
    }));
  },
};

/**
 * Where a CommonJS library is loaded late, its chunk would export a default and no names; it gets those which Node finds when it
 * imports the library.
 */
const namesOfCommonJs = {
  name: "names-of-common-js",
  setup(build) {
    build.onResolve({ filter: /^[@\w]/ }, async ({ kind, path: name, importer, resolveDir, namespace }) => {
      if (kind !== "dynamic-import" || namespace !== "file" || importer.includes("node_modules"))
        return undefined;
      const { path: file } = await build.resolve(name, { kind: "require-call", importer, resolveDir });
      return isCommonJs(file) ? { path: name, namespace: "named", pluginData: file } : undefined;
    });
    build.onLoad({ filter: /./, namespace: "named" }, async ({ path: name, pluginData: file }) => {
      const names = Object.keys(await import(name)).filter(
        (each) => /^[a-zA-Z]\w*$/.test(each) && each !== "default",
      );
      const lines = names.map(
        (each) => `const its_${each} = library.${each}; export { its_${each} as ${each} };`,
      );
      const head = `const library = require(${JSON.stringify(file)}); export default library;`;
      return { contents: [head, ...lines].join("\n"), loader: "js", resolveDir: path.dirname(file) };
    });
  },
};

function isCommonJs(file) {
  if (!file.endsWith(".js")) return file.endsWith(".cjs");
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).type !== "module";
}

/** pdf.js looks for a library that draws and warns on the console where there is none; nothing is drawn here. */
const withoutCanvas = {
  name: "without-canvas",
  setup(build) {
    build.onLoad({ filter: /pdfjs-dist[\\/]legacy[\\/]build[\\/]pdf\.mjs$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const contents = text.replace('canvas = require("@napi-rs/canvas");', "canvas = undefined;");
      if (contents === text) throw new Error("pdf.js asks for its canvas in another way: see withoutCanvas.");
      return { contents, loader: "js" };
    });
  },
};

function copyAssets(dist) {
  const grammars = path.join(dist, "grammars");
  mkdirSync(grammars, { recursive: true });
  for (const name of grammarPackages) {
    const folder = packageFolder(name);
    // PHP comes with a second grammar for code that stands in no page.
    for (const file of readdirSync(folder).filter((entry) => /(?<!_only)\.wasm$/.test(entry))) {
      cpSync(path.join(folder, file), path.join(grammars, file));
    }
  }
  const runtime = "web-tree-sitter.wasm";
  cpSync(path.join(packageFolder("web-tree-sitter"), runtime), path.join(grammars, runtime));
  // Tables for East Asian encodings in PDF.
  cpSync(path.join(packageFolder("pdfjs-dist"), "cmaps"), path.join(dist, "cmaps"), { recursive: true });
  cpSync(path.join(root, "server/embedding/builtin"), path.join(dist, "embedder"), { recursive: true });
}

function packageFolder(name) {
  return path.join(root, "node_modules", name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
