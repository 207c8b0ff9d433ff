import type { CandidateFile } from "../../model/inferredLink.ts";

/** What a file says in comments: those between slashes, and the documentation of its definitions in any language. */
export function commentsOf({ text, definitions }: CandidateFile): string {
  const slashed = slashedComments(text);
  if (slashed !== "") return slashed;
  return definitions.flatMap(({ doc }) => (doc === undefined ? [] : [doc])).join("\n");
}

/** Comments of C and its kin, found in one pass: a comment that never ends must not cost more than its length. */
function slashedComments(text: string): string {
  const found: string[] = [];
  let at = text.indexOf("/");
  while (at !== -1) {
    const next = text[at + 1];
    if (next !== "/" && next !== "*") {
      at = text.indexOf("/", at + 1);
      continue;
    }
    const end = next === "/" ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
    const stop = end === -1 ? text.length : end;
    found.push(text.slice(at + 2, stop));
    at = text.indexOf("/", next === "/" ? stop : stop + 2);
  }
  return found.join("\n");
}
