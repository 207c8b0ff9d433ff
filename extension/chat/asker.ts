import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import type { FromPage, ShownTurn } from "../../shared/protocol/chatMessages.ts";
import { askRequest, conversationRequest, conversationsRequest } from "../../shared/protocol/chatRequests.ts";
import type { ServerConnection } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import type { ShownConversation } from "./shownConversation.ts";

/** What the asker tells of a conversation, whether or not that is still the one which is shown. */
export interface AskerEvents {
  readonly onTurn: (conversation: ShownConversation, turn: ShownTurn) => void;
  /** The conversation has got its identity or name. */
  readonly onNamed: (conversation: ShownConversation) => void;
  /** What limits an answer, or why it could not be kept. */
  readonly onNotice: (sentence: string) => void;
}

interface Asking {
  readonly conversation: ShownConversation;
  readonly turn: string;
  readonly source: vscode.CancellationTokenSource;
  readonly ended: Promise<void>;
}

const newestLookedAt = 3;

type Question = Omit<Extract<FromPage, { readonly type: "ask" }>, "type">;

/** Asks one question at a time; the next one ends the one before, in the server too. */
export class Asker implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #events: AskerEvents;
  readonly #progress: vscode.Disposable;
  #asking: Asking | undefined;

  constructor(server: ServerConnection, events: AskerEvents) {
    this.#server = server;
    this.#events = events;
    this.#progress = server.onAnswerProgress(({ turn, stage, answer }) => {
      const asking = this.#asking;
      const shown = asking?.conversation.turn(turn);
      if (asking?.turn !== turn || shown?.state !== "asking" || asking.source.token.isCancellationRequested)
        return;
      this.#put(asking.conversation, { ...shown, answer, stage });
    });
  }

  /** Asks in a conversation of a folder, and ends when the answer is there or is given up. */
  async ask(
    folder: string,
    conversation: ShownConversation,
    { question, filter, replaces }: Question,
    context: readonly QuestionContext[],
  ): Promise<void> {
    await this.stop();
    if (replaces !== undefined) conversation.cutFrom(replaces);
    const turn: ShownTurn = {
      id: randomUUID(),
      question: question.trim(),
      context,
      filter,
      askedAt: new Date().toISOString(),
      state: "asking",
      followUps: [],
      stage: "Looking …",
    };
    this.#put(conversation, turn);
    const source = new vscode.CancellationTokenSource();
    const ended = this.#answer(folder, conversation, turn, replaces, source.token);
    this.#asking = { conversation, turn: turn.id, source, ended };
    await ended;
    if (this.#asking?.turn === turn.id) this.#asking = undefined;
    source.dispose();
  }

  /** Gives up what is being asked; ends when the server has, so that the next question finds a conversation that is kept. */
  async stop(): Promise<void> {
    const asking = this.#asking;
    if (asking === undefined) return;
    asking.source.cancel();
    const turn = asking.conversation.turn(asking.turn);
    if (turn?.state === "asking") this.#put(asking.conversation, ended(turn, { state: "stopped" }));
    await asking.ended;
  }

  dispose(): void {
    this.#asking?.source.cancel();
    this.#progress.dispose();
  }

  async #answer(
    folder: string,
    conversation: ShownConversation,
    { id, question, context, filter }: ShownTurn,
    replaces: string | undefined,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const asked = { folder, turn: id, question, context, filter };
    const known = conversation.id === undefined ? {} : { conversation: conversation.id };
    const former = replaces === undefined ? {} : { replaces };
    try {
      const result = await this.#server.request(askRequest, { ...asked, ...known, ...former }, token);
      this.#name(conversation, result.conversation.id, result.conversation.title);
      this.#put(conversation, result.turn);
      for (const notice of result.notices) this.#events.onNotice(notice);
    } catch (error) {
      const turn = conversation.turn(id);
      if (!token.isCancellationRequested && turn !== undefined)
        this.#put(conversation, ended(turn, { state: "failed", failure: sentenceOf(error) }));
      if (conversation.id === undefined) await this.#recognise(folder, conversation, id);
    }
  }

  /** What was stopped or failed is kept all the same, in a conversation whose identity nobody told. */
  async #recognise(folder: string, conversation: ShownConversation, turn: string): Promise<void> {
    try {
      const newest = await this.#server.request(conversationsRequest, { folder });
      // Other windows may have asked meanwhile, but hardly more often than this.
      for (const { id } of newest.slice(0, newestLookedAt)) {
        const kept = await this.#server.request(conversationRequest, { folder, conversation: id });
        if (kept?.turns.some((each) => each.id === turn))
          return this.#name(conversation, kept.id, kept.title);
      }
    } catch {
      // A server that is gone keeps nothing; the next question begins a conversation.
    }
  }

  #put(conversation: ShownConversation, turn: ShownTurn): void {
    conversation.put(turn);
    this.#events.onTurn(conversation, turn);
  }

  #name(conversation: ShownConversation, id: string, title: string): void {
    conversation.name(id, title);
    this.#events.onNamed(conversation);
  }
}

function ended(turn: ShownTurn, end: Pick<ShownTurn, "state" | "failure">): ShownTurn {
  const { stage: _, ...rest } = turn;
  return { ...rest, ...end };
}
