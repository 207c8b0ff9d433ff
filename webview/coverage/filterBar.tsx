import type { ComponentChildren, JSX } from "preact";
import type { RowFilter } from "./arrangeRows.ts";
import type { Choice, TableModel } from "./tableNode.ts";

/** What filters the table below; `children` are further actions on it. */
export function FilterBar({
  model,
  folders,
  filter,
  onFilter,
  children,
}: {
  readonly model: TableModel;
  readonly folders: readonly string[];
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const change = (part: Partial<RowFilter>) => onFilter({ ...filter, ...part });
  return (
    <search class="filters">
      <input
        type="search"
        aria-label="Filter by words"
        placeholder="Filter by words"
        spellcheck={false}
        value={filter.text}
        onInput={({ currentTarget: { value } }) => change({ text: value })}
      />
      <Select
        label="Kind"
        every="Any kind"
        choices={model.kinds}
        value={filter.kind}
        onChoose={(kind) => change({ kind })}
      />
      <Select
        label="State"
        every="Any state"
        choices={model.states}
        value={filter.state}
        onChoose={(state) => change({ state })}
      />
      <Select
        label="Folder"
        every="All folders"
        choices={folders.map((folder) => ({ value: folder, label: folder }))}
        value={filter.folder}
        onChoose={(folder) => change({ folder })}
      />
      {children}
    </search>
  );
}

function Select({
  label,
  every,
  choices,
  value,
  onChoose,
}: {
  readonly label: string;
  /** What is shown where nothing is chosen. */
  readonly every: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}): JSX.Element | null {
  if (choices.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value}
      class={value === "" ? "" : "chosen"}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{every}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
