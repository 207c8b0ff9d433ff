import type { AskChoices, ChatAction, ChatStatus } from "../../shared/protocol/chatMessages.ts";
import { editor } from "./editorSide.ts";
import { QuestionList } from "./questionList.tsx";
import { visibleText } from "./sourceText.ts";

const actionTitles: Readonly<Record<ChatAction, string>> = {
  openFolder: "Open Folder",
  showStatus: "Show Status",
  showLog: "Show Log",
  restartServer: "Restart Server",
  resume: "Resume Indexing",
  manageTrust: "Manage Workspace Trust",
};

/** How the window is where that matters for a question, and what helps. */
export function StatusLine({ status }: { readonly status: ChatStatus }) {
  if (status.sentence === "") return null;
  return (
    <div class={status.canAsk ? "status-line" : "status-panel"}>
      <p>{visibleText(status.sentence)}</p>
      <div class="status-actions">
        {status.actions.map((action) => (
          <button
            key={action}
            type="button"
            class={status.canAsk ? "quiet" : "primary"}
            onClick={() => editor.post({ type: "act", action })}
          >
            {actionTitles[action]}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What one can ask, before anything was asked. */
export function Welcome({ choices }: { readonly choices: AskChoices | undefined }) {
  return (
    <div class="welcome">
      <p>
        Ask why code is there, what asked for it, or where something is done. Every answer shows the lines
        that it rests on.
      </p>
      <p>
        Add the selection, a file, a symbol, a story or a folder as context. Drop a PDF, Word or Markdown file
        to add it to the index (from the explorer with Shift held).
      </p>
      <QuestionList label="Questions to begin with" questions={choices?.suggestions ?? []} />
    </div>
  );
}
