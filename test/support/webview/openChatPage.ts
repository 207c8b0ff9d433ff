import { afterAll, afterEach } from "vitest";
import { workbenchForTests } from "../workbench/workbenchForTests.ts";
import { type ChatPage, openChat } from "./chatPage.ts";
import { openPages, type PageOptions, type Pages } from "./page.ts";

let pages: Pages | undefined;
const opened: ChatPage[] = [];

/** Opens the chat's page for one test, and closes it after that. */
export async function openChatPage(options: PageOptions = {}): Promise<ChatPage> {
  const programs = await workbenchForTests();
  if (programs.entry === undefined) throw new Error(programs.reason);
  pages ??= await openPages(programs.browser);
  const chat = await openChat(pages, options);
  opened.push(chat);
  return chat;
}

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

afterAll(() => pages?.close());
