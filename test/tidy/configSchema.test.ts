import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { defaultPipelineConfig } from "../../server/model/pipelineConfig.ts";
import { parsePipeline } from "../../server/sources/pipeline/readPipelineFile.ts";
import { combine } from "../../server/sources/pipeline/resolvePipeline.ts";
import { pipelineSchema } from "../support/pipelineSchema.ts";

const read = (file: string): string => readFileSync(path.join(packageRoot(), file), "utf8");

it("docs/config.schema.json is the schema of the table (`vitest run -u` writes it)", async () => {
  const schema = path.join(packageRoot(), "docs/config.schema.json");
  await expect(`${JSON.stringify(pipelineSchema(), null, 2)}\n`).toMatchFileSnapshot(schema);
});

it("editors are told of the schema", () => {
  const { contributes } = JSON.parse(read("package.json"));
  expect(contributes.yamlValidation).toEqual([
    { fileMatch: ".whence/config.yaml", url: "./docs/config.schema.json" },
  ]);
  expect(read(".vscodeignore").split("\n")).toContain("!docs/config.schema.json");
});

it("docs/config.example.yaml states every default, without a mistake", () => {
  const stated = parsePipeline(read("docs/config.example.yaml"));
  const { config, values, problems } = combine(stated, []);
  expect(problems).toEqual([]);
  expect(config).toEqual(defaultPipelineConfig);
  expect(values.filter(({ path: name }) => !stated.lines.has(name))).toEqual([]);
});
