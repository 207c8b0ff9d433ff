import type { SpecRelation } from "../../model/specItem.ts";
import { evidenceText } from "./fieldRelations.ts";
import { resolvePath } from "./specPaths.ts";

const path =
  /(?<![\w/@.:~$*{-])(?:\.\/)?((?:[\w.@+()[\]-]+\/)+[\w.@+()[\]-]*\.[A-Za-z][A-Za-z0-9]{0,9})(?![\w/*{])/g;
const mostPaths = 50;

/** The files of the folder which the words of a task name (`in src/pay/voucher.ts`), as what it specifies. */
export function namedFiles(words: string, line: number): readonly SpecRelation[] {
  const text = evidenceText(words);
  return Array.from(words.slice(0, 5_000).matchAll(path), ([, named = ""]) => resolvePath("", named))
    .filter((target) => target !== undefined)
    .slice(0, mostPaths)
    .map((target) => ({
      kind: "specifies",
      target,
      targetKind: "path",
      found: "path in a task",
      text,
      line,
    }));
}
