import type { PlainDocument } from "./plainBm25.ts";

/** A plain question, with the file that answers it. */
export interface PlainQuestion {
  readonly question: string;
  readonly path: string;
}

const wordsLeast = 6;
const javaType =
  /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:@\w+(?:\([^)]*\))?\s*)*public (?:(?:final|abstract) )*(?:class|interface|enum) (\w+)/;
const goType = /((?:^\/\/.*\n)+)type (\w+) (?:struct|interface)/m;

/**
 * Questions that ask for no reason: what the comment on the first type of a Java or Go file says, without the name. `count`
 * of them, evenly over the files in the order of their paths. They are made where they are asked, so that no text of a
 * repository is kept.
 */
export function questionsOfComments(
  documents: readonly PlainDocument[],
  count: number,
): readonly PlainQuestion[] {
  const all = documents.toSorted((a, b) => ((a.path ?? "") < (b.path ?? "") ? -1 : 1)).flatMap(questionOf);
  const once = [...new Map(all.map((item) => [item.question, item])).values()];
  const step = Math.max(1, once.length / count);
  return Array.from({ length: Math.min(count, once.length) }, (_, at) => once[Math.floor(at * step)]).filter(
    (item) => item !== undefined,
  );
}

function questionOf({ path = "", text }: PlainDocument): readonly PlainQuestion[] {
  const pattern = path.endsWith(".java") ? javaType : path.endsWith(".go") ? goType : undefined;
  const [, comment, name] = pattern?.exec(text) ?? [];
  if (comment === undefined || name === undefined) return [];
  const words = firstSentence(comment)
    .replace(/\{@\w+ ([^}]*)\}|<[^>]*>/g, "$1")
    .split(/\s+/)
    .filter((word) => word !== "" && word !== name);
  return words.length < wordsLeast ? [] : [{ question: words.join(" "), path }];
}

function firstSentence(comment: string): string {
  const text = comment.replace(/^\s*(?:\*|\/\/)+/gm, " ").trim();
  return text.split(/\.\s|\n\s*\n|\n\s*@/)[0] ?? "";
}
