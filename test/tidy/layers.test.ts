import { readFileSync } from "node:fs";
import path from "node:path";
import type { ICruiseResult, IFlattenedRuleSet } from "dependency-cruiser";
import { cruise } from "dependency-cruiser";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";

// Who may import whom (ARCHITECTURE.md, "Layers"). Read by dependency-cruiser with swc, which sees type imports too.

const ranks: readonly (readonly string[])[] = [
  ["base"],
  ["model"],
  ["sources", "documents", "chunking", "embedding", "linking", "stores"],
  ["indexing", "retrieval", "tracing", "sharing"],
  ["answering", "ide"],
  ["session"],
  ["lsp"],
];
const entryFiles =
  "^server/(main|cli|mcp|background|backgroundTasks|readings|historyWorker|\\w*[wW]iring)\\.ts$|^server/cli/";

/** Each foreign library has one home; node's own modules and our parse of arguments need none. */
const homes: Readonly<Record<string, string>> = {
  "@lancedb/lancedb": "^server/stores/lance/",
  "apache-arrow": "^server/stores/lance/",
  "web-tree-sitter": "^server/chunking/parsing/",
  "tree-sitter": "^server/chunking/",
  "chrono-node": "^server/retrieval/questionDates\\.ts$",
  ignore: "^server/sources/workspace/",
  parse5: "^server/documents/formats/",
  "pdfjs-dist": "^server/documents/formats/",
  mammoth: "^server/documents/formats/",
  yaml: "^server/(documents|sources/(pipeline|team))/",
  ajv: "^server/sources/team/",
  "@secretlint/secretlint-rule-preset-recommend": "^server/documents/",
  openai: "^server/embedding/openai/",
  undici: "^server/base/egress/",
  "neo4j-driver": "^server/stores/neo4j/",
  "neo4j-driver-bolt-connection":
    "^server/stores/neo4j/doorDriver\\.ts$|^server/stores/neo4j/boltInternals\\.d\\.ts$",
  "vscode-languageserver": "^server/(lsp/|main\\.ts$)",
  "vscode-languageserver-textdocument": "^server/lsp/",
  "vscode-uri": "^server/lsp/",
  "vscode-languageclient": "^extension/client/",
  preact: "^webview/",
  "markdown-it": "^webview/",
  dompurify: "^webview/",
  "node:sqlite": "^server/stores/sqlite/",
  "node:worker_threads":
    "^server/base/workerPool\\.ts$|^server/\\w+Worker\\.ts$|^server/\\w+/\\w+Worker\\.ts$",
};

function ruleSet(): IFlattenedRuleSet {
  const forbidden: NonNullable<IFlattenedRuleSet["forbidden"]> = [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    // The editor itself brings `vscode`; it is no package.
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
    { name: "home-of-vscode", severity: "error", from: { pathNot: "^extension/" }, to: { path: "^vscode$" } },
    {
      name: "shared-imports-nothing",
      severity: "error",
      from: { path: "^shared/" },
      to: { pathNot: "^shared/" },
    },
    ...(["extension", "server", "webview"] as const).map((side) => ({
      name: `${side}-imports-only-shared`,
      severity: "error" as const,
      from: { path: `^${side}/` },
      to: { path: "^(extension|server|webview|test|scripts)/", pathNot: `^${side}/` },
    })),
    {
      name: "entries-are-not-imported",
      severity: "error",
      from: { path: "^server/", pathNot: entryFiles },
      to: { path: entryFiles },
    },
  ];
  for (const [rank, names] of ranks.entries()) {
    for (const name of names) {
      const allowed = [...ranks.slice(0, rank).flat(), name].join("|");
      forbidden.push({
        name: `${name}-imports-below`,
        severity: "error",
        from: { path: `^server/${name}/` },
        to: { path: "^server/", pathNot: `^server/(${allowed})/` },
      });
    }
  }
  for (const [library, home] of Object.entries(homes)) {
    forbidden.push({
      name: `home-of-${library}`,
      severity: "error",
      from: { path: "^(server|shared|extension|webview)/", pathNot: home },
      to: { path: `^(node_modules/)?${library.replace("node:", "(node:)?")}($|/)` },
    });
  }
  return { forbidden };
}

describe("layers", () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const answer = await cruise(["server", "shared", "extension", "webview"], {
      ruleSet: ruleSet(),
      validate: true,
      parser: "swc",
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      enhancedResolveOptions: {
        extensions: [".ts", ".tsx", ".mjs", ".js"],
        exportsFields: ["exports"],
        conditionNames: ["import", "types", "node"],
      },
    } as Parameters<typeof cruise>[1]);
    result = answer.output as ICruiseResult;
  });

  it("sees all modules and their imports, type imports too", () => {
    const ours = result.modules.filter(
      (module) => /\.tsx?$/.test(module.source) && !module.source.startsWith("node_modules"),
    );
    expect(ours.length).toBeGreaterThan(50);
    const fusion = ours.find((module) => module.source === "server/retrieval/fusion.ts");
    expect(fusion?.dependencies.map((dependency) => dependency.resolved)).toContain(
      "server/retrieval/candidate.ts",
    );
  });

  it("finds no import against the layers, no cycle and no library away from home", () => {
    const violations = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(violations).toEqual([]);
  });

  it("gives each library that ships a home, and no home to one that is gone", () => {
    const manifest = JSON.parse(readFileSync(path.join(packageRoot(), "package.json"), "utf8"));
    const shipped = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    const housed = Object.keys(homes).filter((library) => !library.startsWith("node:"));
    expect(housed.toSorted()).toEqual(shipped.toSorted());
  });
});
