import { expect, it } from "vitest";
import { linesOfPage, type TextRun } from "../../../server/documents/formats/pdf/pageText.ts";

const run = (text: string, x: number, y = 700): TextRun => {
  return { text, x, y, width: 20, size: 10, font: "F", isRightToLeft: false };
};

// Each of these takes minutes where runs are compared with all others, and less than a second where they are not.
const many = 150_000;

it("a text painted any number of times at one place is read once", () => {
  const lines = linesOfPage(
    Array.from({ length: many }, () => run("again", 100)),
    600,
  );
  expect(lines.map(({ text }) => text)).toEqual(["again"]);
});

it("a line of any number of texts is one line", () => {
  const lines = linesOfPage(
    Array.from({ length: many }, (_, at) => run("on", 100 + 22 * at)),
    600,
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]?.text.startsWith("on on on")).toBe(true);
  expect(lines[0]?.text).toHaveLength(3 * many - 1);
});

it("a page of any width with texts all over is read whole", () => {
  // 7,919 is a prime, so every text begins at a place of its own.
  const runs = Array.from({ length: 40_000 }, (_, at) =>
    run(`w${at}`, (at * 7_919) % 40_000, 20 * (at % 100)),
  );
  expect(linesOfPage(runs, 40_000)).toHaveLength(100);
});

it("the baseline of a line is that of its first text, and its marks of footnotes stay on it", () => {
  const lines = linesOfPage(
    [run("word", 100, 700), { ...run("1", 121, 704), size: 6 }, run("next", 100, 680)],
    600,
  );
  expect(lines.map(({ text, y }) => [text, y])).toEqual([
    ["word1", 700],
    ["next", 680],
  ]);
});
