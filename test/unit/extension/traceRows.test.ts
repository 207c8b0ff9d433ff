import { describe, expect, it } from "vitest";
import type { TraceFilter, TraceRow } from "../../../extension/trace/traceRows.ts";
import { traceRows } from "../../../extension/trace/traceRows.ts";
import { traceState } from "../../../extension/trace/traceState.ts";
import type { Trace, TraceBranch, TraceLink, TraceNode } from "../../../shared/model/trace.ts";

const folder = "file:///harbour";
const all: TraceFilter = { hidesStated: false, hidesInferred: false };
const refund: TraceNode = {
  ...{ id: "symbol:src/a.ts#refund", kind: "symbol", key: "refund", title: "function" },
  ...{ path: "src/a.ts", startLine: 7, endLine: 9 },
};
const commit: TraceNode = {
  ...{ id: "commit:0123456789", kind: "commit", key: "0123456", title: "S-3: refunds" },
  ...{ date: "2026-03-02T09:00:00Z", author: "Ada" },
};

function link(origin: TraceLink["origin"], more: Partial<TraceLink> = {}): TraceLink {
  return {
    kind: "implements",
    origin,
    confidence: origin === "inferred" ? 0.71 : 1,
    evidence: [],
    validFrom: "2026-03-02T09:00:00Z",
    ...more,
  };
}

function item(kind: string, key: string, children: readonly TraceBranch[], isRoot = false): TraceBranch {
  const node = {
    id: `item:${key}`,
    kind,
    key,
    title: `Title of ${key}`,
    status: "done",
    path: `docs/${key}.md`,
    startLine: 1,
  };
  return { node, ...(isRoot ? {} : { link: link("stated", { kind: "parentOf" }) }), children };
}

function traceOf(roots: readonly TraceBranch[], subject: TraceNode = refund): Trace {
  return {
    target: "src/a.ts:7",
    subject,
    isLinked: true,
    summary: "Here because of S-3 (story), up to P-1.",
    roots,
    notices: [],
  };
}

const chain = traceOf([
  item(
    "prd",
    "P-1",
    [
      item("epic", "E-2", [
        item("story", "S-3", [{ node: commit, link: link("stated", { role: "introduced" }), children: [] }]),
        item("story", "S-4", [{ node: refund, link: link("inferred"), isSubject: true, children: [] }]),
      ]),
    ],
    true,
  ),
]);

function outline(rows: readonly TraceRow[], depth = 0): readonly string[] {
  return rows.flatMap((row) => [
    `${"  ".repeat(depth)}${row.label} | ${row.description}`,
    ...outline(row.children, depth + 1),
  ]);
}

function flat(rows: readonly TraceRow[]): readonly TraceRow[] {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}

function rowOf(rows: readonly TraceRow[], id: string): TraceRow {
  const found = flat(rows).find((row) => row.node.id === id && row.link !== undefined);
  if (found === undefined) throw new Error(`There is no row of ${id}.`);
  return found;
}

describe("rows of the trace view", () => {
  it("are the chain of the trace, below what was asked for", () => {
    expect(outline(traceRows(chain, folder, all))).toEqual([
      "function refund | src/a.ts:7",
      "PRD P-1 Title of P-1 | done",
      "  epic E-2 Title of E-2 | stated · done",
      "    story S-3 Title of S-3 | stated · done",
      "      0123456 S-3: refunds 2026-03-02 | stated, introduced it",
      "    story S-4 Title of S-4 | stated · done",
      "      ○ function refund | inferred, 71 %, probably for it · asked for",
    ]);
  });

  it("say the origin of a link in words and by shape, to a screen reader too", () => {
    const origins = ["stated", "inferred", "confirmed", "rejected"] as const;
    const rows = origins.map((origin) =>
      rowOf(
        traceRows(
          traceOf([item("story", "S-4", [{ node: refund, link: link(origin), children: [] }], true)]),
          folder,
          all,
        ),
        refund.id,
      ),
    );
    expect(rows.map(({ label }) => label)).toEqual([
      "function refund",
      "○ function refund",
      "✓ function refund",
      "✗ function refund",
    ]);
    for (const [at, origin] of origins.entries()) {
      expect(rows[at]?.description).toContain(origin);
      expect(rows[at]?.spoken).toContain(origin);
    }
  });

  it("offer to decide on links between an item and code, with the right ends", () => {
    const rows = traceRows(chain, folder, all);
    const code = { folder, path: "src/a.ts", name: "refund", line: 7 };
    const inferred = rowOf(rows, refund.id);
    expect(inferred.decide).toEqual({ key: "S-4", code });
    expect(inferred.marks).toEqual(expect.arrayContaining(["confirmable", "rejectable"]));
    // The commit stands for the definition that is traced.
    const stated = rowOf(rows, commit.id);
    expect(stated.decide).toEqual({ key: "S-3", code });
    expect(stated.marks).not.toContain("confirmable");
    expect(rowOf(rows, "item:E-2").decide).toBeUndefined();
  });

  it("hide inferred or stated links, and what stands for nothing then", () => {
    const stated = outline(traceRows(chain, folder, { ...all, hidesInferred: true })).join("\n");
    expect(stated).toContain("S-3");
    expect(stated).not.toContain("S-4");
    const inferred = outline(traceRows(chain, folder, { ...all, hidesStated: true })).join("\n");
    expect(inferred).toContain("S-4");
    expect(inferred).not.toContain("0123456");
  });

  it("show other people's titles on one line, without signs that turn round the reading", () => {
    const evil = { ...commit, title: "S-3: a\nb\u202ec" };
    const rows = traceRows(
      traceOf([item("story", "S-3", [{ node: evil, link: link("stated"), children: [] }], true)]),
      folder,
      all,
    );
    const { label, tooltip, spoken } = rowOf(rows, evil.id);
    for (const text of [label, spoken, tooltip.split("\n")[0]]) expect(text).toContain("S-3: a b\ufffdc");
  });

  it("count what is not listed, and keep their identity while the chain stays", () => {
    const cut = traceOf([
      {
        ...item("story", "S-4", [{ node: refund, link: link("inferred"), children: [] }], true),
        hiddenChildren: 3,
      },
    ]);
    expect(outline(traceRows(cut, folder, all)).at(-1)).toBe("  3 more | ");
    const ids = flat(traceRows(chain, folder, all)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(flat(traceRows(structuredClone(chain), folder, all)).map(({ id }) => id)).toEqual(ids);
  });
});

describe("an empty trace view", () => {
  const mode = { filter: all, isPinned: false, asOf: undefined, trouble: undefined };

  it("tells nothing, no link and a filter apart", () => {
    expect(traceState(undefined, mode).content).toBe("nothing");
    expect(traceState({ trace: traceOf([]), folder }, mode).content).toBe("unlinked");
    const both = { hidesStated: true, hidesInferred: true };
    expect(traceState({ trace: chain, folder }, { ...mode, filter: both })).toMatchObject({
      content: "filtered",
      message: undefined,
    });
  });

  it("says what went wrong, and how it is set", () => {
    const state = traceState(
      { trace: chain, folder },
      { ...mode, isPinned: true, asOf: "2026-01-01", trouble: "No such commit." },
    );
    expect(state).toMatchObject({
      rows: [],
      message: "No such commit.",
      description: "pinned, as of 2026-01-01",
    });
  });
});
