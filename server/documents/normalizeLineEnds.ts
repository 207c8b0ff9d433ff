/** Text with `\n` for `\r\n` and for a lone `\r`, as editors count lines. */
export function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
