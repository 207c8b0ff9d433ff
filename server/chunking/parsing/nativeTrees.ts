import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Text parsed between two collections, in UTF-16 units; a tree takes about thirty times the size of its text. */
const lengthPerCollection = 1_000_000;

let collect: (() => void) | undefined;
let parsedLength = 0;

/**
 * Counts a text that was parsed natively and, now and then, lets the garbage collector run. The native binding has no
 * way to free a tree, and V8 does not know how much memory hangs on one: without this, parsing 45 MB of C grew the
 * process to 2.4 GB before the first collection.
 */
export function countNativeTree(length: number): void {
  parsedLength += length;
  if (parsedLength < lengthPerCollection) return;
  parsedLength = 0;
  collect ??= exposedCollector();
  collect();
}

/** `--expose-gc` may be set while a process runs; contexts made afterwards have the function. */
function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
