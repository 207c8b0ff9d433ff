import type { SpecItem } from "../../model/specItem.ts";
import { criteriaIn } from "./acceptanceCriteria.ts";
import { evidenceText } from "./fieldRelations.ts";
import { namedFiles } from "./filePaths.ts";
import { folderRelation, parentOfHeading, wordsOfName } from "./folderRelation.ts";
import { linkRelations } from "./linkRelations.ts";
import { listItems, statusOfBox } from "./listItems.ts";
import { headingSlug, plainText } from "./plainText.ts";
import { documentFields } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf } from "./specPaths.ts";
import { type SpecSection, type SpecText, sectionsBetween } from "./specSource.ts";
import { uniqueParts } from "./uniqueParts.ts";

/**
 * OpenSpec (github.com/Fission-AI/OpenSpec): a capability `openspec/specs/<name>/spec.md` is an epic whose requirements are
 * stories with their scenarios as criteria. A change `openspec/changes/<name>/` is a story (`proposal.md`) with tasks
 * (`tasks.md`), a tech spec (`design.md`) and another for each capability that it alters (`specs/<name>/spec.md`).
 */
export function readOpenSpec(text: SpecText): readonly SpecItem[] {
  const [, root = "", rest = ""] = /^((?:.*\/)?openspec)\/((?:specs|changes)\/.*\.md)$/.exec(text.path) ?? [];
  if (rest === "" || text.lines.every((line) => line.trim() === "")) return [];
  if (/^specs\/.+\/spec\.md$/.test(rest)) return capabilityItems(text);
  const [, change, file = ""] = /^(changes\/(?:archive\/)?[^/]+)\/(.+)$/.exec(rest) ?? [];
  if (change === undefined || change === "changes/archive") return [];
  const folder = `${root}/${change}`;
  if (file === "proposal.md") return [proposalItem(text, folder)];
  if (file === "tasks.md") return taskItems(text, folder);
  if (file === "design.md") return [techSpec(text, folder, "design", [])];
  const capability = /^specs\/(.+)\/spec\.md$/.exec(file)?.[1];
  if (capability === undefined) return [];
  return [alteration(text, folder, capability, `${root}/specs/${capability}/spec.md`)];
}

const requirementHeading = /^requirement:\s*(.*)$/i;

function capabilityItems(text: SpecText): readonly SpecItem[] {
  const requirements = requirementsOf(text);
  const part = uniqueParts();
  const stated = (text.sections[0]?.level === 1 ? text.sections[0].heading : "").replace(
    /\s+specification$/i,
    "",
  );
  const epic = specItemOf({
    path: text.path,
    kind: "epic",
    format: "openSpec",
    title: stated === "" ? wordsOfName(folderOf(text.path)) : stated,
    fields: documentFields(text),
    relations: linkRelations(text, 1, (requirements[0]?.section.startLine ?? text.lines.length + 1) - 1),
    startLine: 1,
    endLine: text.lines.length,
  });
  return [
    epic,
    ...requirements.map(({ section, name }) => {
      const line = section.startLine;
      const parent = parentOfHeading(text.path, section.heading, line);
      return specItemOf({
        path: text.path,
        part: part(headingSlug(name)),
        kind: "story",
        format: "openSpec",
        title: name,
        fields: new Map(),
        criteria: scenariosOf(text, section),
        relations: [parent, ...linkRelations(text, section.bodyLine, section.endLine)],
        startLine: line,
        endLine: section.endLine,
      });
    }),
  ];
}

function requirementsOf(text: SpecText): readonly { readonly section: SpecSection; readonly name: string }[] {
  return text.sections.flatMap((section) => {
    const name = requirementHeading.exec(section.heading)?.[1];
    return name === undefined ? [] : [{ section, name }];
  });
}

function scenariosOf(text: SpecText, requirement: SpecSection): readonly string[] {
  return sectionsBetween(text, requirement.bodyLine, requirement.endLine).flatMap((section) => {
    const name = /^scenario:?\s*(.*)$/i.exec(section.heading)?.[1];
    if (name === undefined) return [];
    const steps = criteriaIn(text.lines, section.bodyLine, section.endLine).join("; ");
    return [
      [name, steps]
        .filter((words) => words !== "")
        .join(": ")
        .slice(0, 2_000),
    ];
  });
}

function changeTitle(text: SpecText, folder: string): string {
  const first = text.sections[0];
  const stated =
    first?.level === 1
      ? first.heading.replace(/^(?:change|proposal|design|change proposal)\s*[:–—-]\s*/i, "")
      : "";
  return /^(?:proposal|design|change|why|summary|technical design|tasks)?$/i.test(stated)
    ? wordsOfName(folder)
    : stated;
}

function proposalItem(text: SpecText, folder: string): SpecItem {
  return specItemOf({
    path: text.path,
    kind: "story",
    format: "openSpec",
    title: changeTitle(text, folder),
    ...(folder.includes("/changes/archive/") ? { status: "archived" } : {}),
    fields: documentFields(text),
    relations: linkRelations(text, 1, text.lines.length),
    startLine: 1,
    endLine: text.lines.length,
  });
}

function techSpec(text: SpecText, folder: string, subject: string, criteria: readonly string[]): SpecItem {
  return specItemOf({
    path: text.path,
    kind: "techSpec",
    format: "openSpec",
    title: `${changeTitle(text, folder).replace(/ design$/i, "")}: ${subject}`,
    fields: documentFields(text),
    criteria,
    relations: [
      folderRelation("specifies", `${folder}/proposal.md`),
      ...linkRelations(text, 1, text.lines.length),
    ],
    startLine: 1,
    endLine: text.lines.length,
  });
}

function alteration(text: SpecText, folder: string, capability: string, specPath: string): SpecItem {
  const requirements = requirementsOf(text);
  const criteria = requirements.flatMap(({ section, name }) =>
    scenariosOf(text, section).map((scenario) => `${plainText(name)}: ${scenario}`),
  );
  const item = techSpec({ ...text, sections: [] }, folder, capability, criteria);
  const named = requirements.map(
    ({ section, name }) =>
      ({
        kind: "specifies",
        target: `${specPath}#${headingSlug(name)}`,
        targetKind: "path",
        found: "heading",
        text: evidenceText(section.heading),
        line: section.startLine,
      }) as const,
  );
  return { ...item, relations: [...item.relations, folderRelation("specifies", specPath), ...named] };
}

function taskItems(text: SpecText, folder: string): readonly SpecItem[] {
  const part = uniqueParts();
  return listItems(text.lines, 1, text.lines.length).flatMap((item) => {
    if (item.box === undefined) return [];
    const [, number, words = item.text] = /^\**(\d{1,6}(?:\.\d{1,6})*)\.?\**\s+(.*)$/.exec(item.text) ?? [];
    return [
      specItemOf({
        path: text.path,
        part: part(number ?? headingSlug(plainText(words, 60))),
        kind: "task",
        format: "openSpec",
        title: words,
        status: statusOfBox(item.box),
        fields: new Map(),
        relations: [
          folderRelation("parent", `${folder}/proposal.md`),
          ...namedFiles(item.text, item.startLine),
        ],
        startLine: item.startLine,
        endLine: item.endLine,
      }),
    ];
  });
}
