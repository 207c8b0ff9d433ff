import { decodeGitText } from "./gitText.ts";
import { converseWithGit, type GitConversation } from "./runGit.ts";

/** A file that a commit changed or took away. */
export interface ChangedContent {
  /** Its path before the commit, from the root of the repository. */
  readonly path: string;
  /** Hash of its content before the commit. */
  readonly blob: string;
  /** Hash of its content right after; absent where it is gone. */
  readonly after?: string;
}

/** Of so many commits the answers are kept. */
const mostKept = 500;
/** Of one commit so many files are given. */
const mostFiles = 300;

/**
 * Which files commits changed, from one `git diff-tree --stdin`, which is started with the first question and ends with
 * `close`: starting a process for each commit takes longer than the answer.
 */
export class CommitChanges {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<readonly ChangedContent[]>>();
  #conversation: GitConversation | undefined;
  #waiting: ((changes: readonly ChangedContent[]) => void)[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Files that a commit changed against `parent`, with their contents before; not those which it brought, and the first
   * 300 of many. Nothing where the repository lacks what it takes to say so.
   */
  of(commit: string, parent: string): Promise<readonly ChangedContent[]> {
    const question = `${commit} ${parent}`;
    const kept = this.#kept.get(question);
    if (kept !== undefined) return kept;
    const asked = new Promise<readonly ChangedContent[]>((resolve) => {
      this.#waiting.push(resolve);
      // Git repeats a line that names no commit as it is, and writes out all that it has until then.
      this.#running().ask(`${question}\n${endOfAnswer}\n`);
    });
    this.#kept.set(question, asked);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return asked;
  }

  /** Ends Git; who still waits gets nothing. */
  close(): void {
    this.#conversation?.end();
    this.#conversation = undefined;
    this.#giveUp();
  }

  #running(): GitConversation {
    if (this.#conversation !== undefined) return this.#conversation;
    const conversation = converseWithGit(this.#folder, diffTree);
    this.#conversation = conversation;
    void this.#listen(conversation);
    return conversation;
  }

  /** Where Git ends by itself, because something is missing, it is started anew for the next question. */
  async #listen(conversation: GitConversation): Promise<void> {
    let answer = "";
    try {
      for await (const piece of conversation.output) {
        answer += piece.toString("latin1");
        for (let end = endIn(answer); end >= 0; end = endIn(answer)) {
          this.#waiting.shift()?.(changesIn(answer.slice(0, end)));
          answer = answer.slice(end + endOfAnswer.length + 1);
        }
      }
    } catch {
      // A stream that breaks has ended.
    }
    if (this.#conversation !== conversation) return;
    this.#conversation = undefined;
    this.#giveUp();
  }

  #giveUp(): void {
    this.#kept.clear();
    for (const settle of this.#waiting.splice(0)) settle([]);
  }
}

const diffTree = [
  "diff-tree",
  "--stdin",
  "--no-commit-id",
  "-r",
  "-z",
  "--raw",
  "--no-abbrev",
  "--no-renames",
  "--diff-filter=MD",
];

/** Stands where a field begins, so no path can be taken for it: a path follows its modes. */
const endOfAnswer = "end of answer";

/** Where the answer ends: at its beginning or behind a field, of which every second one is a path. */
function endIn(answer: string): number {
  let at = 0;
  while (answer.startsWith(":", at)) {
    const path = answer.indexOf("\0", at) + 1;
    const next = path === 0 ? 0 : answer.indexOf("\0", path) + 1;
    if (next === 0) return -1;
    at = next;
  }
  return answer.startsWith(`${endOfAnswer}\n`, at) ? at : -1;
}

function changesIn(answer: string): readonly ChangedContent[] {
  const fields = answer.split("\0");
  const found: ChangedContent[] = [];
  for (let at = 0; at + 1 < fields.length && found.length < mostFiles; at += 2) {
    const [mode = "", , blob = "", after = ""] = (fields[at] ?? "").split(" ");
    // Links and submodules hold no code.
    if (!mode.startsWith(":100")) continue;
    const path = decodeGitText(Buffer.from(fields[at + 1] ?? "", "latin1"));
    found.push({ path, blob, ...(/^0*$/.test(after) ? {} : { after }) });
  }
  return found;
}
