import type { Table } from "@lancedb/lancedb";

/** Rows that were written after the names were read, after which reading all again is cheaper than one by one. */
const LATE_ROWS = 5_000;

/** What a row is called: its own id, and the URI of its document. */
export interface RowName {
  readonly id: string;
  readonly uri: string;
}

/** A block of rows in the order of their addresses, as LanceDB returned it; copied, for its buffers are larger. */
interface Block {
  readonly addresses: BigUint64Array;
  readonly ids: readonly string[];
  readonly uris: readonly string[];
}

/**
 * Names of a table's rows by their address (`_rowid`: fragment and place in it). Taking those of 100 hits from the
 * table costs more than finding them (3 ms against 2); read once, all of them cost some 90 bytes a row. An address
 * never names another row: LanceDB writes a changed row anew, and numbers no fragment twice.
 */
export class RowNames {
  readonly #blocks: readonly Block[];
  readonly #late = new Map<bigint, RowName>();

  private constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  /** Reads the names of all rows: 0.2 s for 130,000. */
  static async read(table: Table): Promise<RowNames> {
    const found = table.query().select(["id", "uri"]).withRowId();
    const blocks: Block[] = [];
    for await (const batch of found) {
      const addresses = batch.getChild("_rowid")?.toArray() as BigUint64Array | undefined;
      if (addresses === undefined || addresses.length === 0) continue;
      const column = (name: string): readonly string[] => textsOf(batch.getChild(name), addresses.length);
      blocks.push({ addresses: addresses.slice(), ids: column("id"), uris: column("uri") });
    }
    return new RowNames(blocks.toSorted((a, b) => (first(a) < first(b) ? -1 : 1)));
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
    for (const row of await table.takeRowIds(missing).select(["id", "uri"]).withRowId().toArray()) {
      this.#late.set(BigInt(row._rowid), { id: String(row.id), uri: String(row.uri) });
    }
    return Array.from(addresses, (address, at) => names[at] ?? this.#late.get(address));
  }

  #find(address: bigint): RowName | undefined {
    const block = this.#blockOf(address);
    if (block === undefined) return this.#late.get(address);
    const at = placeIn(block.addresses, address);
    if (at === undefined) return this.#late.get(address);
    return { id: block.ids[at] ?? "", uri: block.uris[at] ?? "" };
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

/** Rows of a document mostly lie together, so they share its URI. */
function textsOf(column: { get(at: number): unknown } | null, length: number): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < length; at++) {
    const text = String(column?.get(at) ?? "");
    const before = texts[at - 1];
    texts.push(before === text ? before : text);
  }
  return texts;
}
