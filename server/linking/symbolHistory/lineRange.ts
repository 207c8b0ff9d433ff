/** Lines from 1, both ends included. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}
