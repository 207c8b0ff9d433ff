/** A tag that points to a commit. */
export interface ReleaseTag {
  /** `v1.2.0`. */
  readonly name: string;
  /** Full hash of the commit, also where the tag is an object of its own. */
  readonly commit: string;
  /** When the tag was made, or the commit where the tag is a mere name; ISO 8601 in UTC. */
  readonly date: string;
  /** First line of the tag's message, or of the commit's. */
  readonly subject: string;
}
