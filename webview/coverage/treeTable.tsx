// biome-ignore-all lint/a11y/useSemanticElements: rows are drawn as far as they can be seen, which elements of a table do not allow.
import type { JSX, RefObject, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RowOrder, ShownRow } from "./arrangeRows.ts";
import { TableHead } from "./tableHead.tsx";
import { stepFor } from "./tableKeys.ts";
import type { TableModel, TableNode } from "./tableNode.ts";
import { TableRow } from "./tableRow.tsx";

/** What a table shows, and who hears of what is done in it. */
export interface TreeTableProps {
  readonly model: TableModel;
  readonly rows: readonly ShownRow[];
  readonly order: RowOrder | undefined;
  /** Id of the row that the keyboard acts on. */
  readonly active: string | undefined;
  readonly onOrder: (column: string) => void;
  readonly onToggle: (id: string) => void;
  readonly onActive: (id: string) => void;
  readonly onOpen: (node: TableNode) => void;
  readonly onTrace: (node: TableNode) => void;
}

/** Rows beyond what can be seen which are drawn too, so that a short scroll shows no gap. */
const spareRows = 10;
/** Below this width a row has its figures on a second line. */
const narrowPx = 560;

/**
 * A tree with columns, by the pattern of https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/ with rows as what is moved between. Only
 * rows in sight are drawn, and the active one, which assistive technology is told of.
 */
export function TreeTable(props: TreeTableProps): JSX.Element {
  const { model, rows, order, active, onActive } = props;
  const table = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const view = useView(table, head, model.isStacked === true);
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node.id === active),
  );
  const current = rows[at];
  const go = (to: number) => {
    const row = rows[Math.min(Math.max(0, to), rows.length - 1)];
    if (row === undefined) return;
    onActive(row.node.id);
    bringIntoView(table.current, rows.indexOf(row), view);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || current === undefined) return;
    const perPage = Math.max(1, Math.floor((view.height - view.head) / view.row) - 1);
    const step = stepFor(event, rows, at, perPage);
    if (step === undefined) return;
    event.preventDefault();
    if (step.kind === "go") go(step.to);
    else if (step.kind === "toggle") props.onToggle(current.node.id);
    else if (step.kind === "open") props.onOpen(current.node);
    else props.onTrace(current.node);
  };
  const first = Math.max(0, Math.floor(view.top / view.row) - spareRows);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / view.row) + spareRows);
  const drawn = rows.slice(first, last).map((row, index) => ({ row, index: first + index }));
  if (current !== undefined && (at < first || at >= last)) drawn.push({ row: current, index: at });
  const tracks = [model.first, ...model.others].map(({ width }) => width).join(" ");
  return (
    <div
      ref={table}
      class={`table${view.isNarrow ? " narrow" : ""}`}
      role="treegrid"
      aria-label={model.title}
      aria-rowcount={rows.length + 1}
      aria-colcount={model.others.length + 1}
      aria-activedescendant={current === undefined ? undefined : "active-row"}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={{ "--tracks": tracks, "--row-height": `${view.row}px` }}
    >
      <TableHead model={model} order={order} onOrder={props.onOrder} box={head} />
      <div class="rows" role="rowgroup" style={{ height: `${rows.length * view.row}px` }}>
        {drawn.map(({ row, index }) => (
          <TableRow
            key={row.node.id}
            row={row}
            index={index}
            top={index * view.row}
            model={model}
            isActive={index === at}
            onToggle={props.onToggle}
            onActive={onActive}
            onOpen={props.onOpen}
            onTrace={props.onTrace}
          />
        ))}
      </div>
    </div>
  );
}

/** What of the table can be seen, as it is scrolled and as wide as it is. */
function useView(
  table: RefObject<HTMLDivElement | null>,
  head: RefObject<HTMLDivElement | null>,
  isStacked: boolean,
): View {
  const [view, setView] = useState(firstView);
  useLayoutEffect(() => {
    const box = table.current;
    if (box === null) return undefined;
    const look = () => setView((before) => viewOf(box, head.current, before, isStacked));
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, []);
  return view;
}

interface View {
  readonly top: number;
  readonly height: number;
  readonly head: number;
  /** Height of a row. */
  readonly row: number;
  readonly isNarrow: boolean;
}

const firstView: View = { top: 0, height: 800, head: 28, row: 24, isNarrow: false };

function viewOf(box: HTMLElement, head: HTMLElement | null, before: View, isStacked: boolean): View {
  const isNarrow = isStacked || box.clientWidth < narrowPx;
  const fontPx = Number.parseFloat(getComputedStyle(box).fontSize);
  const now = {
    top: box.scrollTop,
    height: box.clientHeight,
    head: head?.offsetHeight ?? 0,
    row: Math.round(fontPx * (isNarrow ? 3.4 : 1.85)),
    isNarrow,
  };
  const isSame = (Object.keys(now) as (keyof View)[]).every((name) => now[name] === before[name]);
  return isSame ? before : now;
}

/** The head stays above the rows while they scroll. */
function bringIntoView(box: HTMLElement | null, index: number, { row, head, height }: View): void {
  if (box === null) return;
  const top = index * row;
  const shown = height - head;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + row > box.scrollTop + shown) box.scrollTop = top + row - shown;
}
