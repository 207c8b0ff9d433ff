import type { SpecItem } from "../../model/specItem.ts";
import { readFrontMatter } from "../frontMatter.ts";
import { readBmad } from "./bmad.ts";
import { readDecisionRecord } from "./decisionRecords.ts";
import { readFrontMatterSpec } from "./frontMatterSpecs.ts";
import { readKiro } from "./kiro.ts";
import { readOpenSpec } from "./openSpec.ts";
import { isKepFile, readProposal } from "./proposals.ts";
import { readSpecKit } from "./specKit.ts";
import { type SpecSource, type SpecText, specTextOf } from "./specSource.ts";

/** More items than this no document holds; the rest is not read. */
const mostItems = 20_000;

/** Readers of the conventions, narrowest first; the first that finds something in a document is the one that counts. */
const readers: readonly ((text: SpecText) => readonly SpecItem[])[] = [
  readSpecKit,
  readKiro,
  readOpenSpec,
  readBmad,
  readDecisionRecord,
  readProposal,
  readFrontMatterSpec,
];

/**
 * The specifications that a document states, by the convention which its folder, name and content follow; none for a
 * document that is no specification. Pure, never throws, and takes time linear in the length of the document.
 */
export function readSpecItems(source: SpecSource): readonly SpecItem[] {
  if (isSample.test(source.path)) return [];
  if (isKepFile(source.path)) return readProposal(kepText(source));
  const text = specTextOf(source);
  for (const read of readers) {
    const items = read(text);
    if (items.length > 0) return items.slice(0, mostItems);
  }
  return [];
}

/** Texts which only show what a specification looks like. */
const isSample = /(?:^|\/)(?:fixtures?|__fixtures__|testdata|templates?|node_modules|vendor)\//i;

/** A form in YAML as if it were the front matter of an empty document. */
function kepText({ path, lines }: SpecSource): SpecText {
  const fence = (line: string) => line.trimEnd() === "---" || line.trimEnd() === "...";
  const form = lines.map((line) => (fence(line) ? "" : line));
  const { fields, warnings } = readFrontMatter(["---", ...form, "---"]);
  return {
    path,
    frontMatter: { fields, warnings, lineCount: lines.length },
    lines: [],
    headLines: form,
    sections: [],
  };
}
