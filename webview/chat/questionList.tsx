import { editor } from "./editorSide.ts";
import { visibleLine } from "./sourceText.ts";

/** Questions that are asked by a click; nothing where there are none. */
export function QuestionList({
  label,
  questions,
}: {
  readonly label: string;
  readonly questions: readonly string[];
}) {
  if (questions.length === 0) return null;
  return (
    <ul class="follow-ups" aria-label={label}>
      {questions.map((question) => (
        <li key={question}>
          <button
            type="button"
            class="quiet"
            onClick={() => editor.post({ type: "ask", question, filter: {} })}
          >
            {visibleLine(question)}
          </button>
        </li>
      ))}
    </ul>
  );
}
