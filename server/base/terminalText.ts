/** A text with control characters replaced, which could command the terminal: texts and names are other people's. */
export function forTerminal(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "\ufffd");
}
