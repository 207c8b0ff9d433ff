import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { evalCommand } from "../../../server/cli/eval/evalCommand.ts";
import { openConversations } from "../../../server/stores/openConversations.ts";
import { recordedContext } from "../../support/commandContext.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";
import { shopRepository } from "../../support/lsp/shop.ts";

/** Asks as the chat does, and rates the answer down. */
async function rateDown({ place, ask }: IndexedFolder, id: string, question: string, reason?: string) {
  const answer = await ask(question);
  const store = openConversations(place.store ?? "");
  store.begin({ id, question, context: [], filter: {}, askedAt: "2026-11-20T10:00:00.000Z" });
  store.end(id, { state: "answered", answer, followUps: [] });
  const why = reason === undefined ? {} : { reason };
  store.rate(id, { verdict: "bad", ...why, ratedAt: "2026-11-20T10:01:00.000Z" });
  store.close();
}

async function evaluate(shop: IndexedFolder, ...words: readonly string[]) {
  const { folder, store = "" } = shop.place;
  const run = recordedContext(folder, ["eval", ...words, "--store", store]);
  await evalCommand(run.context);
  return run;
}

it("answers that were rated down become cases, which are asked again and judged by what was expected", async () => {
  const repository = shopRepository();
  const shop = indexedFolder(repository.folder);
  await shop.index();
  await rateDown(
    shop,
    "t1",
    "How is a penguin fed?",
    "It is said in docs/penguins.md, or in src/limits.ts:2",
  );
  await rateDown(shop, "t2", "What limits an order?", "Too short");
  const file = path.join(shop.place.store ?? "", "evaluation", "cases.jsonl");
  const first = (await evaluate(shop, "--from-feedback")).printed();
  expect(first).toMatch(/^same {5}How is a penguin fed\? {2}→ not found$/m);
  expect(first).toContain(
    "2 cases, 2 of them new. Against the answers that were rated: 0 better, 0 worse, 2 the same.",
  );
  expect(first).toContain('add "expected"');
  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ id: "t1", cited: [], expected: ["src/limits.ts:2"] });
  expect(JSON.parse(lines[1] ?? "")).not.toHaveProperty("expected");

  // The person says more, deletes a case, and somebody writes what was missing.
  writeFileSync(
    file,
    `${JSON.stringify({ ...JSON.parse(lines[0] ?? ""), expected: ["docs/penguins.md"] })}\nno case\n`,
  );
  repository.commit("Penguins", {
    "docs/penguins.md": "# Penguins\n\nA penguin is fed with fish, twice a day.\n",
  });
  await shop.index();
  const second = await evaluate(shop, "--from-feedback");
  expect(second.printed()).toMatch(/^better {3}How is a penguin fed\? {2}→ right at 1$/m);
  expect(second.printed()).toContain(
    "1 case, 0 of them new. Against the run of 2026-11-21: 1 better, 0 worse",
  );
  expect(second.complaints()).toContain('line 2 is no case with "id" and "question"');
  expect(readFileSync(file, "utf8")).toContain("no case");

  repository.commit("No penguins", { "docs/penguins.md": null });
  await shop.index();
  const third = JSON.parse((await evaluate(shop, "--from-feedback", "--json")).printed());
  expect(third).toMatchObject({ added: 0, cases: [{ id: "t1", verdict: "worse", cited: [] }], broken: [2] });
});

it("commits are asked for the files that they changed, without being found themselves, and the next run is compared", async () => {
  const repository = shopRepository();
  repository.commit("feat(limits): a total over the limit is refused", {
    "src/refuse.ts":
      "/** Refuses a total that is over the limit. */\nexport function refuse(total: number) {\n  return total > 9;\n}\n",
  });
  const shop = indexedFolder(repository.folder);
  await shop.index();
  const report = JSON.parse((await evaluate(shop, "--json")).printed());
  expect(report).toMatchObject({ questions: 2, all: { inTen: 1 } });
  expect(Object.keys(report.without)).toContain("vector");
  expect((await evaluate(shop)).printed()).toContain("Since 2026-11-21: among ten +0.000");
});
