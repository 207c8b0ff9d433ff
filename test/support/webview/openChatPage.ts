import { afterAll, afterEach } from "vitest";
import { workbenchForTests } from "../workbench/workbenchForTests.ts";
import { ChatBrowser, type ChatPage, type ChatPageOptions } from "./chatPage.ts";

let browser: ChatBrowser | undefined;
const opened: ChatPage[] = [];

/** Opens the chat's page for one test, and closes it after that. */
export async function openChatPage(options: ChatPageOptions = {}): Promise<ChatPage> {
  const programs = await workbenchForTests();
  if (programs.entry === undefined) throw new Error(programs.reason);
  browser ??= await ChatBrowser.launch(programs.browser);
  const chat = await browser.open(options);
  opened.push(chat);
  return chat;
}

afterEach(async () => {
  for (const each of opened.splice(0)) await each.page.context().close();
});

afterAll(() => browser?.close());
