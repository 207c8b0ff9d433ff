import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Passage } from "../../shared/model/answer.ts";
import { editor } from "./editorSide.ts";
import { renderMarkdown } from "./markdown.ts";
import { visibleText } from "./sourceText.ts";

/** Lines that are shown before somebody asks for more. */
const linesFirst = 14;

/** The text of a passage: prose as it is meant to be read, all else as it was written, with the numbers of its lines. */
export function PassageText({ passage }: { readonly passage: Passage }) {
  const [isWhole, setWhole] = useState(false);
  const lines = passage.text.replace(/\n$/, "").split("\n");
  const isLong = lines.length > linesFirst + 2;
  const shown = isWhole || !isLong ? lines : lines.slice(0, linesFirst);
  return (
    <div class="passage-text">
      {isProse(passage) ? (
        <Prose text={shown.join("\n")} />
      ) : (
        <Lines lines={shown} first={firstLine(passage)} label={`Text of source ${passage.number}`} />
      )}
      {isLong && (
        <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all ${lines.length} lines`}
        </button>
      )}
    </div>
  );
}

/** Markdown files, and what is read out of PDF and Word is plain text that Markdown would misread. */
function isProse({ kind, citation }: Passage): boolean {
  return kind !== "code" && kind !== "commit" && /\.(?:md|markdown|mdx)$/i.test(citation.path ?? "");
}

/** Where lines are those of a file, and not of what was read out of one. */
function firstLine({ citation }: Passage): number | undefined {
  return citation.startPage === undefined && citation.startCell === undefined
    ? citation.startLine
    : undefined;
}

function Prose({ text }: { readonly text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fragment = renderMarkdown(text);
    // The extension opens the page, if it is one of the web.
    for (const link of fragment.querySelectorAll<HTMLElement>("[data-url]"))
      link.addEventListener("click", () => editor.post({ type: "openLink", url: link.dataset["url"] ?? "" }));
    place.current?.replaceChildren(fragment);
  }, [text]);
  return <div class="prose" ref={place} />;
}

function Lines({
  lines,
  first,
  label,
}: {
  readonly lines: readonly string[];
  readonly first: number | undefined;
  readonly label: string;
}) {
  return (
    // A region that scrolls sideways must be reached by keyboard: https://dequeuniversity.com/rules/axe/4.11/scrollable-region-focusable.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is what the rule above asks for.
    <section class="lines" aria-label={label} tabIndex={0}>
      {first !== undefined && (
        <pre class="line-numbers" aria-hidden="true">
          {lines.map((_, index) => first + index).join("\n")}
        </pre>
      )}
      <pre class={first === undefined ? "code wrapped" : "code"}>
        <code>{visibleText(lines.join("\n"))}</code>
      </pre>
    </section>
  );
}
