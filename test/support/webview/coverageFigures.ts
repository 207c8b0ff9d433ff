import type { CodePlace, Coverage, FolderCoverage, ItemCoverage } from "../../../shared/model/coverage.ts";

/** A title that a page must show as the text that it is. */
export const hostileTitle = '<img src=x onerror="document.title=1"><b>bold</b> [a](command:x) \u202Eevil';

const symbol = (path: string, name: string, startLine = 1): CodePlace => ({
  path,
  name,
  startLine,
  endLine: startLine + 4,
});

function item(key: string, title: string, rest: Partial<ItemCoverage> = {}): ItemCoverage {
  const own: ItemCoverage = {
    id: `item:${key}`,
    key,
    kind: "story",
    title,
    status: "done",
    path: `docs/specs/${key}.md`,
    level: 2,
    isPlanned: false,
    commits: 0,
    changes: [],
    symbols: [],
    ...rest,
  };
  return own;
}

/** Figures of a small harbour, with each state, kind of drift and depth of folder once. */
export function harbourCoverage(): Coverage {
  const board = symbol("src/board/board.ts", "showBoard", 10);
  const next = symbol("src/timetable.ts", "nextDeparture", 2);
  return {
    items: [
      item("PIER-1", "The harbour", { kind: "prd", level: 0, below: share(2, 3) }),
      item("PIER-2", "Departures", { kind: "epic", level: 1, parent: "PIER-1", below: share(2, 3) }),
      item("PIER-3", "No ferry at night", {
        parent: "PIER-2",
        commits: 2,
        changes: [
          { hash: "b".repeat(40), title: "PIER-3: a board shows them", date: "2026-03-02T10:00:00Z" },
          { hash: "a".repeat(40), title: "PIER-3: no departure at night", date: "2026-03-01T10:00:00Z" },
        ],
        symbols: [board, next],
        inferred: 3,
      }),
      item("PIER-4", "Refund a ticket", {
        parent: "PIER-2",
        commits: 1,
        symbols: [symbol("src/tickets.ts", "refundTicket", 7)],
      }),
      item("PIER-5", "Berths", { parent: "PIER-2" }),
      item("PIER-12", hostileTitle, { parent: "PIER-2", status: "planned", isPlanned: true }),
    ],
    stories: share(2, 3),
    code: share(3, 5),
    folders: [
      folder(".", 3, 5),
      folder("lib", 0, 1),
      folder("lib/inner", 0, 1),
      folder("src", 3, 4),
      folder("src/board", 1, 1),
    ],
    orphans: [symbol("lib/inner/deep.ts", "deepDown"), symbol("src/colours.ts", "mixColours", 3)],
    drift: [
      drift("codeAfterSpec", "PIER-4", "src/tickets.ts", 7),
      drift("specAfterCode", "PIER-3", "docs/specs/PIER-3.md", 1),
      drift("symbolGone", "PIER-3", "src/gone.ts", 1),
    ],
    notices: ["This is a shallow clone."],
  };
}

/** As many definitions, most without an item, in folders of twenty files with ten each. */
export function largeCoverage(definitions: number): Coverage {
  const places = Array.from({ length: definitions }, (_, at) =>
    symbol(
      `src/part${Math.floor(at / 200)}/file${Math.floor(at / 10)}.ts`,
      `definition${at}`,
      (at % 10) * 8 + 1,
    ),
  );
  const parts = [...new Set(places.map(({ path }) => path.slice(0, path.lastIndexOf("/"))))];
  return {
    ...harbourCoverage(),
    items: Array.from({ length: Math.ceil(definitions / 20) }, (_, at) =>
      item(`BIG-${at}`, `Story ${at}`, {
        level: at === 0 ? 0 : 1,
        commits: 1,
        symbols: places.slice(at * 20, at * 20 + 20),
      }),
    ),
    code: share(0, definitions),
    folders: [
      folder(".", 0, definitions),
      folder("src", 0, definitions),
      ...parts.map((part) => folder(part, 0, Math.min(200, definitions))),
    ],
    orphans: places,
    drift: [],
    notices: [],
  };
}

function share(linked: number, total: number) {
  return { linked, total, percent: total === 0 ? 100 : Math.floor((linked / total) * 1_000) / 10 };
}

function folder(path: string, linked: number, total: number): FolderCoverage {
  return { folder: path, ...share(linked, total) };
}

function drift(kind: Coverage["drift"][number]["kind"], key: string, path: string, line: number) {
  return { kind, key, path, line, sentence: `${key} and ${path} went apart.` };
}
