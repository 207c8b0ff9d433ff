import { once } from "node:events";
import { expect, it } from "vitest";
import { indexCommand } from "../../../server/cli/indexCommand.ts";
import { recordedContext } from "../../support/commandContext.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { ChatUser } from "../../support/lsp/chat.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";
import { startOpenAiServer } from "../../support/openaiServer.ts";

it("a slow embeddings server holds no passage back, and a question that is stopped leaves it alone", async () => {
  const server = await startOpenAiServer();
  const { folder } = shopRepository();
  const client = inThisProcess(temporaryFolder());
  const embedding = { provider: "openai", baseUrl: server.baseUrl, model: "test" };
  // On the command line somebody agrees that passages are sent there.
  const environment = {
    WHENCE_EMBEDDING_PROVIDER: "openai",
    WHENCE_EMBEDDING_BASE_URL: server.baseUrl,
    WHENCE_EMBEDDING_MODEL: "test",
  };
  const words = ["index", "--yes", "--store", client.storeOf(folder)];
  await indexCommand(recordedContext(folder, words, { environment }).context);
  await client.start({ folders: [folder], configuration: { whence: { embedding } } });
  await client.logs(/probable links/);
  const chat = new ChatUser(client);
  let abandoned: Promise<unknown> | undefined;
  // It takes the request and never answers.
  server.faults.push(async (_, response) => {
    abandoned = once(response, "close");
    await abandoned;
  });
  const turn = await chat.askAndStop("Which order is too large for exceedsLimit?");
  await abandoned;
  expect(chat.told[0]).toMatchObject({ turn, stage: "Looking at meanings…" });
  expect(chat.told[0]?.answer.passages[0]).toMatchObject({ title: "exceedsLimit" });
  const { turns } = await chat.newest();
  expect(turns).toMatchObject([{ id: turn, state: "stopped" }]);
  expect(turns[0]?.answer).toEqual(chat.told.at(-1)?.answer);
  // What comes next is answered as if nothing had been.
  const { turn: next } = await chat.ask("Which order is too large for exceedsLimit?");
  expect(next).toMatchObject({ state: "answered", answer: { found: true } });
  await server.close();
});
