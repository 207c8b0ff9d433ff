import { readFileSync } from "node:fs";
import { setImmediate as soon } from "node:timers/promises";
import type { Ide, OpenText, TextPoint } from "../../../server/ide/ide.ts";
import { openIdeOf } from "../../../server/ideWiring.ts";
import { storeOf } from "../../../server/wiring.ts";
import type { HoverCard } from "../../../shared/model/hover.ts";
import type { TestRepository } from "../../support/gitRepository.ts";
import type { IndexedFolder } from "../../support/indexedFolder.ts";

/** An indexed folder as somebody sees it in an editor. */
export interface OpenedFolder {
  readonly ide: Ide;
  /** The text of a file as it lies there, or as it is given; each with a version of its own. */
  open(path: string, text?: string): OpenText;
  /** Hovers the first word after `before` in a text. */
  hover(text: OpenText, before: string | RegExp, signal?: AbortSignal): Promise<HoverCard | undefined>;
  /** The same again and again, until the history of the definition was read. */
  hoverComplete(text: OpenText, before: string | RegExp): Promise<HoverCard | undefined>;
  close(): Promise<void>;
}

let versions = 0;

/** Opens it; the history is read by a real thread. */
export function openedFolder(repository: TestRepository, indexed: IndexedFolder): OpenedFolder {
  const waiting = new Set<() => void>();
  const { ide, close } = openIdeOf(repository.folder, storeOf(indexed.place), {
    onRead: () => {
      for (const go of waiting) go();
      waiting.clear();
    },
  });
  const { signal: never } = new AbortController();
  const hover: OpenedFolder["hover"] = (text, before, signal = never) =>
    ide.hover(text, pointAfter(text.text, before), signal);
  return {
    ide,
    open: (path, text = readFileSync(repository.at(path), "utf8")) => ({ path, text, version: ++versions }),
    hover,
    async hoverComplete(text, before) {
      for (;;) {
        const read = new Promise<void>((resolve) => waiting.add(resolve));
        const card = await hover(text, before);
        if (card === undefined || card.isComplete) return card;
        await read;
        await soon();
      }
    },
    close,
  };
}

/** Where the first word begins that stands after `before`. */
function pointAfter(text: string, before: string | RegExp): TextPoint {
  const match = typeof before === "string" ? text.indexOf(before) : text.search(before);
  if (match < 0) throw new Error(`The text has no ${before}.`);
  const end = match + (typeof before === "string" ? before.length : (before.exec(text)?.[0].length ?? 0));
  const offset = end + text.slice(end).search(/[\p{L}_$]/u);
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: lines.at(-1)?.length ?? 0 };
}
