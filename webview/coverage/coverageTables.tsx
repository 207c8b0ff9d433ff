import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Coverage } from "../../shared/model/coverage.ts";
import {
  countRows,
  filterRows,
  isEmptyFilter,
  orderRows,
  type RowFilter,
  type RowOrder,
  shownRows,
  toggled,
} from "./arrangeRows.ts";
import { driftTable } from "./driftTable.ts";
import { editor } from "./editorSide.ts";
import { FilterBar } from "./filterBar.tsx";
import { itemTable } from "./itemTable.ts";
import { orphanTable } from "./orphanTable.ts";
import { type ChosenView, firstOpen, noFilter, type TabName } from "./pageState.ts";
import type { TableModel, TableNode } from "./tableNode.ts";
import { Tabs } from "./tabs.tsx";
import { TreeTable } from "./treeTable.tsx";

/** The three tables, one at a time, with what filters them. */
export function CoverageTables({
  coverage,
  withInferred,
  view,
  choose,
}: {
  readonly coverage: Coverage;
  readonly withInferred: boolean;
  readonly view: ChosenView;
  readonly choose: (change: Partial<ChosenView>) => void;
}): JSX.Element {
  const models = useMemo(
    () => ({
      items: itemTable(coverage, withInferred),
      orphans: orphanTable(coverage),
      drift: driftTable(coverage),
    }),
    [coverage, withInferred],
  );
  const { tab } = view;
  const model = models[tab];
  const filter = view.filters[tab] ?? noFilter;
  const counts = useMemo(
    () => ({
      items: countRows(models.items.nodes),
      orphans: countRows(models.orphans.nodes),
      drift: countRows(models.drift.nodes),
    }),
    [models],
  );
  const folders = useMemo(
    () => coverage.folders.map(({ folder }) => folder).filter((folder) => folder !== "."),
    [coverage],
  );
  const setFilter = (changed: RowFilter) =>
    choose({ filters: { ...view.filters, [tab]: changed }, open: { ...view.open, [tab]: firstOpen } });
  return (
    <>
      <Tabs tab={tab} counts={counts} onChoose={(chosen) => choose({ tab: chosen })} />
      <div id="table-panel" class="tables" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <FilterBar model={model} folders={folders} filter={filter} onFilter={setFilter}>
          {tab === "drift" ? null : (
            <>
              <button type="button" class="quiet" onClick={() => choose(openAll(view, tab, "all"))}>
                Expand All
              </button>
              <button type="button" class="quiet" onClick={() => choose(openAll(view, tab, "none"))}>
                Collapse All
              </button>
            </>
          )}
        </FilterBar>
        <Rows {...{ model, filter, view, choose }} total={counts[tab]} onClear={() => setFilter(noFilter)} />
      </div>
    </>
  );
}

interface RowsProps {
  readonly model: TableModel;
  readonly filter: RowFilter;
  readonly view: ChosenView;
  readonly choose: (change: Partial<ChosenView>) => void;
  readonly total: number;
  readonly onClear: () => void;
}

function Rows({ model, filter, view, choose, total, onClear }: RowsProps): JSX.Element {
  const { tab } = view;
  const order = view.orders[tab];
  const filtered = useMemo(() => filterRows(model.nodes, filter), [model, filter]);
  const ordered = useMemo(() => orderRows(filtered.nodes, order), [filtered, order]);
  // What a filter leaves is seen at once, also where it lies below a row that is closed at first.
  const isFiltered = !isEmptyFilter(filter);
  const open = useMemo(() => {
    const chosen = view.open[tab] ?? firstOpen;
    return isFiltered && chosen.base === "first" ? { ...chosen, base: "all" as const } : chosen;
  }, [view.open, tab, isFiltered]);
  const rows = useMemo(() => shownRows(ordered, open), [ordered, open]);
  const [one, many] = model.nouns;
  const words = isFiltered
    ? `${filtered.count.toLocaleString("en")} of ${total.toLocaleString("en")} ${many}`
    : `${total.toLocaleString("en")} ${total === 1 ? one : many}`;
  const open1 = ({ opens }: TableNode) => opens !== undefined && editor.post(opens);
  return (
    <>
      {rows.length === 0 ? (
        <div class="panel" role="status">
          <p>
            {isFiltered ? `None of ${total.toLocaleString("en")} ${many} passes the filter.` : nothing[tab]}
          </p>
          {isFiltered ? (
            <button type="button" onClick={onClear}>
              Clear the Filter
            </button>
          ) : null}
        </div>
      ) : (
        <TreeTable
          key={tab}
          {...{ model, rows, order }}
          active={view.active[tab]}
          onOrder={(column) => choose({ orders: { ...view.orders, [tab]: nextOrder(order, column) } })}
          onToggle={(id) => choose({ open: { ...view.open, [tab]: toggled(open, id) } })}
          onActive={(id) => choose({ active: { ...view.active, [tab]: id } })}
          onOpen={open1}
          onTrace={({ traced }) => traced !== undefined && editor.post({ kind: "showTrace", key: traced })}
        />
      )}
      <p class="count" role="status">
        {words}
      </p>
    </>
  );
}

const nothing: Readonly<Record<TabName, string>> = {
  items: "No specification or tracker of this folder describes an item.",
  orphans: "All code that counts belongs to an item.",
  drift: "Code and specifications have not gone apart anywhere.",
};

function nextOrder(order: RowOrder | undefined, column: string): RowOrder | undefined {
  if (order?.column !== column) return { column, isDescending: false };
  return order.isDescending ? undefined : { column, isDescending: true };
}

function openAll({ open }: ChosenView, tab: TabName, base: "all" | "none"): Pick<ChosenView, "open"> {
  return { open: { ...open, [tab]: { base, others: new Set() } } };
}
