import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import {
  inspectPipeline,
  pipelineOfFolder,
  problemList,
} from "../../../server/sources/pipeline/folderPipeline.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

const settings = readSettings({});

/** A folder with this file, or without one. */
function folderWith(text?: string | Buffer): string {
  const folder = temporaryFolder();
  if (text !== undefined) {
    mkdirSync(path.join(folder, ".whence"));
    writeFileSync(path.join(folder, ".whence/config.yaml"), text);
  }
  return folder;
}

const problemsOf = (text: string | Buffer) =>
  problemList(inspectPipeline(folderWith(text), settings).problems);
const configOf = (text?: string) => pipelineOfFolder(folderWith(text), settings);

describe(".whence/config.yaml", () => {
  it.each([[undefined], [""], ["# nothing\n"], ["chunking:\n"], ["{}"], ["\ufeffchunking: {}\n"]])(
    "%j leaves everything at its default",
    (text) => {
      expect(configOf(text)).toEqual(defaultPipelineConfig);
    },
  );

  it("states only what differs", () => {
    const config = configOf(
      "chunking:\n  doc: {target: 800, overlap: 3}\n  code:\n    strategy: lines\nretrieval:\n  weights: {vector: 0.5}\n  off: [history, rerank, history]\nembedder: {provider: none}\nlimits: {maxCommits: all}\n",
    );
    const { chunking, retrieval } = defaultPipelineConfig;
    expect(config).toEqual({
      ...defaultPipelineConfig,
      chunking: {
        ...chunking,
        doc: { ...chunking.doc, target: 800, overlap: 3 },
        code: { ...chunking.code, strategy: "lines" },
      },
      embedder: { provider: "none" },
      retrieval: { ...retrieval, weights: { ...retrieval.weights, vector: 0.5 }, off: ["history", "rerank"] },
    });
  });

  it("reports all mistakes at once, each with line, column and what is allowed", () => {
    const text = [
      "chunkin: {}",
      "chunking:",
      "  doc:",
      "    target: many",
      "    strategy: line",
      "  code: [1]",
      "  commit: {target: 100}",
      "retrieval:",
      "  off: [vectors, text, 7]",
      "  weights: {text: -1, vector: .nan, quote: }",
      "limits:",
      "  maxCommits: some",
      "  maxFileSizeKb: 1.5",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      '.whence/config.yaml:1:1: "chunkin" is not known at the top. Did you mean "chunking"? Known: chunking, embedder, retrieval, answering, limits.',
      '.whence/config.yaml:4:13: "chunking.doc.target" takes a whole number from 100 to 40,000, not "many".',
      '.whence/config.yaml:5:15: "chunking.doc.strategy" takes structure or lines, not "line". Did you mean lines?',
      '.whence/config.yaml:6:9: "chunking.code" has to hold keys with their values: strategy, target, max, overlap.',
      '.whence/config.yaml:7:12: "target" is not known in "chunking.commit". Known: max, overlap.',
      '.whence/config.yaml:9:9: "retrieval.off" takes a list of text, vector, quote, symbol, path, key, commit, history, neighbour, graph, rerank or spread, not "vectors". Did you mean vector?',
      '.whence/config.yaml:9:24: "retrieval.off" takes a list of text, vector, quote, symbol, path, key, commit, history, neighbour, graph, rerank or spread, not 7.',
      '.whence/config.yaml:10:19: "retrieval.weights.text" takes a number from 0 to 10, not -1.',
      '.whence/config.yaml:10:31: "retrieval.weights.vector" takes a number from 0 to 10, not .nan.',
      '.whence/config.yaml:10:44: "retrieval.weights.quote" takes a number from 0 to 10, and has no value here.',
      '.whence/config.yaml:12:15: "limits.maxCommits" takes a whole number from 0 to 10,000,000, or all, not "some".',
      '.whence/config.yaml:13:18: "limits.maxFileSizeKb" takes a whole number from 1 to 102,400, not 1.5.',
    ]);
  });

  it("names no command, no address and no secret, and repeats none", () => {
    const [secret, endpoint, command] = problemsOf(
      "embedder:\n  apiKey: sk-do-not-repeat\n  baseUrl: http://example.org\n  command: rm -rf\n",
    );
    expect(secret).toMatch(/"apiKey" is not known.*secrets are settings of each person/);
    expect(secret).not.toContain("sk-do-not-repeat");
    expect(endpoint).toMatch(/Addresses and secrets are settings of each person/);
    expect(command).toMatch(/"command" is not known in "embedder"/);
    expect(problemsOf("embedder: {provider: openai, model: 'http://a b'}")).toHaveLength(1);
  });

  it.each([
    [
      "chunking:\n  doc: {target: 3000}\n",
      /:2:1: "chunking.doc" has the target 3000 above its max 2400; state both/,
    ],
    ["embedder: {dimensions: 256}\n", /:1:1: "embedder.dimensions" is for provider openai alone/],
    ["a: 1\na: 2\n", /:2:1: This key stands twice/],
    ["chunking:\n\tdoc: {}\n", /:2:1: Lines are indented with blanks/],
    ["--- {}\n--- {}\n", /one YAML document/],
    ["limits: !!js/function x\n", /:1:9: Tags/],
    ["- 1\n", /:1:1: The file has to hold keys/],
    ["just words", /The file has to hold keys/],
    ["limits: [1\n", /:2:1: This is not valid YAML/],
    ["limits: *x\n", /:1:9: Nothing above is named &x\./],
    [`a: ${"x".repeat(600)}`, /:1:1: The file cannot be used: no line may have more than 500/],
    ["[".repeat(400), /nested too deeply|not valid YAML/],
    [`${"[".repeat(400)}\n`.repeat(100), /nested too deeply/],
    ["- ".repeat(40_000), /more than 500 characters|more than the limit/],
    [`${"- ".repeat(240)}\n`.repeat(100), /has to hold keys/],
    ["x: 1\n".repeat(3_000_000), /more than the limit of 65,536/],
    [Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]), /it is not UTF-8 text/],
    [Buffer.from("a: 1\n", "utf16le"), /has to hold keys/],
    ["\0\0\0", /has to hold keys|not valid YAML/],
    ["__proto__: {chunking: 1}\nconstructor: 1\n", /"__proto__" is not known at the top/],
  ])("says in a sentence what is wrong with %#", (text, sentence) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatch(sentence);
    expect(problems.length).toBeLessThanOrEqual(21);
    expect(() => pipelineOfFolder(folderWith(text), settings)).toThrow(sentence);
  });

  it("an alias stands for what it names, and bombs of them cost nothing", () => {
    expect(configOf("chunking:\n  doc: &small {target: 800}\n  spec: *small\n").chunking.spec.target).toBe(
      800,
    );
    const bomb = [
      "a: &a [x,x]",
      ...[..."bcdefghijklmnopqrst"].map(
        (name, at) => `${name}: &${name} [*${"abcdefghijklmnopqrst"[at]},*${"abcdefghijklmnopqrst"[at]}]`,
      ),
      "retrieval: {off: *t}",
    ];
    expect(problemsOf(bomb.join("\n"))).toHaveLength(21);
    const names = ["x: &x {y: *x}", "chunking: *x"];
    expect(problemsOf(names.join("\n")).length).toBeGreaterThan(0);
  });

  it("is not followed through a link", () => {
    const [outside, folder, other] = [
      folderWith("limits: {maxCommits: 1}\n"),
      temporaryFolder(),
      temporaryFolder(),
    ];
    symlinkSync(path.join(outside, ".whence"), path.join(folder, ".whence"));
    expect(inspectPipeline(folder, settings)).toMatchObject({
      config: defaultPipelineConfig,
      problems: [{ line: 1 }],
    });
    mkdirSync(path.join(other, ".whence"));
    symlinkSync(path.join(outside, ".whence/config.yaml"), path.join(other, ".whence/config.yaml"));
    expect(inspectPipeline(other, settings).problems[0]?.sentence).toContain("symbolic link");
    mkdirSync(path.join(folderWith(), ".whence/config.yaml"), { recursive: true });
  });

  it("a setting of the user beats the file, which beats the default; each value says who gave it", () => {
    const folder = folderWith("limits:\n  maxFileSizeKb: 10\n  maxCommits: 5\n");
    const own = readSettings({ WHENCE_INDEX_MAX_FILE_SIZE_KB: "200000" });
    expect(pipelineOfFolder(folder, settings).limits).toMatchObject({ maxFileSizeKb: 10, maxCommits: 5 });
    const { config, values } = inspectPipeline(folder, own);
    expect(config.limits).toMatchObject({ maxFileSizeKb: 200_000, maxCommits: 5 });
    const originOf = (wanted: string) => values.find(({ path: at }) => at === wanted)?.origin;
    expect(originOf("limits.maxFileSizeKb")).toEqual({ from: "setting", name: "whence.index.maxFileSizeKb" });
    expect(originOf("limits.maxCommits")).toEqual({ from: "file", line: 3 });
    expect(originOf("chunking.doc.target")).toEqual({ from: "default" });
  });
});
