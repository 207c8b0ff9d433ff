import { describe, expect, it } from "vitest";
import { binaryDocumentOf } from "../../support/binaryDocumentOf.ts";
import { makePdf, type PaintedText, paintedLines } from "../../support/makePdf.ts";

const prose = (words: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${words} line ${at + 1}.`);
const heading = (text: string, y = 760, size = 18): PaintedText => ({ text, x: 72, y, size, bold: true });
const headings = (document: Awaited<ReturnType<typeof binaryDocumentOf>>) =>
  (document.sections ?? []).map((section) => section.headingPath.join(" > "));

describe("PDF", () => {
  it("keeps the page of every line", async () => {
    const bytes = makePdf([paintedLines(prose("First", 3)), paintedLines(prose("Second", 2))]);
    const document = await binaryDocumentOf("docs/prd.pdf", bytes);
    expect(document.text.split("\n")).toEqual([
      "First line 1.",
      "First line 2.",
      "First line 3.",
      "",
      "Second line 1.",
      "Second line 2.",
    ]);
    expect(document.divisions).toEqual([
      { unit: "page", number: 1, startLine: 1 },
      { unit: "page", number: 2, startLine: 5 },
    ]);
    expect(document.kind).toBe("spec");
  });

  it("makes sections of larger type, and of numbered lines in a type of their own", async () => {
    const bytes = makePdf([
      [heading("Refund service", 780, 24), heading("Scope"), ...paintedLines(prose("Scope says", 6))],
      [
        heading("Rules"),
        { text: "1.1 Deadlines", x: 72, y: 730, bold: true },
        ...paintedLines(prose("Deadlines are", 6)),
      ],
    ]);
    const document = await binaryDocumentOf("prd.pdf", bytes);
    expect(document.title).toBe("Refund service");
    expect(headings(document)).toEqual([
      "Refund service",
      "Refund service > Scope",
      "Refund service > Rules",
      "Refund service > Rules > 1.1 Deadlines",
    ]);
  });

  it("takes headings from the bookmarks where there are some, and the title from the metadata", async () => {
    const bytes = makePdf(
      [
        paintedLines(["Who may ask", ...prose("Ask", 4)]),
        paintedLines(["3.2 Who decides", ...prose("Decide", 4)]),
      ],
      {
        title: "Refund policy",
        bookmarks: [
          { title: "Who may ask", page: 1 },
          { title: "Who decides", page: 2 },
        ],
      },
    );
    const document = await binaryDocumentOf("prd.pdf", bytes);
    expect(document.title).toBe("Refund policy");
    expect(headings(document)).toEqual(["Who may ask", "Who decides"]);
  });

  it("reads two columns one after the other, below a title across both", async () => {
    const left = prose("The left column is about parsing in", 12);
    const right = prose("The right column is about storing in", 12);
    const bytes = makePdf([
      [
        heading("A paper with a title that spans both of its columns", 780, 16),
        ...left.flatMap((text, at): PaintedText[] => [
          { text, x: 50, y: 700 - at * 13, size: 11 },
          { text: right[at] ?? "", x: 310, y: 700 - at * 13, size: 11 },
        ]),
      ],
    ]);
    const { text } = await binaryDocumentOf("paper.pdf", bytes);
    expect(text.split("\n").filter((line) => line !== "")).toEqual([
      "A paper with a title that spans both of its columns",
      ...left,
      ...right,
    ]);
  });

  it("keeps the cells of a table on one line", async () => {
    const rows = Array.from({ length: 10 }, (_, at) => [`Key ${at}`, `Meaning ${at}`, `${at} days`]);
    const painted = rows.flatMap((row, at) =>
      row.map((text, column): PaintedText => ({ text, x: 72 + column * 180, y: 700 - at * 16 })),
    );
    const { text } = await binaryDocumentOf("table.pdf", makePdf([painted]));
    expect(text.split("\n")[3]).toBe("Key 3  Meaning 3  3 days");
  });

  it("drops heads, feet and page numbers that repeat", async () => {
    const pages = [1, 2, 3, 4].map((number) => [
      { text: "Refund service, confidential", x: 72, y: 815, size: 16 },
      ...paintedLines(prose(`Page ${number} holds`, 5)),
      { text: `${number} / 4`, x: 290, y: 30 },
    ]);
    const document = await binaryDocumentOf("prd.pdf", makePdf(pages));
    expect(document.text).not.toContain("confidential");
    expect(document.text).not.toContain("/ 4");
    expect(headings(document)).toEqual([""]);
  });

  it("keeps headings at the upper edge that differ in their numbers alone", async () => {
    const pages = [1, 2, 3, 4].map((number) => [
      heading(`Chapter ${number}`, 800),
      ...paintedLines(prose(`Chapter ${number} tells`, 5)),
    ]);
    expect(headings(await binaryDocumentOf("book.pdf", makePdf(pages)))).toEqual([
      "Chapter 1",
      "Chapter 2",
      "Chapter 3",
      "Chapter 4",
    ]);
  });

  it("makes a word whole that is parted at the end of a line", async () => {
    const lines = ["The service has to be recon-", "figured before the refund is paid."];
    const { text } = await binaryDocumentOf("prd.pdf", makePdf([paintedLines(lines)]));
    expect(text).toBe("The service has to be reconfigured\nbefore the refund is paid.");
    const compound = ["A well-known rule says that a well-", "known customer waits."];
    const kept = await binaryDocumentOf("prd.pdf", makePdf([paintedLines(compound)]));
    expect(kept.text).toBe("A well-known rule says that a well-known\ncustomer waits.");
  });

  it("reads East Asian text whose fonts are not embedded", async () => {
    const painted = { text: "日本語の仕様書", x: 72, y: 700, japanese: true };
    expect((await binaryDocumentOf("prd.pdf", makePdf([[painted]]))).text).toBe("日本語の仕様書");
  });

  it("masks secrets in text, headings and title", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const bytes = makePdf([[heading(`Use ${secret}`), ...paintedLines(prose("Text", 9))]], {
      title: `Token ${secret}`,
    });
    const document = await binaryDocumentOf("prd.pdf", bytes);
    expect(JSON.stringify(document)).not.toContain(secret);
    expect(document.warnings.join()).toContain("Secrets were masked");
  });

  it("does nothing with scripts and links", async () => {
    const bytes = makePdf([paintedLines(prose("Plain", 2))], { hostile: true });
    expect(await binaryDocumentOf("prd.pdf", bytes)).toMatchObject({
      warnings: [],
      text: expect.stringMatching(/^Plain/),
    });
  });

  it("says in one sentence why nothing was read", async () => {
    const warningOf = async (bytes: Buffer) => {
      const document = await binaryDocumentOf("docs/prd.pdf", bytes);
      expect(document).toMatchObject({ text: "", sections: [], title: "prd.pdf" });
      return document.warnings.join(" ");
    };
    const whole = makePdf([paintedLines(prose("Text", 3))]);
    expect(await warningOf(makePdf([paintedLines(["Secret plan"])], { locked: true }))).toMatch(
      /protected by a password/,
    );
    expect(await warningOf(Buffer.from("%PDF-1.7\nno more of it"))).toMatch(/broken/);
    expect(await warningOf(Buffer.alloc(0))).toMatch(/broken/);
    expect(await warningOf(whole.subarray(0, 300))).toMatch(/broken|no text/);
    expect(await warningOf(makePdf([[], []]))).toMatch(/2 pages hold pictures and no text/);
  });
});
