/** A number with its noun, in the plural where English wants it: `1 file`, `1,200 files`. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
