import type { Memento } from "vscode";

/** The conversation that a window showed last. */
export interface Remembered {
  readonly folder: string;
  readonly conversation: string;
}

const key = "whence.chat.current";

/**
 * What this workspace remembers of the chat. Windows on one folder share this memory, so that it also says which process of an editor
 * wrote it: what another window shows now is left to that one.
 */
export class WindowMemory {
  readonly #memory: Memento;
  readonly #process: number;

  constructor(memory: Memento, process: number) {
    this.#memory = memory;
    this.#process = process;
  }

  /** What was shown last in a window that is closed by now. */
  get last(): Remembered | undefined {
    const kept = this.#memory.get<Remembered & { readonly process?: number }>(key);
    if (kept === undefined) return undefined;
    const { process: by, ...remembered } = kept;
    const isElsewhere = by !== undefined && by !== this.#process && isAlive(by);
    return isElsewhere ? undefined : remembered;
  }

  /** Remembers what is shown, or that nothing is. */
  async keep(shown: Remembered | undefined): Promise<void> {
    await this.#memory.update(key, shown === undefined ? undefined : { ...shown, process: this.#process });
  }
}

/** https://nodejs.org/api/process.html#processkillpid-signal: signal 0 only asks. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
