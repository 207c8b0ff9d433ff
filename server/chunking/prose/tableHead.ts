/** More than this is no head but a table of rules. */
const maxLength = 600;

/**
 * The lines of a table up to the rule below its head: `|---|` in Markdown, `+===+` or `+---+` in grids, the second
 * `====` line of simple reStructuredText tables. Empty where no rule is found in the first lines.
 */
export function tableHead(lines: readonly string[]): readonly string[] {
  const rule = lines.slice(0, 12).findIndex((line, index) => index > 0 && isRule(line));
  if (rule < 0) return [];
  const head = lines.slice(0, rule + 1);
  return head.join("\n").length > maxLength ? [] : head;
}

function isRule(line: string): boolean {
  return line.length <= maxLength && /[-=]/.test(line) && /^[\s|+:=-]+$/.test(line);
}
