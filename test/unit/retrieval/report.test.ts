import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../server/model/chunkSummary.ts";
import { withFileEvidence } from "../../../server/retrieval/fileEvidence.ts";
import { planQuery } from "../../../server/retrieval/queryPlan.ts";
import { makeChunk } from "../../support/makeChunk.ts";

const plan = (question: string) => planQuery(question, new Date("2026-11-21T12:00:00Z"));

const report = `Refunds are rounded twice
<!-- please fill in the form -->
- [x] I have searched the open issues
When a refund is partial, \`Refund.round\` runs before and after tax: "the amount differs by one cent".

\`\`\`python
import shop
order = shop.load("first order")
order.lines.list("a b c")
\`\`\`

Traceback (most recent call last):
  File "/srv/shop/web/views.py", line 12, in post
    order.refund()
  File "/srv/shop/billing/refund.py", line 40, in refund
    total = round(total)
Expected one rounding.
python: 3.9.1
shop==2.1.0`;

describe("a pasted report", () => {
  it("is told from a question", () => {
    expect(plan(report).isReport).toBe(true);
    expect(plan("why are refunds rounded twice?").isReport).toBe(false);
    expect(plan("why are refunds\nrounded twice?").isReport).toBe(false);
  });

  it("is read by what its author says, without code, output and forms", () => {
    const { prose } = plan(report);
    expect(prose).toContain("Refunds are rounded twice");
    expect(prose).toContain("Expected one rounding.");
    for (const pasted of ["shop.load", "views.py", "3.9.1", "fill in", "searched"])
      expect(prose).not.toContain(pasted);
  });

  it("names what its author names first; literals of its code are no quotations", () => {
    const { symbols, quoted } = plan(report);
    expect(symbols[0]).toBe("Refund.round");
    expect(symbols).not.toContain("list");
    expect(quoted).toEqual(["the amount differs by one cent"]);
  });

  it("points at the frame where it broke before those that led there", () => {
    expect(
      plan(report)
        .places.map(({ path, line }) => `${path}:${line}`)
        .slice(0, 2),
    ).toEqual(["/srv/shop/billing/refund.py:40", "/srv/shop/web/views.py:12"]);
  });

  it("keeps the frames where it broke of a trace with hundreds", () => {
    const frames = Array.from({ length: 300 }, (_, at) => `  File "src/f${at}.py", line ${at + 1}, in call`);
    const { places } = plan(`It fails\n${frames.slice(-90).join("\n")}`);
    expect(places[0]).toMatchObject({ path: "src/f299.py", line: 300 });
    expect(places).toHaveLength(20);
  });

  it("that is a log alone speaks through the log", () => {
    const log = Array.from({ length: 20 }, () => "    java.io.IOException: connection reset").join("\n");
    expect(plan(log).prose).toContain("connection reset");
  });

  it("reads modules from imports and dotted names", () => {
    const { modules } = plan("from shop.billing import refund\nfails in shop.web.views, see self.order.id");
    expect(modules).toEqual(["shop.billing", "shop.billing.refund", "shop.web.views"]);
  });
});

describe("evidence of a file", () => {
  it("puts a file of which several passages fit before one lucky passage", () => {
    const candidate = (path: string, score: number) => ({
      chunk: summaryOf(makeChunk({ path })),
      score,
      reasons: [],
    });
    const lucky = candidate("lucky.py", 1);
    const several = [0.9, 0.8, 0.7].map((score) => candidate("several.py", score));
    expect(withFileEvidence([lucky, ...several])[0]?.chunk.path).toBe("several.py");
  });
});
