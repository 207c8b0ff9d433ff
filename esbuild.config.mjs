import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const grammarPackages = [
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

/** Bundles every entry into `dist/` and puts the assets which they read beside them. */
export async function build() {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      "server/cli.ts",
      "server/main.ts",
      "server/background.ts",
      "server/embedding/embedWorker.ts",
      "server/indexing/processWorker.ts",
      "server/historyWorker.ts",
    ],
    entryNames: "[name]",
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
    // Why these flags: scripts/prepare.mjs, `bundleArguments`.
    banner: { js: "#!/usr/bin/env -S node --liftoff-only --max-semi-space-size=4" },
  });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["extension/extension.ts"],
    outfile: "dist/extension.cjs",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    logLevel: "warning",
  });
  copyGrammars();
  cpSync(path.join(root, "server/embedding/builtin"), path.join(root, "dist/embedder"), { recursive: true });
}

function copyGrammars() {
  const target = path.join(root, "dist/grammars");
  mkdirSync(target, { recursive: true });
  for (const name of grammarPackages) {
    const folder = path.join(root, "node_modules", name);
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".wasm"))) {
      cpSync(path.join(folder, file), path.join(target, file));
    }
  }
  const runtime = "web-tree-sitter.wasm";
  cpSync(path.join(root, "node_modules/web-tree-sitter", runtime), path.join(target, runtime));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
