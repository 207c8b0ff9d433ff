import { readdirSync, readFileSync } from "node:fs";

/** A process as Linux tells of it. */
export interface RunningProcess {
  readonly pid: number;
  /** Its words, with blanks between them. */
  readonly command: string;
}

/** All processes that came of `pid`, without itself. */
export function descendantsOf(pid: number): readonly RunningProcess[] {
  const found = childrenOf(pid).flatMap(readProcess);
  return [...found, ...found.flatMap((child) => descendantsOf(child.pid))];
}

/** Whether there is such a process, one that has ended but was not taken note of aside. */
export function isRunning(pid: number): boolean {
  return stateOf(pid) !== undefined && stateOf(pid) !== "Z";
}

/** The kernel lists them by the thread that started them. */
function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/children`);
    return threads.flatMap((file) => readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

function readProcess(pid: number): readonly RunningProcess[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return [{ pid, command }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function stateOf(pid: number): string | undefined {
  try {
    return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
