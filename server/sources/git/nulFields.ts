/**
 * Cuts a stream of NUL-ended fields, as `git … -z` writes them, into its fields: one batch per piece that arrived. Memory
 * stays that of a piece and one field.
 */
export async function* nulFields(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let unfinished: Buffer[] = [];
  for await (const piece of pieces) {
    const fields: Buffer[] = [];
    let start = 0;
    for (let end = piece.indexOf(0); end >= 0; end = piece.indexOf(0, start)) {
      const rest = piece.subarray(start, end);
      fields.push(unfinished.length === 0 ? rest : Buffer.concat([...unfinished, rest]));
      unfinished = [];
      start = end + 1;
    }
    if (start < piece.length) unfinished.push(piece.subarray(start));
    if (fields.length > 0) yield fields;
  }
  if (unfinished.length > 0) yield [Buffer.concat(unfinished)];
}
