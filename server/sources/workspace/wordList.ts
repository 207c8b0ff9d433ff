/**
 * Says that a text is a list of thousands of single words, such as a vocabulary or dictionary: it tells nothing, and makes
 * each word of a language look known. Gives the number of lines for people; undefined for other files.
 */
export function wordListText(text: string): string | undefined {
  let lines = 0;
  let words = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    start = end < 0 ? text.length : end + 1;
    if (line === "") continue;
    lines += 1;
    if (WORD.test(line)) words += 1;
    else if (lines - words > MAX_OTHERS && lines < MIN_LINES) return undefined;
  }
  return lines >= MIN_LINES && words > lines * MIN_SHARE
    ? `it is a list of ${lines.toLocaleString("en-US")} words`
    : undefined;
}

/** One word or piece of a word, without the brackets, operators and quotes of code and data. */
const WORD = /^[^\s=:;,(){}[\]"'<>/\\]{1,40}$/;
const MIN_LINES = 5_000;
const MIN_SHARE = 0.97;
const MAX_OTHERS = 150;
