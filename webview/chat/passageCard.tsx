import type { Passage } from "../../shared/model/answer.ts";
import { editor } from "./editorSide.ts";
import { IconButton } from "./icons.tsx";
import { PassageText } from "./passageText.tsx";
import { visibleLine } from "./sourceText.ts";

/** A passage with the place that it was read from. */
export function PassageCard({ turn, passage }: { readonly turn: string; readonly passage: Passage }) {
  const { number, citation, key, title, byline, kind } = passage;
  const name = visibleLine([key, title === key ? "" : title].filter(Boolean).join(" "));
  const open = () => editor.post({ type: "openCitation", turn, passage: number });
  return (
    <li class="passage">
      <div class="passage-head">
        <span class="passage-number" aria-hidden="true">
          [{number}]
        </span>
        <button type="button" class="place" title={`Open ${visibleLine(citation.label)}`} onClick={open}>
          <span class="unseen">Source {number}: </span>
          {visibleLine(citation.label)}
        </button>
        {kind === "code" && (
          <IconButton
            icon="insert"
            label={`Insert source ${number} at the cursor`}
            onClick={() => editor.post({ type: "insertCode", turn, passage: number })}
          />
        )}
        <IconButton icon="open" label={`Open source ${number}`} onClick={open} />
      </div>
      {(name !== "" || byline !== undefined) && (
        <div class="passage-name">
          {name}
          {byline !== undefined && <span class="byline"> · {visibleLine(byline)}</span>}
        </div>
      )}
      <PassageText passage={passage} />
    </li>
  );
}
