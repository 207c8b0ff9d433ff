import type { Coverage, Drift, ItemCoverage } from "../model/coverage.ts";

const rules = [
  { id: "storyWithoutCode", shortDescription: { text: "A begun story has no linked code." } },
  {
    id: "codeAfterSpec",
    shortDescription: { text: "Code changed after its specification was last written." },
  },
  { id: "specAfterCode", shortDescription: { text: "A specification changed after the last work on it." } },
  { id: "symbolGone", shortDescription: { text: "A definition that was linked is no longer there." } },
];

/** What a person should look at, as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). */
export function coverageSarif({ items, drift }: Coverage): unknown {
  const without = items
    .filter(isWithoutCode)
    .map((item) =>
      result("storyWithoutCode", `${item.key} ${item.title}: no code is linked to it.`, item.path, 1),
    );
  const drifted = drift.map(({ kind, sentence, path, line }: Drift) => result(kind, sentence, path, line));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Whence", rules } },
        columnKind: "utf16CodeUnits",
        results: [...without, ...drifted],
      },
    ],
  };
}

function isWithoutCode({ kind, below, isPlanned, symbols }: ItemCoverage): boolean {
  return (
    ["epic", "story", "task"].includes(kind) && below === undefined && !isPlanned && symbols.length === 0
  );
}

function result(ruleId: string, text: string, path: string | undefined, startLine: number) {
  const uri = path === undefined ? undefined : path.split("/").map(encodeURIComponent).join("/");
  return {
    ruleId,
    level: "warning",
    message: { text },
    locations:
      uri === undefined ? [] : [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
  };
}
