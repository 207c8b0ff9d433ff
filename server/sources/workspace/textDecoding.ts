import { isUtf8 } from "node:buffer";
import type { TextEncodingName } from "../../model/rawItem.ts";

/** A file's bytes as text; line ends as they stand, no byte order mark. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
  /** False where replacement characters stand in for bytes that are not valid in `encoding`. */
  readonly decodedCleanly: boolean;
}

/**
 * Decodes the bytes of a text file, or gives undefined where they are no text. In this order: a byte order mark, UTF-16
 * without one (every other byte NUL), NUL or many control bytes (no text), UTF-8, UTF-8 with a few broken bytes, and
 * Latin-1 (read as Windows-1252, its superset in practice).
 */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  if (startsWith(bytes, UTF8_MARK)) return decodeUtf8(bytes.subarray(3));
  if (startsWith(bytes, UTF32_LE_MARK)) return undefined;
  if (startsWith(bytes, UTF16_LE_MARK)) return decodeUtf16(bytes.subarray(2), "utf-16le");
  if (startsWith(bytes, UTF16_BE_MARK)) return decodeUtf16(bytes.subarray(2), "utf-16be");
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== undefined) {
    const decoded = decodeUtf16(bytes, unmarked);
    if (decoded.decodedCleanly && !hasControlCharacters(decoded.text)) return decoded;
  }
  if (bytes.includes(0)) return undefined;
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: Buffer): DecodedText | undefined {
  if (isUtf8(bytes)) return { text: bytes.toString("utf8"), encoding: "utf-8", decodedCleanly: true };
  if (manyControlBytes(bytes)) return undefined;
  const text = bytes.toString("utf8");
  const broken = count(text, /\uFFFD/g);
  const wellFormed = count(text, /[^\x00-\x7F\uFFFD]/gu);
  if (wellFormed > broken) return { text, encoding: "utf-8", decodedCleanly: false };
  return { text: WINDOWS_1252.decode(bytes), encoding: "latin1", decodedCleanly: true };
}

function decodeUtf16(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): DecodedText {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return { text, encoding, decodedCleanly: !text.includes("\uFFFD") };
}

/** Text in Latin letters has a NUL in nearly every second byte, on the same side throughout. */
function utf16WithoutMark(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (bytes.length % 2 !== 0 || sample.length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < sample.length; index += 2) {
    if (sample[index] === 0) even++;
    if (sample[index + 1] === 0) odd++;
  }
  const pairs = sample.length >> 1;
  if (odd > pairs * 0.7 && even < pairs * 0.02) return "utf-16le";
  if (even > pairs * 0.7 && odd < pairs * 0.02) return "utf-16be";
  return undefined;
}

function manyControlBytes(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let control = 0;
  for (const byte of sample) {
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) control++;
  }
  return control > sample.length * 0.01;
}

function hasControlCharacters(text: string): boolean {
  return /[\x00-\x08\x0E-\x1A\x1C-\x1F]/.test(text.slice(0, SAMPLE_BYTES));
}

function startsWith(bytes: Buffer, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const WINDOWS_1252 = new TextDecoder("windows-1252");
const SAMPLE_BYTES = 8_000;
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_LE_MARK = [0xff, 0xfe];
const UTF16_BE_MARK = [0xfe, 0xff];
const UTF32_LE_MARK = [0xff, 0xfe, 0, 0];
