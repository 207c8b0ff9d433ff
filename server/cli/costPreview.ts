import { counted } from "../base/counted.ts";
import type { RemoteEmbedding } from "../embedderWiring.ts";
import type { EmbeddingWork } from "../indexing/embeddingWork.ts";
import type { Indexing } from "../wiring.ts";
import type { CommandContext } from "./context.ts";
import { placeOf } from "./context.ts";

/** Assumed where the server was not asked before. */
const assumedMs = 1_000;

/** What making the missing vectors takes, as `whence index --preview --json` prints it. */
export interface CostPreview extends EmbeddingWork {
  /** Where the texts go; absent where nothing is sent. */
  readonly host?: string;
  readonly model?: string;
  readonly requests: number;
  readonly minutes: number;
  /** In the currency of the setting; absent where no price is set. */
  readonly price?: number;
}

/** Measures what is missing. Right once everything is read. */
export function previewCost(
  context: CommandContext,
  { remote, embeddingWork }: Pick<Indexing, "remote" | "embeddingWork">,
): CostPreview {
  const work = embeddingWork();
  const pricePerMillion = Number(placeOf(context).settings["whence.embedding.pricePerMillionTokens"]);
  if (remote === undefined) return { ...work, requests: 0, minutes: 0 };
  const { batchSize, concurrency, model } = remote.options;
  const requests = Math.ceil(work.chunks / batchSize);
  const minutes = (Math.ceil(requests / concurrency) * (remote.usualMs() ?? assumedMs)) / 60_000;
  return {
    host: remote.endpoint.host,
    model,
    ...work,
    requests,
    minutes: Math.round(minutes * 10) / 10,
    ...(pricePerMillion > 0 ? { price: Math.round((work.tokens / 1e6) * pricePerMillion * 1e4) / 1e4 } : {}),
  };
}

/** The preview for people. */
export function previewLines(preview: CostPreview, remote: RemoteEmbedding | undefined): readonly string[] {
  if (remote === undefined) {
    return ["Vectors are made on this machine by the built-in model: nothing is sent and nothing is paid."];
  }
  const { endpoint, options } = remote;
  const isOpen = endpoint.origin.startsWith("http:") ? ", without encryption" : "";
  const before = remote.isHostApproved() ? "" : "; nothing was sent there before";
  const rate =
    remote.usualMs() === undefined ? "if a request takes a second" : "as fast as the requests before";
  return [
    `Vectors are made by "${options.model}" at ${endpoint.host}${isOpen}${before}. What it would take:`,
    `  documents  ${counted(preview.files, "file")}, ${counted(preview.commits, "commit")}`,
    `  passages   ${preview.chunks.toLocaleString("en")} to send, ${preview.known.toLocaleString("en")} known already`,
    `  tokens     about ${roughly(preview.tokens)}, estimated from letters, digits and marks`,
    `  requests   ${preview.requests.toLocaleString("en")}, ${options.concurrency} at a time`,
    `  time       ${timeOf(preview.minutes)} ${rate}`,
    preview.price === undefined
      ? "  price      not known: the setting whence.embedding.pricePerMillionTokens says it"
      : `  price      about ${preview.price}, at the price per million tokens in the settings`,
  ];
}

/** A number of which only the first two digits mean something. */
export function roughly(number: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, number))) - 1);
  return (Math.round(number / unit) * unit).toLocaleString("en");
}

function timeOf(minutes: number): string {
  return minutes < 1 ? "less than a minute" : `about ${counted(Math.round(minutes), "minute")}`;
}
