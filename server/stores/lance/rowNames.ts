import type { Table } from "@lancedb/lancedb";
import type { Data, Utf8 } from "apache-arrow";

/** Rows that were written after the names were read, after which reading all again is cheaper than one by one. */
const LATE_ROWS = 5_000;

/** What a row is called: its own id, and the URI of its document where it was asked for. */
export interface RowName {
  readonly id: string;
  readonly uri?: string;
}

/** A block of rows in the order of their addresses, as LanceDB returned it; copied, for its buffers are larger. */
interface Block {
  readonly addresses: BigUint64Array;
  readonly ids: PackedTexts;
  readonly uris: readonly string[];
}

/** Texts one after the other, each up to where the next begins: a string object each would take four times as much. */
interface PackedTexts {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
}

/**
 * Names of a table's rows by their address (`_rowid`: fragment and place in it). Taking those of 100 hits from the
 * table costs more than finding them (3 ms against 2); read once, all ids cost some 45 bytes a row and URIs as much
 * again. An address never names another row: LanceDB writes a changed row anew, and numbers no fragment twice.
 */
export class RowNames {
  readonly #blocks: readonly Block[];
  readonly #columns: string[];
  readonly #late = new Map<bigint, RowName>();

  private constructor(blocks: readonly Block[], columns: readonly string[]) {
    this.#blocks = blocks;
    this.#columns = [...columns];
  }

  /** Reads the names of all rows: 0.1 s for 130,000. */
  static async read(table: Table, columns: readonly ("id" | "uri")[]): Promise<RowNames> {
    const found = table
      .query()
      .select([...columns])
      .withRowId();
    const blocks: Block[] = [];
    for await (const batch of found) {
      const addresses = batch.getChild("_rowid")?.toArray() as BigUint64Array | undefined;
      const ids = batch.getChild("id")?.data[0];
      if (addresses === undefined || ids === undefined || addresses.length === 0) continue;
      const uris = batch.getChild("uri")?.data[0];
      blocks.push({
        addresses: addresses.slice(),
        ids: packed(ids),
        uris: uris === undefined ? [] : sharedTexts(packed(uris)),
      });
    }
    return new RowNames(
      blocks.toSorted((a, b) => (first(a) < first(b) ? -1 : 1)),
      columns,
    );
  }

  /** True once so many rows were added since that `read` should be called again. */
  get isOutdated(): boolean {
    return this.#late.size > LATE_ROWS;
  }

  /** The name at each address; those written since are looked up in the table. */
  async at(addresses: BigUint64Array, table: Table): Promise<readonly (RowName | undefined)[]> {
    const names = Array.from(addresses, (address) => this.#find(address));
    const missing = [...addresses].filter((_, at) => names[at] === undefined);
    if (missing.length === 0) return names;
    for (const row of await table.takeRowIds(missing).select(this.#columns).withRowId().toArray()) {
      const uri = row.uri === undefined ? {} : { uri: String(row.uri) };
      this.#late.set(BigInt(row._rowid), { id: String(row.id), ...uri });
    }
    return Array.from(addresses, (address, at) => names[at] ?? this.#late.get(address));
  }

  #find(address: bigint): RowName | undefined {
    const block = this.#blockOf(address);
    if (block === undefined) return this.#late.get(address);
    const at = placeIn(block.addresses, address);
    if (at === undefined) return this.#late.get(address);
    const uri = block.uris[at];
    const id = textAt(block.ids, at);
    return uri === undefined ? { id } : { id, uri };
  }

  #blockOf(address: bigint): Block | undefined {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first(this.#blocks[middle]) <= address) low = middle + 1;
      else high = middle;
    }
    return this.#blocks[low - 1];
  }
}

/** Most blocks have a row at every address, so that its place is known; elsewhere it is searched for. */
function placeIn(addresses: BigUint64Array, address: bigint): number | undefined {
  const from = addresses[0] ?? 0n;
  let high = Math.min(Number(address - from), addresses.length - 1);
  if (addresses[high] === address) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((addresses[middle] ?? 0n) < address) low = middle + 1;
    else high = middle;
  }
  return addresses[low] === address ? low : undefined;
}

function first(block: Block | undefined): bigint {
  return block?.addresses[0] ?? 0n;
}

function packed({ values, valueOffsets, length }: Data<Utf8>): PackedTexts {
  const from = valueOffsets[0] ?? 0;
  const bytes = Buffer.from(values.slice(from, valueOffsets[length]));
  return { bytes, starts: valueOffsets.slice(0, length + 1).map((start) => start - from) };
}

function textAt({ bytes, starts }: PackedTexts, at: number): string {
  return bytes.toString("utf8", starts[at], starts[at + 1]);
}

/** Rows of a document mostly lie together, so they share its URI. */
function sharedTexts(column: PackedTexts): readonly string[] {
  const { bytes, starts } = column;
  const texts: string[] = [];
  for (let at = 0; at + 1 < starts.length; at++) {
    const isSame =
      at > 0 && bytes.compare(bytes, starts[at - 1], starts[at], starts[at], starts[at + 1]) === 0;
    texts.push((isSame ? texts[at - 1] : undefined) ?? textAt(column, at));
  }
  return texts;
}
