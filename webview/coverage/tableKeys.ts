import type { ShownRow } from "./arrangeRows.ts";

/** What a key does. */
export type KeyStep =
  | { readonly kind: "go"; readonly to: number }
  | { readonly kind: "toggle" | "open" | "trace" };

/** A key as it was pressed. */
export interface PressedKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * What a key does at a row: arrows, Home, End and Page keys move, left and right close and open, Enter opens, Shift+Enter traces.
 * Nothing for keys that are the editor's.
 */
export function stepFor(
  { key, altKey, ctrlKey, metaKey, shiftKey }: PressedKey,
  rows: readonly ShownRow[],
  at: number,
  perPage: number,
): KeyStep | undefined {
  const row = rows[at];
  if (row === undefined || altKey || ctrlKey || metaKey) return undefined;
  switch (key) {
    case "ArrowDown":
      return { kind: "go", to: at + 1 };
    case "ArrowUp":
      return { kind: "go", to: at - 1 };
    case "PageDown":
      return { kind: "go", to: at + perPage };
    case "PageUp":
      return { kind: "go", to: at - perPage };
    case "Home":
      return { kind: "go", to: 0 };
    case "End":
      return { kind: "go", to: rows.length - 1 };
    case "ArrowRight":
      return row.isOpen === false ? { kind: "toggle" } : row.isOpen ? { kind: "go", to: at + 1 } : undefined;
    case "ArrowLeft":
      return row.isOpen === true ? { kind: "toggle" } : goToParent(rows, at);
    case " ":
      return row.isOpen === undefined ? undefined : { kind: "toggle" };
    case "Enter":
      return { kind: shiftKey ? "trace" : "open" };
    default:
      return undefined;
  }
}

function goToParent(rows: readonly ShownRow[], at: number): KeyStep | undefined {
  const level = rows[at]?.level ?? 1;
  const to = rows.findLastIndex((row, index) => index < at && row.level < level);
  return to < 0 ? undefined : { kind: "go", to };
}
