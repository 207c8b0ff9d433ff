import type { SpecItem, SpecRelation } from "../../model/specItem.ts";
import { acceptanceCriteria } from "./acceptanceCriteria.ts";
import { evidenceText } from "./fieldRelations.ts";
import { namedFiles } from "./filePaths.ts";
import { folderRelation, parentOfHeading, wordsOfName } from "./folderRelation.ts";
import { linkRelations } from "./linkRelations.ts";
import { type ListItem, listItems, statusOfBox } from "./listItems.ts";
import { documentFields, fieldsOfLines, fieldText } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf, keyOfPath } from "./specPaths.ts";
import type { SpecSection, SpecText } from "./specSource.ts";
import { uniqueParts } from "./uniqueParts.ts";

/**
 * Kiro (kiro.dev/docs/specs): `.kiro/specs/<feature>/requirements.md` is an epic whose numbered requirements are stories with
 * EARS criteria, `design.md` a tech spec, and the numbered boxes of `tasks.md` are tasks which name their requirements.
 */
export function readKiro(text: SpecText): readonly SpecItem[] {
  const [, tool, name] = place.exec(text.path) ?? [];
  if (name === undefined || text.lines.every((line) => line.trim() === "")) return [];
  if (tool === undefined && !titles.test(text.sections[0]?.heading ?? "")) return [];
  if (name === "design") return [designItem(text)];
  return name === "tasks" ? taskItems(text) : requirementItems(text);
}

/** Other tools keep the same documents in another folder; there their titles tell them. */
const place = /(?:^|\/)(\.kiro\/)?specs\/(?:[^/]+\/)+(requirements|bugfix|design|tasks)\.md$/;
const titles =
  /^(?:requirements document|design document|bugfix requirements(?: document)?|implementation plan)\b/i;

const generic =
  /^(?:requirements?|design|bug ?fix|technical design)(?:\s+(?:document|specification|requirements|design))?\b\s*[:–—-]?\s*/i;

/** Most of these documents are all called alike: then the folder tells what they are about. */
function titleOf(text: SpecText): string {
  const stated = (text.sections[0]?.heading ?? "").replace(generic, "");
  return stated === "" ? wordsOfName(folderOf(text.path)).replace(/^\d+ (?=\D)/, "") : stated;
}

function requirementItems(text: SpecText): readonly SpecItem[] {
  const found = text.sections.flatMap((section) => requirementOf(text, section));
  const end = (found[0]?.section.startLine ?? text.lines.length + 1) - 1;
  const epic = specItemOf({
    path: text.path,
    kind: "epic",
    format: "kiro",
    title: titleOf(text),
    fields: documentFields(text),
    criteria: found.length > 0 ? [] : acceptanceCriteria(text, 1, text.lines.length),
    relations: linkRelations(text, 1, end),
    startLine: 1,
    endLine: text.lines.length,
  });
  const part = uniqueParts();
  const stories = found.map(({ section, number, words, criteria }) => {
    const fields = fieldsOfLines(text.lines, section.bodyLine, section.ownEndLine);
    const line = section.startLine;
    const parent = parentOfHeading(text.path, section.heading, line);
    return specItemOf({
      path: text.path,
      part: part(number),
      kind: "story",
      format: "kiro",
      title: words === "" ? (fieldText(fields, "user-story", "objective") ?? section.heading) : words,
      fields,
      criteria,
      relations: [parent, ...linkRelations(text, section.bodyLine, section.endLine)],
      startLine: line,
      endLine: section.endLine,
    });
  });
  return [epic, ...stories];
}

interface Requirement {
  readonly section: SpecSection;
  readonly number: string;
  readonly words: string;
  readonly criteria: readonly string[];
}

/** A numbered requirement; a number without that word before it counts where criteria stand below it. */
function requirementOf(text: SpecText, section: SpecSection): readonly Requirement[] {
  const [, word = "", number, words = ""] =
    /^(requirement|req|要件|需求|요구사항)?\s*-?\s*(\d{1,6}(?:\.\d{1,6})*)\s*[:：.)–—-]?\s*(.*)$/iu.exec(
      section.heading,
    ) ?? [];
  if (number === undefined) return [];
  const criteria = acceptanceCriteria(text, section.bodyLine, section.endLine);
  return word === "" && criteria.length === 0 ? [] : [{ section, number, words, criteria }];
}

function designItem(text: SpecText): SpecItem {
  const requirements = `${folderOf(text.path)}/requirements.md`;
  const validated = text.lines.flatMap((line, at) => requirementsNamed(line, "specifies", text.path, at + 1));
  return specItemOf({
    path: text.path,
    kind: "techSpec",
    format: "kiro",
    title: titleOf(text),
    fields: documentFields(text),
    relations: [
      folderRelation("specifies", requirements),
      ...validated,
      ...linkRelations(text, 1, text.lines.length),
    ],
    startLine: 1,
    endLine: text.lines.length,
  });
}

function taskItems(text: SpecText): readonly SpecItem[] {
  const part = uniqueParts();
  const tasks: {
    readonly item: ListItem;
    readonly number: string;
    readonly words: string;
    details: ListItem[];
  }[] = [];
  for (const item of listItems(text.lines, 1, text.lines.length)) {
    const [, number, words = ""] = /^(\d{1,6}(?:\.\d{1,6})*)\.?\s+(.*)$/.exec(item.text) ?? [];
    const last = tasks.at(-1);
    if (number !== undefined && item.box !== undefined) tasks.push({ item, number, words, details: [] });
    else if (last !== undefined && item.startLine <= last.item.endLine) last.details.push(item);
  }
  const numbers = new Set(tasks.map(({ number }) => number));
  return tasks.map(({ item, number, words, details }) => {
    const parts = [item, ...details];
    const above = number.replace(/\.?\d+$/, "");
    const named = parts.flatMap(({ text: said, startLine }) =>
      requirementsNamed(said, "parent", text.path, startLine),
    );
    const structural = numbers.has(above)
      ? folderRelation("parent", `${keyOfPath(text.path)}#${above}`, "key")
      : folderRelation("parent", `${folderOf(text.path)}/requirements.md`);
    return specItemOf({
      path: text.path,
      part: part(number),
      kind: "task",
      format: "kiro",
      title: words.replace(/\s+_?\**(?:Requirements|Validates|Property)\b.*$/, ""),
      status: statusOfBox(item.box),
      fields: new Map(),
      relations: [
        ...named,
        ...(named.length === 0 || numbers.has(above) ? [structural] : []),
        ...parts.flatMap(({ text: said, startLine }) => namedFiles(said, startLine)),
      ],
      startLine: item.startLine,
      endLine: item.endLine,
    });
  });
}

/** `_Requirements: 1.2, 3.1_` and `**Validates: Requirements 1.2**` name criteria; what they belong to is the requirement. */
function requirementsNamed(
  words: string,
  kind: "parent" | "specifies",
  path: string,
  line: number,
): readonly SpecRelation[] {
  if (!words.includes("Requirement")) return [];
  const list = /(?<![A-Za-z])Requirements?\b:?\**\s*(\d[\d.,\s–—-]*(?:and\s+[\d.]+)?)/.exec(words)?.[1];
  const numbers = new Set(
    Array.from((list ?? "").matchAll(/(\d{1,6})(?:\.\d{1,6})*/g), ([, number = ""]) => number),
  );
  const requirements = `${folderOf(path)}/requirements.md`;
  return [...numbers].map((number) => ({
    kind,
    target: `${requirements}#${number}`,
    targetKind: "path",
    found: "requirements of a task",
    text: evidenceText(words),
    line,
  }));
}
