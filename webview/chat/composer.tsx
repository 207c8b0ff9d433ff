import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { QuestionFilter } from "../../shared/model/conversation.ts";
import { ContextChips, FilterChips } from "./contextChips.tsx";
import { editor } from "./editorSide.ts";
import { FilterForm } from "./filterForm.tsx";
import { Icon, IconButton } from "./icons.tsx";
import type { PageState } from "./pageState.ts";
import { askedNow } from "./pageState.ts";
import { QuestionBox } from "./questionBox.tsx";
import { visibleLine } from "./sourceText.ts";

/** Where one asks: the question, what it is about, what may answer. While an answer is looked for, the button stops that. */
export function Composer({ state }: { readonly state: PageState }) {
  const { status, context, choices, focus, turns } = state;
  const [draft, setDraft] = useState(
    () => editor.getState() ?? { question: "", filter: {}, isFilterOpen: false },
  );
  const { question, filter, isFilterOpen } = draft;
  const change = (changed: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changed }));
  // Not after the next picture: a window may be closed before that.
  useLayoutEffect(() => editor.setState(draft), [draft]);
  useEffect(() => {
    if (focus.question !== undefined) setDraft((before) => ({ ...before, question: focus.question ?? "" }));
  }, [focus]);
  const canAsk = status?.canAsk === true;
  const isAsking = askedNow(turns) !== undefined;
  const send = () => {
    if (!canAsk || question.trim() === "") return;
    editor.post({ type: "ask", question, filter });
    change({ question: "", isFilterOpen: false });
  };
  const stop = () => isAsking && editor.post({ type: "stop" });
  const setFilter = (next: QuestionFilter) => change({ filter: next });
  return (
    <form
      class="composer"
      aria-label="Ask"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ContextChips context={context} onRemove={(index) => editor.post({ type: "removeContext", index })} />
      {!isFilterOpen && <FilterChips filter={filter} onChange={setFilter} />}
      {isFilterOpen && <FilterForm filter={filter} choices={choices} onChange={setFilter} />}
      <div class="question-frame">
        <QuestionBox
          value={question}
          label="Question"
          hint={turns.length === 0 ? "Why is it so, and who asked for it?" : "Ask another question"}
          isDisabled={!canAsk}
          focusCount={focus.count}
          onInput={(value) => change({ question: value })}
          onSend={send}
          onEscape={stop}
        />
        <div class="composer-actions">
          <AboutButtons
            canAsk={canAsk}
            isFilterOpen={isFilterOpen}
            onFilter={() => change({ isFilterOpen: !isFilterOpen })}
          />
          <FolderChoice state={state} />
          {isAsking ? (
            <IconButton icon="stop" label="Stop" onClick={stop} />
          ) : (
            <IconButton
              icon="send"
              label="Ask"
              kind="submit"
              isDisabled={!canAsk || question.trim() === ""}
            />
          )}
        </div>
      </div>
    </form>
  );
}

/** What the question is about, and what may answer it. */
function AboutButtons({
  canAsk,
  isFilterOpen,
  onFilter,
}: {
  readonly canAsk: boolean;
  readonly isFilterOpen: boolean;
  readonly onFilter: () => void;
}) {
  return (
    <>
      <button
        type="button"
        class="quiet with-icon"
        disabled={!canAsk}
        title="What the question is about: selection, file, symbol, story, folder"
        onClick={() => editor.post({ type: "addContext" })}
      >
        <Icon name="add" /> Context
      </button>
      <button
        type="button"
        class="quiet with-icon"
        aria-expanded={isFilterOpen}
        aria-controls="filter"
        disabled={!canAsk}
        onClick={() => {
          if (!isFilterOpen) editor.post({ type: "wantChoices" });
          onFilter();
        }}
      >
        <Icon name="filter" /> Filter
      </button>
    </>
  );
}

/** Which folder is asked, where the window has several. */
function FolderChoice({ state: { status } }: { readonly state: PageState }) {
  if (status === undefined || status.folders.length < 2) return null;
  return (
    <select
      class="folder-choice"
      aria-label="Folder that is asked"
      value={status.folder}
      onChange={({ currentTarget }) => editor.post({ type: "chooseFolder", folder: currentTarget.value })}
    >
      {status.folders.map(({ uri, name }) => (
        <option key={uri} value={uri}>
          {visibleLine(name)}
        </option>
      ))}
    </select>
  );
}
