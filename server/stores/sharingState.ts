import type { Watermark } from "../model/teamServer.ts";

/** With whom the links of a folder are shared. */
export interface Sharing {
  readonly team: string;
  readonly repository: string;
  /** Hash of what may be sent and where to: another one makes everything be looked at again. */
  readonly policy: string;
  /** Prefixes of the keys which everyone in the team may read: they count as keys here too. */
  readonly projects?: readonly string[];
  /** Epoch of the repository's graph on the server, once something was sent. */
  readonly epoch?: string;
  /** True where the last push came from an older state of the code than the one that was there. */
  readonly wasOlder?: boolean;
  /** ISO 8601 in UTC. */
  readonly pushedAt?: string;
  readonly pulledAt?: string;
}

/** A node or source that changed. */
export interface OutboxEntry {
  readonly number: number;
  readonly kind: "node" | "source";
  /** Id of the node, name of the source. */
  readonly name: string;
}

/** What a replica of a team's graph remembers beside the links. Kept with them, in the same transactions. */
export interface SharingState {
  /** Undefined where nothing is shared. */
  sharing(): Sharing | undefined;
  /** Begins, or changes what is known of it. With another team, repository or policy everything is entered into the outbox. */
  share(sharing: Sharing): Promise<void>;
  /** Nothing is shared from now on. What came from others is the caller's to close. */
  stop(): Promise<void>;
  /** Enters everything of this folder into the outbox. */
  enterAll(): Promise<void>;
  /** The oldest entries after one with this number, in the order of their numbers, which are from 1 and never used again. */
  entries(limit: number, after: number): readonly OutboxEntry[];
  /** Those of which something arrived before, in whatever state. */
  sentAmong(entries: readonly OutboxEntry[]): ReadonlySet<OutboxEntry>;
  /** These have arrived; what has changed again since has a new number and stays. `retracted`: what is no longer there. */
  acknowledge(entries: readonly OutboxEntry[], retracted: readonly OutboxEntry[]): Promise<void>;
  countEntries(): number;
  watermark(name: string): Watermark | undefined;
  watermarks(): readonly string[];
  /** `undefined` forgets it. */
  setWatermark(name: string, watermark: Watermark | undefined, at: string): Promise<void>;
}
