import { beforeAll, describe, expect, it } from "vitest";
import { coverageLines } from "../../../server/cli/coverage/coverageLines.ts";
import { coverageCsv } from "../../../shared/coverage/coverageCsv.ts";
import { coverageMarkdown } from "../../../shared/coverage/coverageMarkdown.ts";
import { coverageSarif } from "../../../shared/coverage/coverageSarif.ts";
import type { Coverage } from "../../../shared/model/coverage.ts";
import { refundSource, spec, type TracedShop, tracedShop } from "./tracedShop.ts";

let shop: TracedShop;
let coverage: Coverage;
beforeAll(async () => {
  shop = await tracedShop();
  const { repository } = shop;
  repository.commit(
    "More of the shop",
    {
      "docs/specs/SHOP-5.md": spec("SHOP-5", "story", "Gift cards", "SHOP-2", "planned"),
      "docs/specs/SHOP-6.md": spec("SHOP-6", "story", '"=Vouchers | [a](b)"', "SHOP-2"),
      "src/bin.ts": "export function start(): void {}\n",
      "test/refund.test.ts": "export function check(): void {}\n",
    },
    { date: "2025-05-10T12:00:00Z" },
  );
  await shop.indexed.index();
  coverage = await shop.coverage();
});

const item = (key: string) => coverage.items.find((each) => each.key === key);
const driftOf = ({ drift }: Coverage, key: string) =>
  drift.filter((each) => each.key === key).map(({ kind, path }) => `${kind} ${path}`);

describe("figures of coverage", () => {
  it("are followed to the definitions and items that they count", () => {
    expect(coverage.code).toEqual({ total: 3, linked: 2, percent: 66.6 });
    expect(coverage.orphans.map(({ path, name }) => `${path} ${name}`)).toEqual(["src/bin.ts start"]);
    expect(item("SHOP-3")?.symbols.map(({ name }) => name)).toEqual(["refund", "pay"]);
    expect(item("SHOP-4")?.symbols.map(({ name }) => name)).toEqual(["refund"]);
    expect(coverage.folders).toContainEqual({ folder: "src", total: 3, linked: 2, percent: 66.6 });
  });

  it("count stories that were begun; planned ones are shown and not missed", () => {
    expect(coverage.stories).toEqual({ total: 3, linked: 2, percent: 66.6 });
    expect(item("SHOP-5")).toMatchObject({ isPlanned: true, commits: 0, symbols: [], parent: "SHOP-2" });
    expect(item("SHOP-2")?.below).toEqual({ total: 3, linked: 2, percent: 66.6 });
    expect(coverage.items.map(({ key, level }) => `${level} ${key}`)).toEqual([
      "0 SHOP-1",
      "1 SHOP-2",
      "2 SHOP-3",
      "2 SHOP-4",
      "2 SHOP-5",
      "2 SHOP-6",
    ]);
  });

  it("do not count tests as code without a story", () => {
    expect(coverage.orphans.filter(({ path }) => path.startsWith("test/"))).toEqual([]);
  });
});

describe("drift", () => {
  it("is code that was changed for no item after its specification was written", () => {
    expect(driftOf(coverage, "SHOP-3")).toEqual(["codeAfterSpec src/refund.ts"]);
    expect(coverage.drift[0]?.sentence).toContain(`pay was changed by ${shop.commits.typo.slice(0, 7)}`);
    // The last change of `refund` was made for SHOP-4.
    expect(driftOf(coverage, "SHOP-4")).toEqual([]);
  });

  it("is no reformatting of the code", async () => {
    const own = await tracedShop();
    const text = own.repository.git("show", "HEAD:src/refund.ts").replaceAll("  ", "\t\t");
    own.repository.commit("Tabs", { "src/refund.ts": text });
    await own.indexed.index();
    expect(driftOf(await own.coverage(), "SHOP-4")).toEqual([]);
  });

  it("is a specification that was rewritten after the work on it, and a definition that is gone", async () => {
    const own = await tracedShop();
    await own.coverage();
    own.repository.commit(
      "Refunds are rethought",
      {
        "docs/specs/SHOP-4.md": spec("SHOP-4", "story", "Refund all", "SHOP-2"),
        "src/refund.ts": refundSource.slice(0, refundSource.indexOf("export function pay")),
      },
      { date: "2025-06-10T12:00:00Z" },
    );
    await own.indexed.index();
    const report = await own.coverage();
    expect(driftOf(report, "SHOP-4")).toContain("specAfterCode docs/specs/SHOP-4.md");
    expect(driftOf(report, "SHOP-3")).toContain("symbolGone src/refund.ts");
    // What was found out once is not forgotten.
    expect(driftOf(await own.coverage(), "SHOP-3")).toContain("symbolGone src/refund.ts");
  });
});

describe("without specifications or links", () => {
  it("says so in one sentence each", async () => {
    const own = await tracedShop();
    own.repository.git("reset", "--hard", own.commits.specs);
    await own.indexed.index();
    const report = await own.coverage();
    expect(report.code).toEqual({ total: 0, linked: 0, percent: 100 });
    expect(report.notices).toEqual([expect.stringContaining("No commit names an item")]);
  });
});

describe("a report of coverage", () => {
  it("for people shows the tree with what each item has", () => {
    const lines = coverageLines(coverage);
    expect(lines[0]).toBe("Stories with code   ██████░░░░ 66.6 %  2 of 3 begun stories");
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {4}story SHOP-3 {2}Refund an order +1 commit, 2 definitions \[done\]$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}story SHOP-5 .* not begun \[planned\]$/));
  });

  it("lists the upper levels of many items, and says how many are not shown", () => {
    const [first] = coverage.items;
    if (first === undefined) throw new Error("The shop has items.");
    const many = Array.from({ length: 300 }, (_, at) => ({ ...first, level: at % 100 === 0 ? 0 : 1 }));
    const lines = coverageLines({ ...coverage, items: many });
    expect(lines.filter((line) => line.startsWith("PRD"))).toHaveLength(3);
    expect(lines).toContain("  … and 297 more items (--json lists all)");
  });

  it("in CSV is no formula of a spreadsheet", () => {
    const rows = coverageCsv(coverage).split("\r\n");
    expect(rows[0]).toBe(
      "row,key,kind,title,status,parent,path,line,commits,definitions,begun below,with code below",
    );
    expect(rows.find((row) => row.startsWith("item,SHOP-6"))).toContain(",'=Vouchers | ");
    expect(rows.filter((row) => row.startsWith("orphan,"))).toHaveLength(1);
  });

  it("in Markdown holds no markup of others", () => {
    const row = coverageMarkdown(coverage)
      .split("\n")
      .find((line) => line.includes("SHOP-6"));
    expect(row).toContain("=Vouchers \\| ");
  });

  it("in SARIF has what version 2.1.0 asks for, with a rule for each result", () => {
    // Required by the schema: version, runs; tool.driver.name; message of a result; text of a message.
    const sarif = coverageSarif(coverage) as {
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string }[] } };
        results: { ruleId: string; message: { text: string }; locations: unknown[] }[];
      }[];
    };
    expect(sarif.version).toBe("2.1.0");
    const [run] = sarif.runs;
    expect(run?.tool.driver.name).toBe("Whence");
    const rules = run?.tool.driver.rules.map(({ id }) => id);
    for (const { ruleId, message } of run?.results ?? []) {
      expect(rules).toContain(ruleId);
      expect(message.text).not.toBe("");
    }
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(["storyWithoutCode", "codeAfterSpec"]);
    expect(run?.results[0]?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: "docs/specs/SHOP-6.md" }, region: { startLine: 1 } } },
    ]);
  });
});
