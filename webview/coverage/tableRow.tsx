// biome-ignore-all lint/a11y/useSemanticElements: see treeTable.tsx.
// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and names its active row.
// biome-ignore-all lint/a11y/noStaticElementInteractions: keys do the same at the active row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are heard by the table.
import type { JSX } from "preact";
import type { ShownRow } from "./arrangeRows.ts";
import type { Cell, Column, TableModel, TableNode } from "./tableNode.ts";

interface TableRowProps {
  readonly row: ShownRow;
  /** Among all rows that are shown, from 0. */
  readonly index: number;
  readonly top: number;
  readonly model: TableModel;
  readonly isActive: boolean;
  readonly onToggle: (id: string) => void;
  readonly onActive: (id: string) => void;
  readonly onOpen: (node: TableNode) => void;
  readonly onTrace: (node: TableNode) => void;
}

/** One row: a click chooses it, one on its name opens what it stands for, and one on the sign before that opens the rows below it. */
export function TableRow(props: TableRowProps): JSX.Element {
  const { row, index, top, model, isActive } = props;
  const { node, level, isOpen, place, siblings } = row;
  return (
    <div
      id={isActive ? "active-row" : undefined}
      class={`row${isActive ? " active" : ""}${node.opens === undefined ? "" : " opens"}`}
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-setsize={siblings}
      aria-posinset={place}
      aria-expanded={isOpen}
      aria-selected={isActive}
      style={{ transform: `translateY(${top}px)`, "--level": String(level - 1) }}
      onClick={() => props.onActive(node.id)}
      onDblClick={() => props.onOpen(node)}
    >
      <FirstCell {...props} />
      <div class="figures" role="presentation">
        {model.others.map((column) => (
          <OtherCell key={column.id} column={column} cell={node.cells[column.id]} />
        ))}
      </div>
    </div>
  );
}

function FirstCell({ row: { node, isOpen }, onToggle, onOpen, onTrace }: TableRowProps): JSX.Element {
  const toggle = (event: Event) => {
    event.stopPropagation();
    onToggle(node.id);
  };
  return (
    <div class="cell first" role="gridcell">
      <span
        class={`twistie${isOpen === undefined ? "" : isOpen ? " open" : " closed"}`}
        aria-hidden="true"
        onClick={isOpen === undefined ? undefined : toggle}
      />
      {node.kind === "" ? null : <span class="kind">{node.kind} </span>}
      <span
        class="label"
        title={hintOf(node)}
        onClick={node.opens === undefined && isOpen !== undefined ? toggle : () => onOpen(node)}
      >
        {node.label}
      </span>
      {node.traced === undefined ? null : (
        <button
          type="button"
          class="trace"
          tabIndex={-1}
          aria-label={`Show trace of ${node.label}`}
          title="Show Trace (Shift+Enter)"
          onClick={() => onTrace(node)}
        >
          Trace
        </button>
      )}
    </div>
  );
}

/** All of a label, which may be cut, and a status that has no room beside it. */
function hintOf({ label, cells }: TableNode): string {
  const status = cells["status"]?.text ?? "";
  return status === "" ? label : `${label} (${status})`;
}

function OtherCell({
  column,
  cell,
}: {
  readonly column: Column;
  readonly cell: Cell | undefined;
}): JSX.Element {
  const { text, percent, isWarning } = cell ?? { text: "" };
  const marks = [
    ` ${column.id}`,
    column.isNumber === true ? " number" : "",
    isWarning === true ? " warning" : "",
  ].join("");
  return (
    <div class={`cell${marks}${text === "" ? " empty" : ""}`} role="gridcell">
      {percent === undefined ? null : (
        <span class="bar" aria-hidden="true">
          <span style={{ width: `${percent}%` }} />
        </span>
      )}
      <span class="text" title={text}>
        {text}
      </span>
      {column.unit === undefined ? null : <span class="unit"> {column.unit[text === "1" ? 0 : 1]}</span>}
    </div>
  );
}
