/** Elements after which a line ends, and those which stand apart by a blank line. */
const ends: Readonly<Record<string, string>> = {
  p: "\n\n",
  h1: "\n\n",
  h2: "\n\n",
  h3: "\n\n",
  h4: "\n\n",
  h5: "\n\n",
  h6: "\n\n",
  table: "\n\n",
  ul: "\n\n",
  ol: "\n\n",
  dl: "\n\n",
  dt: "\n",
  dd: "\n",
  tr: "\n",
};

/**
 * Puts HTML without line breaks onto lines: one per paragraph, row of a table and item of a list, so that our reader of
 * HTML gives each a line of its own. What stands in a cell stays on the line of its row.
 */
export function htmlOnLines(html: string): string {
  let cells = 0;
  const counts: (number | undefined)[] = [];
  const broken = html.replaceAll(/<(\/?)([a-z]\w*)[^>]*>/g, (tag: string, slash: string, name: string) => {
    const isEnd = slash === "/";
    if ((name === "ul" || name === "ol") && isEnd) counts.pop();
    else if (name === "ul" || name === "ol") counts.push(name === "ol" ? 0 : undefined);
    if (name === "td" || name === "th") cells += isEnd ? -1 : 1;
    else if (cells > 0) return name in ends || name === "li" || name === "br" ? " " : tag;
    else if (name === "br") return "<br/>\n";
    else if (isEnd) return `${tag}${ends[name] ?? ""}`;
    else if (name === "li") return `\n${tag}${mark(counts)} `;
    else if (name === "table") return `\n${tag}`;
    return tag;
  });
  return broken.replaceAll(/\n{3,}/g, "\n\n").trim();
}

/** Of the next item in the innermost of the open lists. */
function mark(counts: (number | undefined)[]): string {
  const count = counts.at(-1);
  if (count === undefined) return "-";
  counts[counts.length - 1] = count + 1;
  return `${count + 1}.`;
}
