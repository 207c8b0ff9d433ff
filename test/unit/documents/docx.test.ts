import { describe, expect, it } from "vitest";
import { unzipParts } from "../../../server/documents/formats/docx/zipParts.ts";
import { binaryDocumentOf } from "../../support/binaryDocumentOf.ts";
import { makeDocx, makeZip, paragraph, table } from "../../support/makeDocx.ts";

const body = [
  paragraph("Refund service", { style: "Heading1" }),
  paragraph("Refunds are paid within a week.", { note: 1 }),
  paragraph("Rules", { style: "Heading2" }),
  paragraph("ask the customer", { item: true }),
  paragraph("pay by the same way", { item: true }),
  table([
    ["State", "Meaning"],
    ["open", "not yet paid"],
  ]),
].join("");

describe("Word documents", () => {
  it("become sections with lists and tables; footnotes follow at the end", async () => {
    const document = await binaryDocumentOf("docs/prd.docx", makeDocx(body, "Stale title of a template"));
    expect(document.title).toBe("Refund service");
    expect(
      document.text
        .trimEnd()
        .split("\n")
        .filter((line) => line !== ""),
    ).toEqual([
      "Refund service",
      "Refunds are paid within a week.[1]",
      "Rules",
      "- ask the customer",
      "- pay by the same way",
      "State | Meaning |",
      "open | not yet paid |",
      "1. Agreed with the bank in March. ↑",
    ]);
    expect(document.sections?.map(({ headingPath }) => headingPath.join(" > "))).toEqual([
      "Refund service",
      "Refund service > Rules",
    ]);
    const kinds = document.sections?.flatMap(({ blocks }) => blocks.map(({ kind }) => kind));
    expect(kinds).toEqual(["heading", "paragraph", "heading", "list", "table", "list"]);
  });

  it("are titled by their properties where no heading names them", async () => {
    const document = await binaryDocumentOf("a.docx", makeDocx(paragraph("Text."), "Terms &amp; conditions"));
    expect(document.title).toBe("Terms & conditions");
  });

  it("have their secrets masked", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const bytes = makeDocx(paragraph(`Token ${secret}`, { style: "Heading1" }) + paragraph("Text."));
    expect(JSON.stringify(await binaryDocumentOf("a.docx", bytes))).not.toContain(secret);
  });

  it("say in one sentence why nothing was read", async () => {
    const warningOf = async (bytes: Buffer) => {
      const document = await binaryDocumentOf("a.docx", bytes);
      expect(document).toMatchObject({ text: "", title: "a.docx" });
      return document.warnings.join(" ");
    };
    const whole = makeDocx(body);
    expect(await warningOf(Buffer.from("no container"))).toMatch(/broken/);
    expect(await warningOf(whole.subarray(0, whole.length / 2))).toMatch(/broken/);
    expect(await warningOf(makeZip([{ name: "a.txt", content: "x" }]))).toMatch(/broken/);
    expect(await warningOf(Buffer.from("d0cf11e0a1b11ae100", "hex"))).toMatch(/password/);
    expect(await warningOf(makeDocx(""))).toMatch(/no text/);
    const locked = makeZip([{ name: "word/document.xml", content: "x", encrypted: true }]);
    expect(await warningOf(locked)).toMatch(/password/);
  });

  it("count all of their parts, since any of them may be said to be the text", () => {
    const isText = (name: string) => name.endsWith(".xml");
    const container = (size: number) =>
      makeZip([
        { name: "word/document.xml", content: "x".repeat(100) },
        { name: "word/media/image1.bin", content: Buffer.alloc(size, 32) },
      ]);
    const limits = { wanted: 1_000, all: 5_000 };
    expect(unzipParts(container(4_000), isText, limits)).toHaveProperty("size", 1);
    expect(unzipParts(container(4_950), isText, limits)).toBe("tooLarge");
    expect(unzipParts(container(4_000), () => true, limits)).toBe("tooLarge");
  });

  it("are not unpacked without end, whatever size they state", async () => {
    const bomb = { name: "word/document.xml", content: Buffer.alloc(70 * 1024 * 1024, 32), statedSize: 10 };
    const document = await binaryDocumentOf("a.docx", makeZip([bomb]));
    expect(document.warnings.join(" ")).toMatch(/more than 64 MB/);
  });
});
