/** A number with its noun, in the plural where English wants it: `1 file`, `1,200 files`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}
