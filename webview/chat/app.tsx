import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import type { ToPage } from "../../shared/protocol/chatMessages.ts";
import { Composer } from "./composer.tsx";
import { DropZone } from "./dropZone.tsx";
import { editor, keepConversation, keptConversation } from "./editorSide.ts";
import { IconButton } from "./icons.tsx";
import { afterMessage, emptyState } from "./pageState.ts";
import { visibleText } from "./sourceText.ts";
import { StatusLine, Welcome } from "./statusPanel.tsx";
import { TurnView } from "./turnView.tsx";

/** The whole page: what was asked and answered, and below it where one asks. */
export function App() {
  const [state, dispatch] = useReducer(afterMessage, emptyState);
  const { status, turns, notice, spoken, choices } = state;
  const canAsk = status?.canAsk === true;
  const log = useRef<HTMLElement>(null);
  useEffect(() => {
    editor.onMessage((message: ToPage) => {
      if (message.type === "current") keepConversation(message.conversation);
      else dispatch(message);
    });
    const conversation = keptConversation();
    editor.post({ type: "ready", ...(conversation === undefined ? {} : { conversation }) });
  }, []);
  useEffect(() => {
    if (canAsk) editor.post({ type: "wantChoices" });
  }, [canAsk]);
  useNewestInView(log, turns.at(-1)?.id);
  const refuse = useCallback((sentence: string) => dispatch({ type: "notice", tone: "error", sentence }), []);
  const isClosed = status !== undefined && !canAsk;
  return (
    <div class="page">
      <main class="log" ref={log} aria-label="Conversation">
        {isClosed && turns.length === 0 && <StatusLine status={status} />}
        {canAsk && turns.length === 0 && <Welcome choices={choices} />}
        {turns.map((turn) => (
          <TurnView key={turn.id} turn={turn} canAsk={canAsk} />
        ))}
      </main>
      {notice !== undefined && (
        <div class={`notice ${notice.tone}`}>
          <p>{visibleText(notice.sentence)}</p>
          <IconButton
            icon="close"
            label="Close this notice"
            onClick={() => dispatch({ type: "noticeClosed" })}
          />
        </div>
      )}
      {status !== undefined && (canAsk || turns.length > 0) && <StatusLine status={status} />}
      <Composer state={state} />
      <p class="unseen" role="status" aria-live="polite">
        {visibleText(spoken)}
      </p>
      <DropZone onRefused={refuse} />
    </div>
  );
}

/** A new question comes to the upper edge, so that its answer is read from the beginning while more arrives. */
function useNewestInView(log: { readonly current: HTMLElement | null }, newest: string | undefined): void {
  useEffect(() => {
    if (newest === undefined) return;
    log.current?.lastElementChild?.scrollIntoView({ block: "start" });
  }, [log, newest]);
}
