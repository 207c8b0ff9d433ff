import { describe, expect, it } from "vitest";
import { readDocument } from "../../../server/documents/readDocument.ts";
import type { Document } from "../../../server/model/document.ts";

function notebookOf(text: string): Promise<Document> {
  return readDocument({
    source: "workspace",
    uri: "repo:nb.ipynb",
    path: "nb.ipynb",
    text,
    contentHash: "0".repeat(64),
    modifiedMs: 0,
    encoding: "utf-8",
    decodedCleanly: true,
  });
}

const lines = (...texts: string[]) => texts.map((text, at) => (at < texts.length - 1 ? `${text}\n` : text));
const write = (notebook: unknown) => JSON.stringify(notebook, undefined, 1);

const picture = {
  output_type: "display_data",
  data: { "image/png": "A".repeat(1_000), "text/plain": ["<Figure>"] },
};
const printed = {
  output_type: "stream",
  name: "stdout",
  text: lines(...Array.from({ length: 40 }, (_, at) => `epoch ${at} ${"x".repeat(300)}`)),
};
const notebook = {
  cells: [
    {
      cell_type: "markdown",
      metadata: {},
      source: lines("# Churn", "", "Why customers leave.", "```", "never closed"),
    },
    { cell_type: "code", metadata: {}, outputs: [], source: [] },
    {
      cell_type: "code",
      metadata: {},
      outputs: [printed, picture],
      source: lines("%matplotlib inline", "def churn_rate(rows):", "    return len(rows) / 2"),
    },
    { cell_type: "markdown", metadata: {}, source: "## Result\n\nTwo of a hundred." },
    {
      cell_type: "code",
      metadata: {},
      outputs: [
        { output_type: "error", ename: "KeyError", evalue: "'day'\nmore", traceback: ["\u001b[31mlong"] },
      ],
      source: ["rows['day']"],
    },
  ],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
};

describe("notebooks", () => {
  it("keep no part of a secret where a line of output is cut", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    for (const before of [100, 170, 180, 195]) {
      const text = `${"x ".repeat(before / 2)}${secret} and more that is printed after it, up to the end of the line`;
      const output = { output_type: "stream", name: "stdout", text };
      const cell = { cell_type: "code", metadata: {}, outputs: [output], source: "show()" };
      const document = await notebookOf(write({ ...notebook, cells: [cell] }));
      expect(document.text).toContain("x x x");
      expect(JSON.stringify(document)).not.toContain(secret.slice(0, 10));
    }
  });

  it("keep the order and the numbers of their cells, and where these stand in the file", async () => {
    const text = write(notebook);
    const document = await notebookOf(text);
    expect(document).toMatchObject({ title: "Churn", kind: "doc", language: "jupyter", warnings: [] });
    expect(document.divisions?.map(({ number, startLine }) => [number, startLine])).toEqual([
      [1, 1],
      [3, 7],
      [4, 19],
      [5, 23],
    ]);
    const { start, end } = document.divisions?.[2]?.fileLines ?? { start: 0, end: 0 };
    expect(
      text
        .split("\n")
        .slice(start - 1, end)
        .join("\n"),
    ).toContain("Two of a hundred.");
    expect(
      text
        .split("\n")
        .slice(start - 1, end)
        .join("\n"),
    ).not.toContain("churn_rate");
  });

  it("shorten what was printed and drop pictures", async () => {
    const { text } = await notebookOf(write(notebook));
    const after = text.split("\n").slice(9, 18);
    expect(after.slice(0, 2)).toEqual(["", `epoch 0 ${"x".repeat(192)}…`]);
    expect(after.slice(-3)).toEqual([`epoch 5 ${"x".repeat(192)}…`, "…", ""]);
    expect(text).not.toContain("AAAA");
    expect(text).toContain("KeyError: 'day'");
    expect(text).not.toContain("more");
  });

  it("have sections by the headings of their Markdown and blocks by their code", async () => {
    const { sections } = await notebookOf(write(notebook));
    expect(
      sections?.map(({ headingPath, blocks }) => [headingPath.join(" > "), blocks.map(({ kind }) => kind)]),
    ).toEqual([
      ["Churn", ["heading", "paragraph", "code", "code", "other"]],
      ["Churn > Result", ["heading", "paragraph", "code", "other"]],
    ]);
  });

  it("give their code for symbols, on the lines of the text, without commands of the notebook", async () => {
    const { code, text } = await notebookOf(write(notebook));
    expect(code?.language).toBe("python");
    const codeLines = code?.text.split("\n") ?? [];
    expect(codeLines).toHaveLength(text.split("\n").length);
    expect(codeLines[7]).toBe("def churn_rate(rows):");
    expect(codeLines.filter((line) => line !== "")).toHaveLength(3);
  });

  it("of format 3 are read too", async () => {
    const cells = [
      { cell_type: "heading", level: 2, source: ["Old times"] },
      {
        cell_type: "code",
        language: "python",
        input: ["print(1)"],
        outputs: [{ output_type: "stream", text: ["1"] }],
      },
    ];
    const document = await notebookOf(write({ worksheets: [{ cells }], nbformat: 3 }));
    expect(document.text).toBe("## Old times\n\nprint(1)\n\n1");
    expect(document.title).toBe("Old times");
  });

  it("have their secrets masked, in outputs and code too", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const outputs = [{ output_type: "stream", text: [secret] }];
    const cells = [{ cell_type: "code", outputs, source: [`token = "${secret}"`] }];
    expect(JSON.stringify(await notebookOf(write({ cells })))).not.toContain(secret);
  });

  it("on one line are read in a time that grows with their length", async () => {
    const cells = Array.from({ length: 20_000 }, (_, at) => ({
      cell_type: "markdown",
      source: [`cell ${at}`],
    }));
    const { divisions } = await notebookOf(JSON.stringify({ cells }));
    expect(divisions?.at(-1)).toMatchObject({ number: 20_000, fileLines: { start: 1, end: 1 } });
  });

  it("say in one sentence why nothing was read", async () => {
    const warning = async (text: string) => (await notebookOf(text)).warnings.join(" ");
    expect(await warning(write(notebook).slice(0, -40))).toMatch(/not valid JSON/);
    expect(await warning("")).toMatch(/not valid JSON/);
    expect(await warning("[".repeat(100_000))).toMatch(/not valid JSON/);
    expect(await warning('{"a": 1}')).toMatch(/no cells/);
  });
});
