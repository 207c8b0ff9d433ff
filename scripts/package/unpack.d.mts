/** See `unpack.mjs`. */
export function unpack(
  vsix: string,
  folder: string,
): Promise<readonly { readonly name: string; readonly bytes: number; readonly packedBytes: number }[]>;
