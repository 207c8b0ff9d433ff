import type { SpecItem, SpecRelation } from "../../model/specItem.ts";
import { acceptanceCriteria } from "./acceptanceCriteria.ts";
import { type BmadPlace, bmadPlace } from "./bmadPlace.ts";
import { evidenceText } from "./fieldRelations.ts";
import { namedFiles } from "./filePaths.ts";
import { folderRelation } from "./folderRelation.ts";
import { documentTitle, statedKey } from "./frontMatterSpecs.ts";
import { linkRelations } from "./linkRelations.ts";
import { listItems, statusOfBox } from "./listItems.ts";
import { plainText } from "./plainText.ts";
import { documentFields, fieldsOfLines, merged } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { keyOfPath } from "./specPaths.ts";
import { type SpecSection, type SpecText, sectionsBetween } from "./specSource.ts";
import { statusSection } from "./statusSection.ts";

/**
 * BMAD (github.com/bmad-code-org/BMAD-METHOD): `docs/prd.md` or its parts in `docs/prd/`, epics in either, in `docs/epics.md` or
 * in `docs/epics/`, and stories in `docs/stories/1.2.title.md` or `_bmad-output/implementation-artifacts/1-2-title.md`.
 * An epic or a story has the same key wherever it is described, so that its descriptions become one item.
 */
export function readBmad(text: SpecText): readonly SpecItem[] {
  const place = bmadPlace(text.path);
  if (place === undefined) return [];
  if (place.kind === "story") return storyDocument(text, place);
  const parts = epicsAndStories(text, place);
  if (place.kind === "prd" && isPrd(text, place)) return [prdItem(text, place, parts), ...parts];
  return parts;
}

const epicHeading = /^[^\p{L}\d]*epic\s+(\d{1,6}[a-z]?)\s*(?:[:.–—-]\s*(.*))?$/iu;
const storyHeading =
  /^[^\p{L}\d]*(?:user\s+)?story\s+(\d{1,6}[a-z]?(?:\.\d{1,6}[a-z]?)+)\s*(?:[:.–—-]\s*(.*))?$/iu;
const requirement = /^\**((?:FR|NFR|CR)-?\d{1,6}[a-z]?)\b/i;

/** Found in PRDs of this kind only; others are read by their front matter and place. */
function isPrd(text: SpecText, place: BmadPlace): boolean {
  if (place.isShard) return /(?:^|\/)(?:index|requirements)\.md$/i.test(text.path);
  return text.sections.some(({ heading }) =>
    /\bPRD\b|product requirements|^(?:\d+\.\s*)?requirements$|^(?:non[- ]?)?functional/i.test(heading),
  );
}

function prdItem(text: SpecText, place: BmadPlace, parts: readonly SpecItem[]): SpecItem {
  const fields = documentFields(text);
  const end = (parts[0]?.startLine ?? text.lines.length + 1) - 1;
  const key = statedKey(fields);
  const item = specItemOf({
    path: text.path,
    ...(key === undefined ? {} : { key }),
    kind: "prd",
    format: "bmad",
    title: documentTitle(text, fields).replace(
      /\s*\bproduct requirements document\b(?:\s*\(PRD\))?\s*/i,
      " ",
    ),
    fields,
    criteria: listItems(text.lines, 1, text.lines.length)
      .filter((each) => requirement.test(each.text))
      .map((each) => plainText(each.text)),
    relations: linkRelations(text, 1, end),
    startLine: 1,
    endLine: text.lines.length,
  });
  return key === undefined ? { ...item, key: `${place.root}/prd` } : item;
}

/** Each once: a list of epics at the head names those that are described below it. */
function epicsAndStories(text: SpecText, place: BmadPlace): readonly SpecItem[] {
  const items = new Map<string, SpecItem>();
  let epic: { readonly number: string; readonly section: SpecSection } | undefined;
  for (const section of text.sections) {
    const [, epicNumber, epicTitle = ""] = epicHeading.exec(section.heading) ?? [];
    const [, storyNumber, storyTitle = ""] = storyHeading.exec(section.heading) ?? [];
    if (epicNumber !== undefined) epic = { number: epicNumber, section };
    const item =
      epicNumber !== undefined
        ? partItem(text, place, section, { kind: "epic", number: epicNumber, title: epicTitle })
        : storyNumber !== undefined
          ? partItem(text, place, section, { kind: "story", number: storyNumber, title: storyTitle, epic })
          : undefined;
    const known = item === undefined ? undefined : items.get(item.key);
    if (
      item !== undefined &&
      (known === undefined || item.endLine - item.startLine > known.endLine - known.startLine)
    )
      items.set(item.key, item);
  }
  return [...items.values()].toSorted((a, b) => a.startLine - b.startLine);
}

