/**
 * Text of other people as it can be seen whole: marks that turn round the direction of reading, and other signs that show nothing, stand
 * there by their name, as the editor writes them. Line breaks and tabs stay.
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(hiddenSigns, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** Controls, marks of direction, and joiners without width where they join nothing that needs them. */
const hiddenSigns =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** The same on one line, for titles and places. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/[\n\r\t]+/g, " "));
}
