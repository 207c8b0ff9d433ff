import { randomUUID } from "node:crypto";
import type { Answer } from "../../../shared/model/answer.ts";
import type { Conversation } from "../../../shared/model/conversation.ts";
import {
  type AskParams,
  type AskResult,
  answerProgress,
  askRequest,
  conversationRequest,
  conversationsRequest,
} from "../../../shared/protocol/chatRequests.ts";
import type { UserClient } from "./userClient.ts";

/** What was told before an answer was whole. */
export interface Told {
  readonly turn: string;
  readonly stage: string;
  readonly answer: Answer;
}

/** The chat of a window, in the words of somebody who asks. */
export class ChatUser {
  readonly client: UserClient;
  /** All progress, oldest first. */
  readonly told: Told[] = [];
  readonly #hearing = new Set<(told: Told) => void>();

  constructor(client: UserClient) {
    this.client = client;
    client.connection.onNotification(answerProgress.method, (told: Told) => {
      this.told.push(told);
      for (const hear of [...this.#hearing]) hear(told);
    });
  }

  /** Calls back with all progress until the function that it gives is called. */
  hear(hear: (told: Told) => void): () => void {
    this.#hearing.add(hear);
    return () => this.#hearing.delete(hear);
  }

  /** Asks, in a new conversation unless one is named. */
  ask(question: string, rest: Partial<AskParams> = {}): Promise<AskResult> {
    return this.client.ask(askRequest, this.asked(question, rest));
  }

  /** Asks, and stops the question as soon as something was told of it; gives the turn that was stopped. */
  async askAndStop(question: string, rest: Partial<AskParams> = {}): Promise<string> {
    const asked = this.asked(question, rest);
    await this.stopAt(asked, new Promise((resolve) => this.#hearing.add(() => resolve(undefined))));
    return asked.turn;
  }

  /** Asks, and stops when something happens. Rejects unless the question was stopped. */
  async stopAt(asked: AskParams, moment: Promise<unknown>): Promise<void> {
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    void moment.then(() => source.cancel());
    const outcome = await this.client.connection.sendRequest(askRequest.method, asked, source.token).then(
      () => "answered",
      (error: { data?: { reason?: string } }) => error.data?.reason,
    );
    if (outcome !== "cancelled") throw new Error(`The question was not stopped, but ${outcome}.`);
  }

  /** Titles of the conversations, newest first. */
  async titles(query?: string): Promise<readonly string[]> {
    const wish = { folder: this.client.folderUri, ...(query === undefined ? {} : { query }) };
    return (await this.client.ask(conversationsRequest, wish)).map(({ title }) => title);
  }

  /** A conversation as it is kept. */
  read(conversation: string): Promise<Conversation | null> {
    return this.client.ask(conversationRequest, { folder: this.client.folderUri, conversation });
  }

  /** The conversation that was asked in last. */
  async newest(): Promise<Conversation> {
    const [first] = await this.client.ask(conversationsRequest, { folder: this.client.folderUri });
    const found = first === undefined ? null : await this.read(first.id);
    if (found === null) throw new Error("There is no conversation.");
    return found;
  }

  /** A question of this folder. */
  asked(question: string, rest: Partial<AskParams> = {}): AskParams {
    const usual = { folder: this.client.folderUri, turn: randomUUID(), context: [], filter: {} };
    return { ...usual, question, ...rest };
  }
}
