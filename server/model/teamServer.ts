import type { GraphNode } from "./graph.ts";
import type { GraphStore, Statement } from "./graphStore.ts";
import type { SharedRecord } from "./record.ts";

/** Up to where somebody has read what a server keeps of one repository, or of the records of a team. */
export interface Watermark {
  /** Differs once the server was made anew or put back to an older state that was written since. */
  readonly epoch: string;
  /** Number of the last complete commit that was read. */
  readonly number: number;
}

/** What changed in the graph of one repository since a watermark. */
export interface RepositoryChanges {
  readonly to: Watermark;
  /** False where everything is given, because there was no watermark or it is of another history than the server's. */
  readonly isContinued: boolean;
  /** Nodes that were written since, as they are now. */
  readonly nodes: readonly GraphNode[];
  /** Of each source of which an edge was opened or closed since: all that it states now; without edges where that is nothing. */
  readonly statements: readonly Statement[];
}

/** The records of a team from a watermark on. */
export interface RecordChanges {
  readonly to: Watermark;
  readonly isContinued: boolean;
  readonly records: readonly SharedRecord[];
}

/**
 * The server on which a team shares links. Each repository has a graph of its own there. Every call is one transaction, is
 * harmless when it is done twice, never takes longer than the patience of the connection, and throws `WhenceError`.
 */
export interface TeamServer {
  /** The graph of a repository of this team. */
  graphOf(repository: string): GraphStore;
  /** Names of the repositories that have shared something. */
  repositories(): Promise<readonly string[]>;
  /** Commit of the repository at which its graph was last stated as a whole; undefined before that. */
  head(repository: string): Promise<string | undefined>;
  setHead(repository: string, commit: string): Promise<void>;
  /** At which epoch the graph of a repository is; undefined where there is none yet. */
  epoch(repository: string): Promise<string | undefined>;
  /** What changed in the graph of a repository. */
  changes(repository: string, since: Watermark | undefined): Promise<RepositoryChanges>;
  /** Adds records; those which are there stay as they are. */
  addRecords(records: readonly SharedRecord[]): Promise<void>;
  records(since: Watermark | undefined): Promise<RecordChanges>;
  /** Ends all connections. */
  close(): Promise<void>;
}
