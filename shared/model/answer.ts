import type { PlaceInFile } from "./place.ts";
import type { Trace } from "./trace.ts";

/** What `ask` returns: passages in the order in which they answer, or the reason why there are none. */
export interface Answer {
  readonly question: string;
  /** False where nothing in the index supports an answer; `passages` is then empty. */
  readonly found: boolean;
  /** One sentence for people: what was found, or why nothing was. */
  readonly summary: string;
  readonly passages: readonly Passage[];
  /** For a question for a reason: the stories behind what it names, as far as somebody stated them. */
  readonly chain?: Trace;
  /** 0 to 1: how well the passages cover what the question asks for; below the threshold nothing is shown. */
  readonly support: number;
}

/** A passage with the place it was read from. */
export interface Passage {
  /** From 1; the number behind `[1]`. */
  readonly number: number;
  readonly kind: string;
  readonly title: string;
  /** Exactly the lines which the citation names. */
  readonly text: string;
  readonly citation: Citation;
  readonly key?: string;
  /** The most telling reason why it is here. */
  readonly reason: string;
  /** Every reason, the most telling first: for "why these?". */
  readonly reasons: readonly string[];
  /** Author and day of a commit. */
  readonly byline?: string;
}

/** Where a passage stands, at the version that was read. */
export interface Citation extends Partial<PlaceInFile> {
  /**
   * `src/a.ts:3-9@1a2b3c4`, without `@…` where the lines are not committed; `docs/prd.pdf p. 12`, `nb.ipynb cell 7`;
   * `1a2b3c4` for a commit, which has no path.
   */
  readonly label: string;
  readonly uri: string;
  /** Full hash of the commit which holds these lines, or of the commit cited. */
  readonly commit?: string;
}
