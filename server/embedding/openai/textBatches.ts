import { cutToTokens, estimateTokens } from "./tokenEstimate.ts";

/** Some servers limit the tokens of a whole request (OpenAI: 300,000); half of that leaves room for the estimate's error. */
const batchTokensMost = 150_000;

/** Texts that go in one request. */
export interface TextBatch {
  /** Place of the first one among all texts. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** How texts are cut and put together. */
export interface BatchLimits {
  readonly batchSize: number;
  readonly maxInputTokens: number;
}

/** Cuts what is too long and puts texts together, in order. */
export function textBatches(texts: readonly string[], limits: BatchLimits): readonly TextBatch[] {
  const batches: TextBatch[] = [];
  let open: string[] = [];
  let openTokens = 0;
  const close = (end: number) => {
    if (open.length > 0) batches.push({ start: end - open.length, texts: open });
    open = [];
    openTokens = 0;
  };
  for (const [place, text] of texts.entries()) {
    const cut = cutToTokens(text, limits.maxInputTokens);
    const tokens = estimateTokens(cut);
    if (open.length >= limits.batchSize || openTokens + tokens > batchTokensMost) close(place);
    open.push(cut);
    openTokens += tokens;
  }
  close(texts.length);
  return batches;
}
