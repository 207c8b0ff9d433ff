import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileUri } from "../../../server/model/documentUri.ts";
import { openStore } from "../../../server/stores/openStore.ts";
import type { UseLabel } from "./useLabel.ts";

// Chooses labels among all that a labelling program printed (`LabelUses.java`, `labelScript.mjs`, `label_uses.py`):
// node test/eval/hoverUses/sampleUses.ts --labels FILE.tsv --store STORE --repository OWNER/NAME --commit HASH --count 110 --out FILE
// At most three of one file and two of one word; half are functions and methods whose names others have too.
const { values } = parseArgs({
  options: {
    labels: { type: "string", default: "labels.tsv" },
    store: { type: "string", default: "" },
    repository: { type: "string", default: "" },
    commit: { type: "string", default: "" },
    count: { type: "string", default: "110" },
    out: { type: "string", default: "labels.jsonl" },
  },
});

const { catalog, close } = openStore(values.store);
const random = seeded(20261128);
const rows = readFileSync(values.labels, "utf8").trim().split("\n");
const shuffled = rows
  .map((row) => ({ row, order: random() }))
  .toSorted((a, b) => a.order - b.order)
  .map(({ row }) => row);
const count = Number(values.count);
const chosen: UseLabel[] = [];
const perFile = new Map<string, number>();
const perWord = new Map<string, number>();
const wanted = { true: Math.floor(count / 2), false: count - Math.floor(count / 2) };
for (const row of shuffled) {
  const label = labelOf(row);
  if (label === undefined || wanted[`${label.isShared}`] === 0) continue;
  if (!within(perFile, label.path, 3) || !within(perWord, label.word, 2)) continue;
  wanted[`${label.isShared}`]--;
  chosen.push(label);
}
writeFileSync(values.out, chosen.map((label) => `${JSON.stringify(label)}\n`).join(""));
process.stderr.write(`${chosen.length} of ${rows.length} chosen\n`);
await close();

/** Definitions that are none of the index, such as local variables, have no story. */
function labelOf(row: string): UseLabel | undefined {
  const [path = "", line = "", column = "", word = "", file = "", definedAt = ""] = row.split("\t");
  const symbol = catalog.symbols
    .ofDocument(fileUri(file))
    .find(({ name, nameLine }) => name === word && nameLine === Number(definedAt));
  if (symbol === undefined) return undefined;
  const isCalled = symbol.kind === "method" || symbol.kind === "function";
  const same = catalog.symbols.byName(word, 50).filter(({ language }) => language === symbol.language);
  return {
    repository: values.repository,
    commit: values.commit,
    language: symbol.language,
    path,
    line: Number(line),
    column: Number(column),
    word,
    definition: { path: file, name: symbol.qualifiedName, line: symbol.startLine },
    isShared: isCalled && same.length > 1,
  };
}

function within(counts: Map<string, number>, key: string, most: number): boolean {
  const known = counts.get(key) ?? 0;
  if (known < most) counts.set(key, known + 1);
  return known < most;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
