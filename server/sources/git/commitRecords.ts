import { commitUri } from "../../model/documentUri.ts";
import type { CommitFile, RawCommit } from "../../model/rawItem.ts";
import { decodeGitText } from "./gitText.ts";

/** Commits that change more files than this (imports, mass formatting) list the first ones and count the rest. */
export const MAX_FILES_PER_COMMIT = 2_000;

/** What `git log --format` must be given for `CommitRecords` to read its answer (with `-z --name-status`). */
export const COMMIT_FORMAT = "%x00%H%x00%P%x00%aN%x00%aE%x00%at%x00%ct%x00%s%x00%b";

/**
 * Puts commits together from the NUL-ended fields of `git log -z --name-status`. An empty field opens each commit,
 * eight fields of `COMMIT_FORMAT` follow, then pairs of status and path (three fields for renames and copies). Neither
 * a status nor a path is ever empty and no message holds a NUL, so any text is safe.
 */
export class CommitRecords {
  #head: Buffer[] = [];
  #files: CommitFile[] = [];
  #filesOmitted = 0;
  #status = "";
  #paths: string[] = [];

  /** Takes the next field; gives the commit which this field shows to be complete. */
  take(field: Buffer): RawCommit | undefined {
    if (this.#head.length > 0 && this.#head.length <= HEAD_FIELDS) {
      this.#head.push(field);
    } else if (field.length === 0) {
      const complete = this.finish();
      this.#head = [field];
      return complete;
    } else if (this.#status === "") {
      // A line break stands between the message and the first status.
      this.#status = field.toString("latin1").trimStart();
    } else this.#takePath(decodeGitText(field));
    return undefined;
  }

  /** Gives the commit that was under way when the fields ended. */
  finish(): RawCommit | undefined {
    const [, hash, parents, authorName, authorEmail, authored, committed, subject, body] =
      this.#head.map(decodeGitText);
    const files = this.#files;
    const filesOmitted = this.#filesOmitted;
    this.#head = [];
    this.#files = [];
    this.#filesOmitted = 0;
    if (hash === undefined || hash === "") return undefined;
    return {
      source: "git",
      uri: commitUri(hash),
      hash,
      parents: (parents ?? "").split(" ").filter((parent) => parent !== ""),
      authorName: authorName ?? "",
      authorEmail: authorEmail ?? "",
      authoredAt: isoTime(authored ?? ""),
      committedAt: isoTime(committed ?? ""),
      subject: subject ?? "",
      body: (body ?? "").trimEnd(),
      files,
      ...(filesOmitted > 0 ? { filesOmitted } : {}),
    };
  }

  #takePath(path: string): void {
    this.#paths.push(path);
    const moved = this.#status.startsWith("R") || this.#status.startsWith("C");
    if (moved && this.#paths.length < 2) return;
    const change = CHANGES[this.#status.charAt(0)] ?? "modified";
    const [previousPath, newPath] = this.#paths;
    if (this.#files.length >= MAX_FILES_PER_COMMIT) this.#filesOmitted++;
    else if (moved && previousPath !== undefined && newPath !== undefined) {
      this.#files.push({ path: newPath, change, previousPath });
    } else this.#files.push({ path, change });
    this.#status = "";
    this.#paths = [];
  }
}

const HEAD_FIELDS = 8;

const CHANGES: Readonly<Record<string, CommitFile["change"]>> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "typeChanged",
};

/** Old tools wrote impossible times; such a commit stands at the epoch rather than stopping everything. */
function isoTime(seconds: string): string {
  const time = new Date(Number(seconds) * 1000);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}
