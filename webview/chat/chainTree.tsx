import { useRef, useState } from "preact/hooks";
import type { Trace } from "../../shared/model/trace.ts";
import { ChainDiagram } from "./chainDiagram.tsx";
import { type ChainRow, chainRows } from "./chainRows.ts";
import { editor } from "./editorSide.ts";

/** The chain from the PRD down to commits and code, as a tree and, where somebody wants it, as a picture. */
export function Chain({ turn, chain }: { readonly turn: string; readonly chain: Trace }) {
  const [isDrawn, setDrawn] = useState(false);
  return (
    <section class="chain" aria-label="Where it comes from">
      <ChainTree turn={turn} chain={chain} />
      <div class="quiet-actions">
        <button type="button" class="quiet" aria-expanded={isDrawn} onClick={() => setDrawn(!isDrawn)}>
          {isDrawn ? "Hide diagram" : "Show as diagram"}
        </button>
        <button type="button" class="quiet" onClick={() => editor.post({ type: "copyDiagram", turn })}>
          Copy as Mermaid
        </button>
      </div>
      {isDrawn && <ChainDiagram chain={chain} />}
    </section>
  );
}

/** https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
function ChainTree({ turn, chain }: { readonly turn: string; readonly chain: Trace }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState("0");
  const tree = useRef<HTMLDivElement>(null);
  const rows = chainRows(chain, closed);
  const focused = rows.some(({ place }) => place === current) ? current : "0";
  const move = (row: ChainRow | undefined) => {
    if (row === undefined) return;
    setCurrent(row.place);
    tree.current?.querySelector<HTMLElement>(`[data-place="${row.place}"]`)?.focus();
  };
  const toggle = ({ place, hasChildren }: ChainRow, isOpen: boolean) => {
    if (!hasChildren) return;
    setClosed(new Set(isOpen ? [...closed].filter((each) => each !== place) : [...closed, place]));
  };
  const open = ({ node, canOpen }: ChainRow) =>
    canOpen && editor.post({ type: "openNode", turn, node: node.id });
  const press = (event: KeyboardEvent, row: ChainRow, index: number) => {
    const isOpen = !closed.has(row.place);
    const above = rows.find(
      ({ place }) => place === row.place.slice(0, Math.max(0, row.place.lastIndexOf("/"))),
    );
    const actions: Readonly<Record<string, () => unknown>> = {
      ArrowDown: () => move(rows[index + 1]),
      ArrowUp: () => move(rows[index - 1]),
      ArrowRight: () =>
        row.hasChildren && !isOpen ? toggle(row, true) : row.hasChildren && move(rows[index + 1]),
      ArrowLeft: () => (row.hasChildren && isOpen ? toggle(row, false) : move(above)),
      Home: () => move(rows[0]),
      End: () => move(rows.at(-1)),
      Enter: () => open(row),
      " ": () => open(row),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  return (
    <div class="tree" role="tree" aria-label="Where it comes from" ref={tree}>
      {rows.map((row, index) => (
        <TreeRow
          key={row.place}
          row={row}
          isOpen={!closed.has(row.place)}
          isCurrent={row.place === focused}
          onKeyDown={(event) => press(event, row, index)}
          onOpen={() => {
            setCurrent(row.place);
            open(row);
          }}
          onToggle={() => toggle(row, closed.has(row.place))}
        />
      ))}
    </div>
  );
}

function TreeRow({
  row,
  isOpen,
  isCurrent,
  onKeyDown,
  onOpen,
  onToggle,
}: {
  readonly row: ChainRow;
  readonly isOpen: boolean;
  readonly isCurrent: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
}) {
  const { level, position, siblings, hasChildren, label, description, canOpen, place } = row;
  return (
    <div
      class={`tree-row level-${Math.min(level, 8)}${canOpen ? " openable" : ""}`}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      tabIndex={isCurrent ? 0 : -1}
      data-place={place}
      title={`${label}${description === "" ? "" : ` — ${description}`}`}
      {...(hasChildren ? { "aria-expanded": isOpen } : {})}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      <span
        class={hasChildren ? `twistie ${isOpen ? "open" : "closed"}` : "twistie"}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      />
      <span class="tree-label">{label}</span> <span class="tree-description">{description}</span>
    </div>
  );
}
