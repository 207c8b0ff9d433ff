import type { LineRange } from "../linking/symbolHistory/lineRange.ts";
import { locateDefinition } from "../linking/symbolHistory/locateDefinition.ts";
import type { VersionText } from "../linking/symbolHistory/versionText.ts";

/** What an index holds of a file. Who asks for lines means those that were indexed, whatever the file has become since. */
export interface IndexedText {
  /** True where bytes with this SHA-256 (hex) are what was read. */
  isOf(hash: string): boolean;
  /** The lines as far as the index has them, secrets masked. */
  text(): string;
}

/** Where lines of the indexed text stand in the present one; nothing for those that are no longer there. */
export function presentRanges(
  indexed: VersionText,
  ranges: readonly LineRange[],
  present: VersionText,
): readonly (LineRange | undefined)[] {
  return ranges.map((range) => locateDefinition(indexed, range, present, needed)?.range);
}

/** The same as between two versions of a file in its history. */
const needed = { withSameHead: 0.05, withLikeHead: 0.3, without: 0.6 };
