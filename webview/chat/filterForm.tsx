import type { QuestionFilter } from "../../shared/model/conversation.ts";
import type { AskChoices } from "../../shared/protocol/chatMessages.ts";
import { without } from "./contextChips.tsx";
import { visibleLine } from "./sourceText.ts";

const kindWords: Readonly<Record<string, string>> = {
  code: "Code",
  spec: "Specifications",
  doc: "Documents",
  config: "Configuration",
  text: "Texts",
  commit: "Commits",
};

/** What may answer: kinds, paths, days, people, tags. Every change counts for the next question. */
export function FilterForm({
  filter,
  choices,
  onChange,
}: {
  readonly filter: QuestionFilter;
  readonly choices: AskChoices | undefined;
  readonly onChange: (filter: QuestionFilter) => void;
}) {
  const kinds = (choices?.kinds ?? []).filter((kind) => Object.hasOwn(kindWords, kind));
  const set = (name: keyof QuestionFilter, value: string) =>
    onChange(value.trim() === "" ? without(filter, name) : { ...filter, [name]: value });
  const toggle = (kind: string) => {
    const chosen = filter.kinds ?? [];
    const next = chosen.includes(kind) ? chosen.filter((each) => each !== kind) : [...chosen, kind];
    onChange(next.length === 0 ? without(filter, "kinds") : { ...filter, kinds: next });
  };
  return (
    <fieldset class="filter" id="filter">
      <legend class="unseen">Filter: what may answer</legend>
      {kinds.length > 0 && (
        <fieldset class="kinds" aria-label="Kinds">
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              class="toggle"
              aria-pressed={filter.kinds?.includes(kind) ?? false}
              onClick={() => toggle(kind)}
            >
              {kindWords[kind]}
            </button>
          ))}
        </fieldset>
      )}
      <Field
        name="Path"
        value={filter.pathGlob}
        hint="src/**/*.ts"
        onInput={(value) => set("pathGlob", value)}
      />
      <Field name="From" value={filter.since} kind="date" onInput={(value) => set("since", value)} />
      <Field name="To" value={filter.until} kind="date" onInput={(value) => set("until", value)} />
      <Field
        name="Author"
        value={filter.author}
        options={choices?.authors}
        onInput={(value) => set("author", value)}
      />
      <Field name="Tag" value={filter.tag} options={choices?.tags} onInput={(value) => set("tag", value)} />
    </fieldset>
  );
}

function Field({
  name,
  value = "",
  kind = "text",
  hint = "",
  options,
  onInput,
}: {
  readonly name: string;
  readonly value: string | undefined;
  readonly kind?: "text" | "date";
  readonly hint?: string;
  readonly options?: readonly string[] | undefined;
  readonly onInput: (value: string) => void;
}) {
  const listId = `choices-${name}`;
  const hasOptions = options !== undefined && options.length > 0;
  return (
    <label class="field">
      <span>{name}</span>
      <input
        type={kind}
        value={value}
        placeholder={hint}
        {...(hasOptions ? { list: listId } : {})}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {hasOptions && (
        <datalist id={listId}>
          {options.map((option) => (
            <option key={option} value={visibleLine(option)} />
          ))}
        </datalist>
      )}
    </label>
  );
}
