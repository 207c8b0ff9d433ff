import { Component } from "preact";
import { useState } from "preact/hooks";
import type { ShownTurn } from "../../shared/protocol/chatMessages.ts";
import { AnswerView } from "./answerView.tsx";
import { ContextChips, FilterChips } from "./contextChips.tsx";
import { editor } from "./editorSide.ts";
import { IconButton } from "./icons.tsx";
import { isAsked } from "./pageState.ts";
import { QuestionBox } from "./questionBox.tsx";
import { visibleText } from "./sourceText.ts";

interface TurnProps {
  readonly turn: ShownTurn;
  readonly canAsk: boolean;
}

/** A question and its answer. Drawn anew only when the turn itself is another: a conversation may hold hundreds. */
export class TurnView extends Component<TurnProps> {
  /** Turns are never changed in place, so that another one is another object. */
  override shouldComponentUpdate(next: TurnProps): boolean {
    return next.turn !== this.props.turn || next.canAsk !== this.props.canAsk;
  }

  /** The question, and below it the answer. */
  override render({ turn, canAsk }: TurnProps) {
    return (
      <article class="turn" data-turn={turn.id} aria-busy={isAsked(turn)}>
        <QuestionView turn={turn} canAsk={canAsk} />
        <AnswerView turn={turn} canAsk={canAsk} />
      </article>
    );
  }
}

function QuestionView({ turn, canAsk }: TurnProps) {
  const [edited, setEdited] = useState<string>();
  const send = () => {
    if (edited === undefined || edited.trim() === "") return;
    setEdited(undefined);
    editor.post({ type: "ask", question: edited, filter: turn.filter, replaces: turn.id });
  };
  if (edited !== undefined)
    return (
      <form
        class="question editing"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <QuestionBox
          value={edited}
          label="Question, edited"
          hint=""
          focusCount={1}
          onInput={setEdited}
          onSend={send}
          onEscape={() => setEdited(undefined)}
        />
        <div class="quiet-actions">
          <button type="submit" class="primary">
            Ask
          </button>
          <button type="button" class="secondary" onClick={() => setEdited(undefined)}>
            Cancel
          </button>
        </div>
      </form>
    );
  return (
    <div class="question">
      <h2 class="question-text">{visibleText(turn.question)}</h2>
      {canAsk && !isAsked(turn) && (
        <span class="question-actions">
          <IconButton icon="edit" label="Edit the question" onClick={() => setEdited(turn.question)} />
        </span>
      )}
      <ContextChips context={turn.context} />
      <FilterChips filter={turn.filter} />
    </div>
  );
}
