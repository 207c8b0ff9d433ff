import type { Field, Table, Utf8, Vector } from "apache-arrow";
import type { Chunk } from "../../model/chunk.ts";
import { prepareChunk } from "../../model/preparedChunk.ts";
import type { VectorRow } from "../chunkStore.ts";
import type { LanceLibrary } from "./lanceLibrary.ts";

type ArrowLibrary = LanceLibrary["arrow"];

/** Columns which both tables have, to be filtered by. */
const scalarColumns = ["id", "uri", "kind", "path", "language", "date"] as const;

/** Schema of the table of texts: scalars, tags and the two columns of terms. */
export function textSchema(arrow: ArrowLibrary) {
  return new arrow.Schema([
    ...scalarFields(arrow),
    textField(arrow, "search_head"),
    textField(arrow, "search_text"),
  ]);
}

/** Schema of a table of vectors. The model's id is kept in the metadata, for the table's name is only its hash. */
export function vectorSchema(arrow: ArrowLibrary, dimensions: number, modelId: string) {
  const item = new arrow.Field("item", new arrow.Float32(), true);
  const vector = new arrow.Field("vector", new arrow.FixedSizeList(dimensions, item), false);
  return new arrow.Schema([...scalarFields(arrow), vector], new Map([["modelId", modelId]]));
}

/** Chunks as rows of the table of texts. */
export function textTable(arrow: ArrowLibrary, chunks: readonly Chunk[]): Table {
  const prepared = chunks.map(prepareChunk);
  return new arrow.Table(textSchema(arrow), {
    ...scalarVectors(arrow, prepared),
    search_head: utf8Vector(
      arrow,
      prepared.map((chunk) => chunk.headTerms),
    ),
    search_text: utf8Vector(
      arrow,
      prepared.map((chunk) => chunk.bodyTerms),
    ),
  });
}

/** Chunks with their vectors as rows of a table of vectors. */
export function vectorTable(
  arrow: ArrowLibrary,
  rows: readonly VectorRow[],
  dimensions: number,
  modelId: string,
): Table {
  const schema = vectorSchema(arrow, dimensions, modelId);
  const values = new Float32Array(rows.length * dimensions);
  rows.forEach((row, place) => {
    values.set(row.vector, place * dimensions);
  });
  const floats = arrow.makeData({
    type: new arrow.Float32(),
    length: values.length,
    nullCount: 0,
    data: values,
  });
  const type = new arrow.FixedSizeList(dimensions, new arrow.Field("item", new arrow.Float32(), true));
  const lists = arrow.makeData({ type, length: rows.length, nullCount: 0, child: floats });
  const chunks = rows.map((row) => row.chunk);
  return new arrow.Table(schema, { ...scalarVectors(arrow, chunks), vector: arrow.makeVector(lists) });
}

function scalarFields(arrow: ArrowLibrary): Field[] {
  const tags = new arrow.List(new arrow.Field("item", new arrow.Utf8(), true));
  return [...scalarColumns.map((name) => textField(arrow, name)), new arrow.Field("tags", tags, true)];
}

function textField(arrow: ArrowLibrary, name: string): Field<Utf8> {
  return new arrow.Field(name, new arrow.Utf8(), true);
}

function scalarVectors(arrow: ArrowLibrary, chunks: readonly Chunk[]): Record<string, Vector> {
  const vectors: Record<string, Vector> = {};
  for (const name of scalarColumns) {
    vectors[name] = utf8Vector(
      arrow,
      chunks.map((chunk) => chunk[name]),
    );
  }
  vectors.tags = tagsVector(arrow, chunks);
  return vectors;
}

function tagsVector(arrow: ArrowLibrary, chunks: readonly Chunk[]): Vector {
  const offsets = new Int32Array(chunks.length + 1);
  const tags: string[] = [];
  chunks.forEach((chunk, place) => {
    tags.push(...chunk.tags);
    offsets[place + 1] = tags.length;
  });
  const type = new arrow.List(new arrow.Field("item", new arrow.Utf8(), true));
  const [child] = utf8Vector(arrow, tags).data;
  if (child === undefined) throw new Error("An Arrow vector has at least one block of data.");
  return arrow.makeVector(
    arrow.makeData({ type, length: chunks.length, nullCount: 0, valueOffsets: offsets, child }),
  );
}

/** Much faster than Arrow's builders, which go through every row and byte in JavaScript. */
function utf8Vector(arrow: ArrowLibrary, values: readonly (string | undefined)[]): Vector<Utf8> {
  const offsets = new Int32Array(values.length + 1);
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  values.forEach((value, place) => {
    if (value === undefined) nullCount++;
    else setBit(validity, place);
    offsets[place + 1] = (offsets[place] ?? 0) + (value === undefined ? 0 : Buffer.byteLength(value));
  });
  const bytes = Buffer.allocUnsafe(offsets[values.length] ?? 0);
  values.forEach((value, place) => {
    if (value !== undefined) bytes.write(value, offsets[place] ?? 0);
  });
  return arrow.makeVector(
    arrow.makeData({
      type: new arrow.Utf8(),
      length: values.length,
      nullCount,
      nullBitmap: validity,
      valueOffsets: offsets,
      data: bytes,
    }),
  );
}

function setBit(bits: Uint8Array, place: number): void {
  bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
}
