import { isUtf8 } from "node:buffer";

const WINDOWS_1252 = new TextDecoder("windows-1252");

/** Text of bytes which Git hands over: UTF-8, or Latin-1 (as Windows-1252) where they are not valid as that. */
export function decodeGitText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : WINDOWS_1252.decode(bytes);
}
