import { describe, expect, it } from "vitest";
import { traceLines } from "../../../server/cli/trace/traceLines.ts";
import type { Trace, TraceLink } from "../../../shared/model/trace.ts";
import { traceMermaid } from "../../../shared/traceMermaid.ts";

const plain = { columns: 120, isColoured: false };

function link(origin: TraceLink["origin"], confidence = 1): TraceLink {
  const evidence = [{ found: "front matter parent", text: "parent: E", uri: "repo:docs/s.md", line: 5 }];
  return { kind: "parentOf", origin, confidence, evidence, validFrom: "2026-01-01T00:00:00Z" };
}

const story = (key: string, title: string) => ({ id: `item:${key}`, kind: "story", key, title });
const trace: Trace = {
  target: "E",
  subject: { id: "item:E", kind: "epic", key: "E", title: "Refunds" },
  isLinked: true,
  summary: "Two stories.",
  roots: [
    {
      node: { id: "item:E", kind: "epic", key: "E", title: "Refunds" },
      isSubject: true,
      children: [
        { node: story("A", "One"), link: link("stated"), children: [] },
        { node: story("B", "Two"), link: link("inferred", 0.71), children: [] },
        { node: story("C", "Three"), link: link("confirmed"), children: [] },
        { node: story("D", 'x"]; click \u001b[31m\u202e<b>\nnext'), link: link("rejected"), children: [] },
      ],
    },
  ],
  notices: ["A notice."],
};

describe("a trace on a terminal", () => {
  it("shows origin by the shape of the branch and in words", () => {
    expect(traceLines(trace, plain).slice(0, 7)).toEqual([
      "epic E  Refunds",
      "Two stories.",
      "",
      "epic E  Refunds  ← asked for",
      "├── story A  One  — parent, stated: front matter parent, docs/s.md:5",
      "├┄┄ story B  Two  — parent, inferred, 71 %: front matter parent, docs/s.md:5",
      "├══ story C  Three  — parent, confirmed: front matter parent, docs/s.md:5",
    ]);
  });

  it("shows control and direction characters of titles as text, on one line", () => {
    const text = traceLines(trace, plain).join("\n");
    expect(text).toContain('└╳╳ story D  x"]; click \ufffd[31m\ufffd<b> next');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it("is the same without colour, and puts evidence below where there is no room", () => {
    const coloured = traceLines(trace, { columns: 120, isColoured: true }).join("\n");
    expect(coloured).toContain("\u001b[");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(traceLines(trace, plain).join("\n"));
    const narrow = traceLines(trace, { columns: 40, isColoured: false });
    expect(narrow).toContain("│         parent, stated: front matter parent, docs/s.md:5");
  });
});

describe("a trace as a Mermaid diagram", () => {
  it("tells origin by the arrow, and lets no title end its quotation", () => {
    const lines = traceMermaid(trace).split("\n");
    expect(lines[0]).toBe("flowchart TD");
    const arrows = lines.flatMap((line) => /^ {2}n0 (\S+?)(?:\|| )/.exec(line)?.[1] ?? []);
    expect(arrows).toEqual(["-->", "-.->", "==>", "--x"]);
    for (const line of lines) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
    expect(lines.find((line) => line.includes("story: D"))).toContain(
      "x#34;#93;; click #65533;#91;31m#65533;#60;b",
    );
  });
});
