import { useState } from "preact/hooks";
import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { ShownTurn } from "../../shared/protocol/chatMessages.ts";
import { Chain } from "./chainTree.tsx";
import { CitationChip } from "./citationChip.tsx";
import { editor } from "./editorSide.ts";
import { IconButton } from "./icons.tsx";
import { isAsked } from "./pageState.ts";
import { PassageCard } from "./passageCard.tsx";
import { QuestionList } from "./questionList.tsx";
import { RatingButtons, ReasonForm } from "./ratingForm.tsx";
import { visibleLine, visibleText } from "./sourceText.ts";

interface AnswerProps {
  readonly turn: ShownTurn;
  readonly canAsk: boolean;
}

/** What became of a question: the answer as far as it is there, or why there is none. */
export function AnswerView({ turn, canAsk }: AnswerProps) {
  const { answer, state } = turn;
  const isLooking = isAsked(turn);
  return (
    <div class="answer">
      {isLooking && <p class="stage">{visibleLine(turn.stage ?? "")}</p>}
      {!isLooking && state !== "answered" && <Unanswered turn={turn} />}
      {answer !== undefined && (!isLooking || answer.found) && (
        <Found turn={turn} answer={answer} canAsk={canAsk} />
      )}
      {!isLooking && <AnswerActions turn={turn} canAsk={canAsk} />}
      {!isLooking && canAsk && <QuestionList label="Next questions" questions={turn.followUps} />}
    </div>
  );
}

function Found({ turn, answer, canAsk }: AnswerProps & { readonly answer: Answer }) {
  const { passages, chain, summary } = answer;
  if (!answer.found) return <NotFound turn={turn} summary={summary} canAsk={canAsk} />;
  return (
    <>
      <p class="summary">
        <Summary turn={turn.id} text={summary} passages={passages} />
      </p>
      {chain !== undefined && chain.roots.length > 0 && <Chain turn={turn.id} chain={chain} />}
      <ol class="passages" aria-label="Sources">
        {passages.map((passage) => (
          <PassageCard
            key={`${passage.citation.uri}-${passage.citation.label}`}
            turn={turn.id}
            passage={passage}
          />
        ))}
      </ol>
      {passages.length > 0 && <Reasons turn={turn.id} passages={passages} />}
    </>
  );
}

/** Numbers in brackets that name a passage cite it; where the text names none, all stand behind it. */
function Summary({
  turn,
  text,
  passages,
}: {
  readonly turn: string;
  readonly text: string;
  readonly passages: readonly Passage[];
}) {
  const parts = visibleText(text).split(/(\[\d+\])/);
  const cited = (part: string) => passages.find(({ number }) => `[${number}]` === part);
  const isCiting = parts.some((part) => cited(part) !== undefined);
  return (
    <>
      {parts.map((part, index) => {
        const passage = cited(part);
        return passage === undefined ? part : <CitationChip key={index} turn={turn} passage={passage} />;
      })}
      {!isCiting &&
        passages.map((passage) => (
          <>
            {" "}
            <CitationChip key={passage.number} turn={turn} passage={passage} />
          </>
        ))}
    </>
  );
}

function Reasons({ turn, passages }: { readonly turn: string; readonly passages: readonly Passage[] }) {
  return (
    <details class="reasons">
      <summary>Why these?</summary>
      <ul>
        {passages.map((passage) => (
          <li key={passage.number}>
            <span class="passage-number">[{passage.number}]</span>
            <div>
              <button
                type="button"
                class="place"
                onClick={() => editor.post({ type: "openCitation", turn, passage: passage.number })}
              >
                {visibleLine(passage.citation.label)}
              </button>
              <p>{visibleLine(reasonsOf(passage).join("; "))}</p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Conversations that were kept before reasons were listed have the most telling one. */
function reasonsOf({ reason, reasons }: Passage): readonly string[] {
  return (reasons as readonly string[] | undefined) ?? [reason];
}

/** An answer like others: that nothing supports one is worth knowing. */
function NotFound({ turn, summary, canAsk }: AnswerProps & { readonly summary: string }) {
  const isFiltered = Object.keys(turn.filter).length > 0;
  return (
    <>
      <p class="summary">{visibleText(summary)}</p>
      <p class="hint">
        What may help: the words which the code or the specification uses, the name of a function or file, or
        a key such as WH-12.
      </p>
      {isFiltered && canAsk && (
        <button
          type="button"
          class="secondary"
          onClick={() => editor.post({ type: "ask", question: turn.question, filter: {}, replaces: turn.id })}
        >
          Ask without the filter
        </button>
      )}
    </>
  );
}

function Unanswered({ turn: { state, failure, answer } }: { readonly turn: ShownTurn }) {
  if (state === "failed")
    return <p class="failure">{visibleText(failure ?? "The question could not be answered.")}</p>;
  const hasPassages = answer?.found === true && answer.passages.length > 0;
  const found = hasPassages ? " This had been found by then:" : "";
  return (
    <p class="hint">
      {state === "stopped" ? "Stopped." : "The window closed before the answer came."}
      {found}
    </p>
  );
}

function AnswerActions({ turn, canAsk }: AnswerProps) {
  const [isAsking, setAsking] = useState(false);
  const isAnswered = turn.state === "answered";
  return (
    <>
      <div class="answer-actions" role="toolbar" aria-label="This answer">
        {turn.answer !== undefined && (
          <IconButton
            icon="copy"
            label="Copy as Markdown"
            onClick={() => editor.post({ type: "copyAnswer", turn: turn.id })}
          />
        )}
        {canAsk && (
          <IconButton
            icon="again"
            label="Ask again"
            onClick={() =>
              editor.post({ type: "ask", question: turn.question, filter: turn.filter, replaces: turn.id })
            }
          />
        )}
        {isAnswered && <RatingButtons turn={turn} isAsking={isAsking} onAsk={setAsking} />}
      </div>
      {isAsking && <ReasonForm turn={turn} onEnd={() => setAsking(false)} />}
      {!isAsking && turn.rating?.reason !== undefined && (
        <p class="hint">Your remark: {visibleText(turn.rating.reason)}</p>
      )}
    </>
  );
}
