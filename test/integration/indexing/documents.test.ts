import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { inspectIndex } from "../../../server/cli/indexHealth.ts";
import { judgePathIn } from "../../../server/wiring.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { makeDocx, paragraph } from "../../support/makeDocx.ts";
import { makePdf, paintedLines } from "../../support/makePdf.ts";

function folderOf(files: Readonly<Record<string, Buffer | string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const filler = Array.from(
  { length: 30 },
  (_, at) => `Sentence ${at} fills the page with words that nobody asks for.`,
);
const prd = makePdf([
  paintedLines(["Customers who are unhappy shall get their money back.", ...filler]),
  paintedLines(["A refund is issued within fourteen days of the complaint.", ...filler]),
]);

it("cites the page of a PDF", async () => {
  const indexed = indexedFolder(folderOf({ "docs/prd.pdf": prd }));
  await indexed.index();
  const answer = await indexed.ask("When is a refund issued after a complaint?");
  expect(answer.passages[0]?.citation).toMatchObject({
    label: "docs/prd.pdf p. 2",
    path: "docs/prd.pdf",
    startPage: 2,
    endPage: 2,
  });
  const [found] = await indexed.search("refund issued fourteen days complaint");
  expect(found).toMatchObject({ path: "docs/prd.pdf", kind: "spec", startPage: 2, endPage: 2 });
});

it("finds what a Word document says", async () => {
  const bytes = makeDocx(
    paragraph("Escalation", { style: "Heading1" }) + paragraph("Supervisors decide about disputed refunds."),
  );
  const indexed = indexedFolder(folderOf({ "notes.docx": bytes }));
  await indexed.index();
  const [found] = await indexed.search("who decides about disputed refunds");
  expect(found).toMatchObject({ path: "notes.docx", title: "Escalation", startLine: 1 });
});

it("cites the cell of a notebook, and finds what its code defines", async () => {
  const cell = (type: string, ...source: string[]) => ({
    cell_type: type,
    metadata: {},
    outputs: [],
    source,
  });
  const cells = [
    cell("markdown", "# Churn"),
    cell(
      "code",
      "def churn_rate(rows):\n",
      "    leaving = rows.left.sum()\n",
      "    return leaving / len(rows)",
    ),
  ];
  const text = JSON.stringify({ cells, metadata: { language_info: { name: "python" } } }, undefined, 1);
  const indexed = indexedFolder(folderOf({ "nb.ipynb": text }));
  await indexed.index();
  const answer = await indexed.ask("What does churn_rate return?");
  const { citation } = answer.passages[0] ?? {};
  expect(citation).toMatchObject({ label: "nb.ipynb cells 1-2", startCell: 1, endCell: 2 });
  const inFile = text.split("\n").slice((citation?.startLine ?? 0) - 1, citation?.endLine);
  expect(inFile.join("\n")).toContain("def churn_rate");
  const [found] = await indexed.search("churn_rate");
  expect(found?.reasons.map((reason) => reason.found)).toContain("symbol");
});

it("finds the operations of an OpenAPI description on one line, and cites that line", async () => {
  const operation = (operationId: string) => ({
    get: { operationId, description: "Gives pets. ".repeat(40) },
  });
  const paths = Object.fromEntries(
    ["dogs", "cats", "birds", "fishes"].map((pets) => [`/${pets}`, operation(`list_${pets}`)]),
  );
  const description = JSON.stringify({ openapi: "3.1.0", paths });
  const indexed = indexedFolder(folderOf({ "pets.openapi.json": description, "pets.json": description }));
  const report = await indexed.index();
  expect(report).toMatchObject({ files: 1, skipped: 1 });
  const [found] = await indexed.search("list_birds");
  expect(found).toMatchObject({
    title: "pets.openapi.json > paths > GET /birds list_birds",
    startLine: 1,
    endLine: 1,
  });
});

it("reports documents that cannot be read and indexes the rest", async () => {
  const indexed = indexedFolder(
    folderOf({
      "broken.pdf": "%PDF-1.4 and no more",
      "locked.pdf": makePdf([paintedLines(["Secret plan"])], { locked: true }),
      "broken.docx": "PK no container",
      "good.pdf": prd,
    }),
  );
  const report = await indexed.index();
  expect(report).toMatchObject({ files: 4, filesRead: 4 });
  const { problems } = await inspectIndex(indexed.place);
  expect(problems.map(({ path: file }) => file).toSorted()).toEqual([
    "broken.docx",
    "broken.pdf",
    "locked.pdf",
  ]);
  const verdict = await judgePathIn(indexed.place, "locked.pdf");
  expect(verdict.notes.join(" ")).toContain("protected by a password");
  expect((await indexed.search("refund issued fourteen days"))[0]).toMatchObject({ path: "good.pdf" });
  // What could not be read once is not tried again until the file changes.
  expect(await indexed.index()).toMatchObject({ documentsChanged: 0 });
});
