import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import type { TabName } from "./pageState.ts";

const tabs: readonly (readonly [TabName, string])[] = [
  ["items", "Items"],
  ["orphans", "Code without an item"],
  ["drift", "Drift"],
];

/** Tabs by https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: arrow keys choose. */
export function Tabs({
  tab,
  counts,
  onChoose,
}: {
  readonly tab: TabName;
  readonly counts: Readonly<Record<TabName, number>>;
  readonly onChoose: (tab: TabName) => void;
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex(([name]) => name === tab);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const to = steps[event.key];
    const chosen = to === undefined ? undefined : tabs.at(to % tabs.length)?.[0];
    if (chosen === undefined) return;
    event.preventDefault();
    onChoose(chosen);
    list.current?.querySelector<HTMLElement>(`#tab-${chosen}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Tables" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(([name, title]) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls="table-panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {title} <span class="badge">{counts[name].toLocaleString("en")}</span>
        </button>
      ))}
    </div>
  );
}
