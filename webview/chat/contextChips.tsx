import { contextWords } from "../../shared/contextWords.ts";
import type { QuestionContext, QuestionFilter } from "../../shared/model/conversation.ts";
import { Icon } from "./icons.tsx";
import { visibleLine } from "./sourceText.ts";

/** What a question is about beside its words, each with a button that takes it away where `onRemove` is given. */
export function ContextChips({
  context,
  onRemove,
}: {
  readonly context: readonly QuestionContext[];
  readonly onRemove?: (index: number) => void;
}) {
  if (context.length === 0) return null;
  return (
    <ul class="chips" aria-label="The question is about">
      {context.map((each, index) => (
        <Chip
          key={JSON.stringify(each)}
          kind={contextKinds[each.kind]}
          words={visibleLine(contextWords(each))}
          {...(onRemove === undefined ? {} : { onRemove: () => onRemove(index) })}
        />
      ))}
    </ul>
  );
}

/** What restricts the answer, part by part. */
export function FilterChips({
  filter,
  onChange,
}: {
  readonly filter: QuestionFilter;
  readonly onChange?: (filter: QuestionFilter) => void;
}) {
  const parts = Object.entries(filter) as [keyof QuestionFilter, string | readonly string[]][];
  if (parts.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filter">
      {parts.map(([name, value]) => (
        <Chip
          key={name}
          kind={filterWords[name]}
          words={visibleLine(typeof value === "string" ? value : value.join(", "))}
          {...(onChange === undefined ? {} : { onRemove: () => onChange(without(filter, name)) })}
        />
      ))}
    </ul>
  );
}

/** The filter without one of its parts. */
export function without(filter: QuestionFilter, name: keyof QuestionFilter): QuestionFilter {
  const { [name]: _, ...rest } = filter;
  return rest;
}

function Chip({
  kind,
  words,
  onRemove,
}: {
  readonly kind: string;
  readonly words: string;
  readonly onRemove?: () => void;
}) {
  return (
    <li class="chip" title={`${kind}: ${words}`}>
      <span class="chip-kind">{kind}</span> <span class="chip-words">{words}</span>
      {onRemove !== undefined && (
        <button type="button" class="chip-remove" aria-label={`Remove ${kind} ${words}`} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

const contextKinds: Readonly<Record<QuestionContext["kind"], string>> = {
  selection: "selection",
  file: "file",
  symbol: "symbol",
  item: "story",
  folder: "folder",
};

const filterWords: Readonly<Record<keyof QuestionFilter, string>> = {
  kinds: "kind",
  pathGlob: "path",
  since: "since",
  until: "until",
  author: "author",
  tag: "tag",
};
