import type { QuestionContext } from "../../shared/model/conversation.ts";
import type { AskChoices, ChatStatus, ShownTurn, ToPage } from "../../shared/protocol/chatMessages.ts";

/** Something that was done, or not, for people. */
export interface Notice {
  readonly tone: "info" | "error";
  readonly sentence: string;
}

/** All that the page draws. */
export interface PageState {
  /** Absent until the extension has said how the window is. */
  readonly status?: ChatStatus;
  readonly turns: readonly ShownTurn[];
  readonly context: readonly QuestionContext[];
  readonly choices?: AskChoices;
  readonly notice?: Notice;
  /** Counts how often a command asked for the keyboard, with the words that it brought. */
  readonly focus: { readonly count: number; readonly question?: string };
  /** What a screen reader says now. */
  readonly spoken: string;
}

/** Before the extension has said anything. */
export const emptyState: PageState = { turns: [], context: [], focus: { count: 0 }, spoken: "" };

/** What changes the page: the extension's messages, and somebody who has read a notice. */
export type Change = ToPage | { readonly type: "noticeClosed" };

/** What the page draws after a change. */
export function afterMessage(state: PageState, message: Change): PageState {
  switch (message.type) {
    case "status":
      return { ...state, status: message.status };
    case "conversation":
      return { ...state, turns: message.turns };
    case "turn":
      return { ...withTurn(state, message.turn), spoken: spokenOf(message.turn) };
    case "context":
      return { ...state, context: message.context };
    case "choices":
      return { ...state, choices: message.choices };
    case "notice": {
      const { tone, sentence } = message;
      return { ...state, notice: { tone, sentence }, spoken: sentence };
    }
    case "focus": {
      const { question } = message;
      const count = state.focus.count + 1;
      return { ...state, focus: question === undefined ? { count } : { count, question } };
    }
    case "noticeClosed": {
      const { notice: _, ...rest } = state;
      return rest;
    }
    case "current":
      return state;
  }
}

/** The question that is being answered now; one that was cut off by the end of a window is none. */
export function askedNow(turns: readonly ShownTurn[]): ShownTurn | undefined {
  const last = turns.at(-1);
  return last !== undefined && isAsked(last) ? last : undefined;
}

/** True while an answer is being looked for. */
export function isAsked({ state, stage }: ShownTurn): boolean {
  return state === "asking" && stage !== undefined;
}

function withTurn(state: PageState, turn: ShownTurn): PageState {
  const isKnown = state.turns.some(({ id }) => id === turn.id);
  const turns = isKnown
    ? state.turns.map((each) => (each.id === turn.id ? turn : each))
    : [...state.turns, turn];
  // What was said of the question before is no longer of interest.
  const { notice: _, ...rest } = state;
  return isKnown ? { ...state, turns } : { ...rest, turns };
}

function spokenOf(turn: ShownTurn): string {
  const { state, stage, answer, failure } = turn;
  if (isAsked(turn)) return stage ?? "";
  if (state === "failed") return failure ?? "";
  if (state === "stopped") return "Stopped.";
  const count = answer?.passages.length ?? 0;
  return `${answer?.summary ?? ""} ${count === 0 ? "" : `${count} ${count === 1 ? "source" : "sources"}.`}`.trim();
}