interface NumberedPart {
  readonly kind: "epic" | "story";
  readonly number: string;
  readonly title: string;
  readonly epic?: { readonly number: string; readonly section: SpecSection } | undefined;
}

function partItem(text: SpecText, place: BmadPlace, section: SpecSection, part: NumberedPart): SpecItem {
  const isStory = part.kind === "story";
  const isWhole = section === text.sections[0] && section.level === 1;
  const end = isStory || !isWhole ? section.endLine : text.lines.length;
  const firstInside = sectionsBetween(text, section.bodyLine, end).find(({ heading }) =>
    storyHeading.test(heading),
  );
  const ownEnd = isStory ? end : (firstInside?.startLine ?? end + 1) - 1;
  const item = specItemOf({
    path: text.path,
    kind: part.kind,
    format: "bmad",
    title: part.title === "" ? section.heading : part.title,
    fields: merged([
      ...statusSection(text, section.bodyLine, ownEnd),
      ...fieldsOfLines(text.lines, section.bodyLine, section.ownEndLine).values(),
    ]),
    criteria: acceptanceCriteria(text, section.bodyLine, ownEnd),
    relations: [
      isStory ? epicOf(place, part, section) : folderRelation("parent", `${place.root}/prd`, "key"),
      ...linkRelations(text, section.bodyLine, ownEnd),
    ],
    startLine: isWhole ? 1 : section.startLine,
    endLine: end,
  });
  return { ...item, key: `${place.root}/${isStory ? "stories" : "epics"}/${part.number.toLowerCase()}` };
}

/** The epic around a story in the text, or else the one which the first part of its number names. */
function epicOf(place: BmadPlace, { number, epic }: NumberedPart, section: SpecSection): SpecRelation {
  const first = number.split(".", 1)[0] ?? number;
  const isInside = epic !== undefined && section.startLine <= epic.section.endLine;
  const relation = folderRelation("parent", `${place.root}/epics/${isInside ? epic.number : first}`, "key");
  return isInside
    ? {
        ...relation,
        found: "heading",
        text: evidenceText(epic.section.heading),
        line: epic.section.startLine,
      }
    : relation;
}

function storyDocument(text: SpecText, place: BmadPlace & { readonly number?: string }): readonly SpecItem[] {
  const headings = text.sections.map(({ heading }) => plainText(heading).toLowerCase());
  const isStory = headings.some((heading) => /^(?:user )?story$|acceptance criteria/.test(heading));
  if (!isStory) return [];
  const fields = merged([...documentFields(text).values(), ...statusSection(text, 1, text.lines.length)]);
  const [, headingNumber, headingTitle] = storyHeading.exec(text.sections[0]?.heading ?? "") ?? [];
  const number = (place.number ?? headingNumber)?.toLowerCase();
  const stated = statedKey(fields);
  const key = stated ?? (number === undefined ? keyOfPath(text.path) : `${place.root}/stories/${number}`);
  const item = specItemOf({
    path: text.path,
    ...(stated === undefined ? {} : { key: stated }),
    kind: "story",
    format: "bmad",
    title: headingTitle ?? documentTitle(text, fields),
    fields,
    criteria: acceptanceCriteria(text, 1, text.lines.length),
    relations: [
      ...(number === undefined
        ? []
        : [folderRelation("parent", `${place.root}/epics/${number.split(".", 1)[0]}`, "key")]),
      ...linkRelations(text, 1, text.lines.length),
    ],
    startLine: 1,
    endLine: text.lines.length,
  });
  return [{ ...item, key }, ...storyTasks(text, key)];
}

/** The outermost boxes under `Tasks / Subtasks`, numbered in reading order. */
function storyTasks(text: SpecText, storyKey: string): readonly SpecItem[] {
  const section = text.sections.find(({ heading }) => /^[^\p{L}]*tasks\b/iu.test(heading));
  if (section === undefined) return [];
  const boxes = listItems(text.lines, section.bodyLine, section.endLine).filter(
    ({ box }) => box !== undefined,
  );
  const outer = boxes.reduce((least, { indent }) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return boxes
    .filter(({ indent }) => indent === outer)
    .map((box, at) => {
      const line = box.startLine;
      const files = text.lines
        .slice(line - 1, box.endLine)
        .flatMap((words, next) => namedFiles(words, line + next));
      const parent = {
        ...folderRelation("parent", storyKey, "key"),
        found: "list of tasks",
        text: evidenceText(box.text),
        line,
      };
      return specItemOf({
        path: text.path,
        part: String(at + 1),
        kind: "task",
        format: "bmad",
        title: box.text.replace(/^\**task\s+[\d.]+\s*[:.–—-]\s*/i, "").replace(/\s*\(AC:?[^)]*\)/gi, ""),
        status: statusOfBox(box.box),
        fields: new Map(),
        relations: [parent, ...files],
        startLine: line,
        endLine: box.endLine,
      });
    });
}
