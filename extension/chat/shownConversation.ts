import type { Conversation } from "../../shared/model/conversation.ts";
import type { ShownTurn } from "../../shared/protocol/chatMessages.ts";

/** The conversation that a window shows; without an identity until its first answer is kept. */
export class ShownConversation {
  readonly folder: string | undefined;
  id: string | undefined;
  #title: string;
  #turns: readonly ShownTurn[];

  constructor(folder: string | undefined, kept?: Conversation) {
    this.folder = folder;
    this.id = kept?.id;
    this.#title = kept?.title ?? "";
    this.#turns = kept?.turns ?? [];
  }

  /** Oldest first. */
  get turns(): readonly ShownTurn[] {
    return this.#turns;
  }

  /** What it is called, where it has a name already. */
  get title(): string {
    return this.#title;
  }

  /** It was kept, or called something else. */
  name(id: string, title: string): void {
    this.id = id;
    this.#title = title;
  }

  /** The turn of an identity, where it is one of this conversation. */
  turn(id: string): ShownTurn | undefined {
    return this.#turns.find((each) => each.id === id);
  }

  /** Takes the place of the turn with its identity, or comes last. */
  put(turn: ShownTurn): void {
    const isKnown = this.turn(turn.id) !== undefined;
    this.#turns = isKnown
      ? this.#turns.map((each) => (each.id === turn.id ? turn : each))
      : [...this.#turns, turn];
  }

  /** Takes a turn away, and all after it. */
  cutFrom(id: string): void {
    const at = this.#turns.findIndex((each) => each.id === id);
    if (at >= 0) this.#turns = this.#turns.slice(0, at);
  }
}
