import { inflateRawSync } from "node:zlib";

/** A part of a ZIP container, still packed. */
interface PackedPart {
  readonly name: string;
  readonly method: number;
  readonly packed: Uint8Array;
}

/** Why a container was not opened. */
export type ZipProblem = "broken" | "encrypted" | "tooLarge";

/** How much may be unpacked, in bytes: of the parts that are wanted, and of all parts, which a library may open. */
export interface ZipLimits {
  readonly wanted: number;
  readonly all: number;
}

/**
 * The parts of a ZIP container (PKWARE's APPNOTE 6.3.10) whose names `isWanted`, unpacked. Sizes which the container
 * states are not believed: every part is unpacked, and that ends where they exceed a limit. Containers beyond 4 GB (ZIP64) are
 * no office documents and count as broken.
 */
export function unzipParts(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limits: ZipLimits,
): ReadonlyMap<string, Buffer> | ZipProblem {
  const parts = new Map<string, Buffer>();
  let { wanted: leftOfWanted, all: left } = limits;
  try {
    for (const part of packedParts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
      if (part === "encrypted") return "encrypted";
      const isText = isWanted(part.name);
      const content = unpack(part, Math.max(1, isText ? Math.min(left, leftOfWanted) : left));
      if (content === "tooLarge") return content;
      // A picture that is broken is no reason to refuse the text.
      if (content === "broken" && !isText) continue;
      if (content === "broken") return content;
      left -= content.length;
      if (isText) leftOfWanted -= content.length;
      if (Math.min(left, leftOfWanted) < 0) return "tooLarge";
      if (isText) parts.set(part.name, content);
    }
  } catch {
    return "broken";
  }
  return parts;
}

function unpack({ method, packed }: PackedPart, maxOutputLength: number): Buffer | "broken" | "tooLarge" {
  if (method === 0) return Buffer.from(packed);
  if (method !== 8) return "broken";
  try {
    return inflateRawSync(packed, { maxOutputLength });
  } catch (error) {
    return error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"
      ? "tooLarge"
      : "broken";
  }
}

/** Reads the central directory at the end; reading beyond the bytes throws a RangeError. */
function* packedParts(bytes: Buffer): Generator<PackedPart | "encrypted"> {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0) throw new RangeError("There is no central directory.");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new RangeError("The central directory is broken.");
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) {
      yield "encrypted";
      return;
    }
    const method = bytes.readUInt16LE(at + 10);
    const packedSize = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    yield { name, method, packed: bytes.subarray(start, start + packedSize) };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}
