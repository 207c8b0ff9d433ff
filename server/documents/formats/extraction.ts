import type { Division } from "../../model/division.ts";
import type { Outline } from "../outline.ts";

/** What was read out of a document that is no text itself, or one sentence on why nothing was. */
export type Extraction = ExtractedText | { readonly unreadable: string };

/** Text that was read out of a document, with its structure. Not yet masked. */
export interface ExtractedText extends Outline {
  readonly text: string;
  /** Pages or cells; empty where the format knows neither. */
  readonly divisions: readonly Division[];
  /** Lines of the text that hold code of one language. */
  readonly code?: {
    readonly language: string;
    readonly ranges: readonly { readonly startLine: number; readonly endLine: number }[];
  };
}
