import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";

interface TrainingSource {
  readonly kind: string;
  readonly source: string;
  readonly licence: string;
  /** False for what is held out: it decides when training stops, and nothing is learnt from it. */
  readonly learnt: boolean;
}

const model = path.join(packageRoot(), "server/embedding/builtin");
const sources: readonly TrainingSource[] = readJson(path.join(model, "model.json")).training.sources;

/** SWE-bench's projects (its development part too), and the two that links between documents and code are measured on. */
const benchmarks = [
  "astroid astropy django flask marshmallow matplotlib pvlib pvlib-python pydicom pylint pytest pyvista requests",
  "scikit-learn seaborn sphinx sqlfluff sympy xarray libest etour",
].flatMap((names) => names.split(" "));

it("the built-in model learnt from no repository on which anything is measured", () => {
  const measured = new Set([...benchmarks, ...repositoriesOfOurSets()]);
  expect(measured).toContain("zookeeper");
  const learnt = sources.filter((source) => source.learnt);
  expect(learnt.length).toBeGreaterThan(400);
  expect(learnt.filter(({ source }) => namesIn(source).some((name) => measured.has(name)))).toEqual([]);
});

it("every source states a licence that permits it, and the whole model stays below 12 MB", () => {
  const permissive =
    /\b(?:MIT|BSD|Apache|ISC|PSF|Python Software|HPND|ZPL|Zope|Biopython|0BSD|Unlicense|Zlib|curl|BSL)/i;
  expect(sources.filter(({ licence }) => !permissive.test(licence) || /GPL|MPL|EPL/.test(licence))).toEqual(
    [],
  );
  const sizes = ["model.json", "vectors.bin", "vocab.txt"].map(
    (name) => statSync(path.join(model, name)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12_000_000);
});

/** Which definition a word means is told by names and scopes; no vector has a part in it. */
const withoutVectors = "hoverUses.jsonl";

/** Names of the repositories that `npm run eval` asks, without their owners. */
function repositoriesOfOurSets(): readonly string[] {
  const folder = path.join(packageRoot(), "test/eval");
  const questions = ["notFound", "why"].flatMap((name) => {
    return Object.keys(readJson(path.join(folder, `questions/${name}.json`)));
  });
  const labelFiles = readdirSync(path.join(folder, "sets")).filter(
    (name) => name.endsWith(".jsonl") && name !== withoutVectors,
  );
  const labels = labelFiles.flatMap((name) => {
    return readFileSync(path.join(folder, "sets", name), "utf8")
      .trim()
      .split("\n");
  });
  const labelled = labels.map((line) => String(JSON.parse(line).repository ?? ""));
  return [...questions, ...labelled].map((name) => name.toLowerCase().split("/").at(-1) ?? "");
}

/** `org.apache.commons:commons-lang3:3.14.0` speaks of `commons-lang`, as an address or a version does not. */
function namesIn(source: string): readonly string[] {
  const parts = source
    .toLowerCase()
    .replaceAll("_", "-")
    .split(/[/@:=.\s]+/);
  return parts.flatMap((part) => [part, part.replace(/\d+$/, "")]);
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}
