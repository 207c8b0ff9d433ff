import { useState } from "preact/hooks";
import type { Passage } from "../../shared/model/answer.ts";
import { editor } from "./editorSide.ts";
import { visibleLine, visibleText } from "./sourceText.ts";

const previewLines = 8;

/** `[1]`: opens what is cited, and shows the beginning of it under the mouse or the keyboard. */
export function CitationChip({ turn, passage }: { readonly turn: string; readonly passage: Passage }) {
  const [isShown, setShown] = useState(false);
  const { number, citation } = passage;
  const id = `preview-${turn}-${number}`;
  const label = visibleLine(citation.label);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside is what is used; this keeps its preview open under the mouse.
    <span
      class="citation"
      onMouseEnter={() => setShown(true)}
      onMouseLeave={() => setShown(false)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isShown) return;
        setShown(false);
        event.stopPropagation();
      }}
    >
      <button
        type="button"
        class="citation-number"
        aria-label={`Source ${number}: ${label}`}
        {...(isShown ? { "aria-describedby": id } : {})}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => {
          // It would cover what was opened, or the sources below.
          setShown(false);
          editor.post({ type: "openCitation", turn, passage: number });
        }}
      >
        [{number}]
      </button>
      {isShown && (
        <span class="preview" role="tooltip" id={id}>
          <span class="preview-place">{label}</span>
          <span class="preview-text">{beginning(passage)}</span>
        </span>
      )}
    </span>
  );
}

function beginning({ text }: Passage): string {
  const lines = visibleText(text).trim().split("\n");
  return lines.length > previewLines ? `${lines.slice(0, previewLines).join("\n")}\n…` : lines.join("\n");
}
