import type { Coverage, Drift } from "../../shared/model/coverage.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import { searchWords, type TableModel, type TableNode } from "./tableNode.ts";

const kinds: Readonly<Record<Drift["kind"], string>> = {
  codeAfterSpec: "code is newer",
  specAfterCode: "specification is newer",
  symbolGone: "definition is gone",
};

/** Where code and specification went apart. */
export function driftTable({ drift }: Coverage): TableModel {
  return {
    title: "Where code and specification went apart",
    isStacked: true,
    first: { id: "label", title: "What happened", width: "minmax(18em, 1fr)" },
    others: [
      { id: "drift", title: "Drift", width: "12em" },
      { id: "key", title: "Item", width: "8em" },
      { id: "place", title: "Place", width: "minmax(8em, 18em)" },
    ],
    nodes: drift.map(driftNode),
    kinds: Object.entries(kinds).map(([value, label]) => ({ value, label })),
    states: [],
    nouns: ["place", "places"],
  };
}

function driftNode({ kind, key, path, line, sentence }: Drift, at: number): TableNode {
  const place = `${path}:${line}`;
  return {
    id: `${at} ${kind} ${key} ${place}`,
    kind: "",
    label: onOneLine(sentence),
    cells: {
      drift: { text: kinds[kind], order: kinds[kind] },
      key: { text: onOneLine(key), order: key },
      place: { text: onOneLine(place), order: place },
    },
    words: searchWords(kinds[kind], key, path, sentence),
    facets: { kind, paths: [path] },
    rank: 0,
    isCounted: true,
    isOpenAtFirst: false,
    children: [],
    opens: { kind: "openPlace", path, line, key },
    traced: key,
  };
}
