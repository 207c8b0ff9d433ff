import { decodeGitText } from "./gitText.ts";
import { converseWithGit, type GitConversation } from "./runGit.ts";

/** Contents larger than this (bytes) are not read. */
const mostBytes = 8 * 1024 * 1024;

interface Waiting {
  settle(text: string | undefined): void;
}

/**
 * Reads contents by hash from one `git cat-file --batch`, which is started with the first question and ends with `close`.
 */
export class BlobReader {
  readonly #folder: string;
  #conversation: GitConversation | undefined;
  #waiting: Waiting[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts Git ahead of the first question, which then need not wait for it. */
  start(): void {
    this.#running();
  }

  /** Text of a content; nothing where the repository lacks it, or where it is no text or larger than 8 MB. */
  read(blob: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (!/^[0-9a-f]{40,64}$/.test(blob)) {
        resolve(undefined);
        return;
      }
      this.#waiting.push({ settle: resolve });
      this.#running().ask(`${blob}\n`);
    });
  }

  /** Ends Git; who still waits gets nothing. */
  close(): void {
    this.#conversation?.end();
    this.#conversation = undefined;
    this.#giveUp();
  }

  #running(): GitConversation {
    if (this.#conversation !== undefined) return this.#conversation;
    const conversation = converseWithGit(this.#folder, ["cat-file", "--batch"]);
    this.#conversation = conversation;
    void this.#listen(conversation);
    return conversation;
  }

  /** Where Git ends by itself (a partial clone may not fetch), what is missing is not there, and it is started anew. */
  async #listen(conversation: GitConversation): Promise<void> {
    const answers = new BatchAnswers((text) => this.#waiting.shift()?.settle(text));
    try {
      for await (const piece of conversation.output) answers.take(piece);
    } catch {
      // A stream that breaks has ended.
    }
    if (this.#conversation !== conversation) return;
    this.#conversation = undefined;
    this.#giveUp();
  }

  #giveUp(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(undefined);
  }
}

/** Puts the answers of `cat-file --batch` together: a line with name, type and size, the content, a line end. */
class BatchAnswers {
  readonly #give: (text: string | undefined) => void;
  #pieces: Buffer[] = [];
  #length = 0;
  /** Bytes of the content that is under way with its line end; absent while a first line is awaited. */
  #wanted: number | undefined;

  constructor(give: (text: string | undefined) => void) {
    this.#give = give;
  }

  take(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#next()) {
      // Several answers may come at once.
    }
  }

  #next(): boolean {
    if (this.#wanted === undefined) {
      const all = this.#joined();
      const end = all.indexOf(10);
      if (end < 0) return false;
      const [, type, size] = all.toString("latin1", 0, end).split(" ");
      this.#drop(end + 1);
      if (size === undefined || type === undefined) this.#give(undefined);
      else this.#wanted = Number(size) + 1;
      return true;
    }
    if (this.#length < this.#wanted) return false;
    const content = this.#joined().subarray(0, this.#wanted - 1);
    this.#give(isText(content) ? decodeGitText(content) : undefined);
    this.#drop(this.#wanted);
    this.#wanted = undefined;
    return this.#length > 0;
  }

  #joined(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  #drop(bytes: number): void {
    const rest = this.#joined().subarray(bytes);
    this.#pieces = [rest];
    this.#length = rest.length;
  }
}

function isText(content: Buffer): boolean {
  return content.length <= mostBytes && !content.subarray(0, 8_000).includes(0);
}
