// biome-ignore-all lint/a11y/useSemanticElements: see treeTable.tsx.
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the heads take the focus.
import type { JSX, RefObject } from "preact";
import type { RowOrder } from "./arrangeRows.ts";
import type { Column, TableModel } from "./tableNode.ts";

/** Heads of the columns: each orders the rows by its column, once more the other way round, and a third time as they were counted. */
export function TableHead({
  model,
  order,
  onOrder,
  box,
}: {
  readonly model: TableModel;
  readonly order: RowOrder | undefined;
  readonly onOrder: (column: string) => void;
  readonly box: RefObject<HTMLDivElement | null>;
}): JSX.Element {
  return (
    <div class="head" role="rowgroup" ref={box}>
      <div class="row" role="row" aria-rowindex={1}>
        <HeadCell column={model.first} order={order} onOrder={onOrder} />
        <div class="figures" role="presentation">
          {model.others.map((column) => (
            <HeadCell key={column.id} column={column} order={order} onOrder={onOrder} />
          ))}
        </div>
      </div>
    </div>
  );
}

function HeadCell({
  column: { id, title, isNumber },
  order,
  onOrder,
}: {
  readonly column: Column;
  readonly order: RowOrder | undefined;
  readonly onOrder: (column: string) => void;
}): JSX.Element {
  const isOrdered = order?.column === id;
  const direction = isOrdered ? (order.isDescending ? "descending" : "ascending") : "none";
  return (
    <div class={`cell${isNumber === true ? " number" : ""}`} role="columnheader" aria-sort={direction}>
      <button type="button" onClick={() => onOrder(id)}>
        {title}
        <span class="direction" aria-hidden="true">
          {isOrdered ? (order.isDescending ? "↓" : "↑") : ""}
        </span>
      </button>
    </div>
  );
}
