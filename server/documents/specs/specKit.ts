import type { SpecItem, SpecRelation } from "../../model/specItem.ts";
import { acceptanceCriteria } from "./acceptanceCriteria.ts";
import { evidenceText } from "./fieldRelations.ts";
import { namedFiles } from "./filePaths.ts";
import { folderRelation, parentOfHeading, wordsOfName } from "./folderRelation.ts";
import { linkRelations } from "./linkRelations.ts";
import { listItems, statusOfBox } from "./listItems.ts";
import { plainText } from "./plainText.ts";
import { documentFields, fieldsOfLines } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf, keyOfPath } from "./specPaths.ts";
import type { SpecText } from "./specSource.ts";
import { uniqueParts } from "./uniqueParts.ts";

/**
 * GitHub Spec Kit (github.com/github/spec-kit, `templates/`): `specs/004-login/spec.md` is an epic with its user stories,
 * `plan.md` beside it a tech spec, and each line `- [ ] T012 [P] [US1] … path` of `tasks.md` a task of its user story.
 */
export function readSpecKit(text: SpecText): readonly SpecItem[] {
  const [, folder = "", name] = place.exec(text.path) ?? [];
  if (name === undefined || /(?:^|\/)(?:openspec|\.kiro)\//.test(text.path)) return [];
  const title = text.sections[0]?.heading ?? "";
  if (!/^\d{3,}-/.test(folder) && !titles.test(title)) return [];
  const stated = title.replace(titles, "");
  const named = isPlaceholder.test(stated) ? wordsOfName(folder).replace(/^\d+ /, "") : stated;
  if (name === "spec") return specItems(text, named);
  return name === "plan" ? [planItem(text, named)] : taskItems(text);
}

const place = /(?:^|\/)specs\/([^/]+)\/(spec|plan|tasks)\.md$/;
const titles = /^(?:feature specification|implementation plan|tasks)\b\s*[:：–—-]?\s*/i;
/** What the template says where nobody wrote a title. */
const isPlaceholder = /^\[?(?:feature|feature name)?\]?$/i;
const storyHeading =
  /^(?:user story|ユーザーストーリー|用户故事|使用者故事|사용자 스토리|historia de usuario)\s*(\d{1,6})\s*[-–—:：.]?\s*(.*)$/iu;
const requirement = /^\**((?:FR|NFR|SC)-?\d{1,6}[a-z]?)\**\s*[:：.–—-]/i;

function specItems(text: SpecText, title: string): readonly SpecItem[] {
  const stories = text.sections.flatMap((section) => {
    const [, number, words = ""] = storyHeading.exec(section.heading) ?? [];
    return number === undefined ? [] : [{ section, number, words }];
  });
  const end = (stories[0]?.section.startLine ?? text.lines.length + 1) - 1;
  const requirements = listItems(text.lines, 1, text.lines.length)
    .filter((item) => requirement.test(item.text))
    .map((item) => plainText(item.text));
  const epic = specItemOf({
    path: text.path,
    kind: "epic",
    format: "specKit",
    title,
    fields: documentFields(text),
    criteria: requirements.length > 0 ? requirements : acceptanceCriteria(text, 1, text.lines.length),
    relations: linkRelations(text, 1, end),
    startLine: 1,
    endLine: text.lines.length,
  });
  const part = uniqueParts();
  return [
    epic,
    ...stories.map(({ section, number, words }) => {
      const priority = /[（(][^()（）]*\b(P\d)\b[^()（）]*[)）]/.exec(words);
      const story = specItemOf({
        path: text.path,
        part: part(`US${number}`),
        kind: "story",
        format: "specKit",
        title: words.replace(priority?.[0] ?? "", ""),
        fields: fieldsOfLines(text.lines, section.bodyLine, section.ownEndLine),
        criteria: acceptanceCriteria(text, section.bodyLine, section.endLine),
        relations: [
          parentOfHeading(text.path, section.heading, section.startLine),
          ...linkRelations(text, section.bodyLine, section.endLine),
        ],
        startLine: section.startLine,
        endLine: section.endLine,
      });
      return priority === null
        ? story
        : { ...story, tags: [...story.tags, (priority[1] ?? "").toLowerCase()] };
    }),
  ];
}

function planItem(text: SpecText, title: string): SpecItem {
  return specItemOf({
    path: text.path,
    kind: "techSpec",
    format: "specKit",
    title,
    fields: new Map([...documentFields(text)].filter(([name]) => name !== "spec")),
    relations: [
      folderRelation("specifies", `${folderOf(text.path)}/spec.md`),
      ...linkRelations(text, 1, text.lines.length),
    ],
    startLine: 1,
    endLine: text.lines.length,
  });
}

function taskItems(text: SpecText): readonly SpecItem[] {
  const part = uniqueParts();
  return listItems(text.lines, 1, text.lines.length).flatMap((item) => {
    const [, number, words = ""] = /^\**(T\d{1,5}[a-z]?)\**[:.]?\s+(.*)$/i.exec(item.text) ?? [];
    if (number === undefined || item.box === undefined) return [];
    const status = statusOfBox(item.box);
    return [
      specItemOf({
        path: text.path,
        part: part(number.toUpperCase()),
        kind: "task",
        format: "specKit",
        title: words.replace(/^(?:\[[^\]]{1,30}\]\s*)+/, ""),
        status,
        fields: new Map(),
        relations: taskRelations(text, words, item.startLine),
        startLine: item.startLine,
        endLine: item.endLine,
      }),
    ];
  });
}

function taskRelations(text: SpecText, words: string, line: number): readonly SpecRelation[] {
  const stated = { found: "task list", text: evidenceText(words), line };
  const spec = `${folderOf(text.path)}/spec.md`;
  const stories = Array.from(words.slice(0, 200).matchAll(/\[US(\d{1,6})\]/gi), ([, number = ""]) => number);
  const before =
    /\b(?:depends on|after|blocked by)\s+((?:T\d{1,5}[a-z]?(?:\s*,\s*|\s+and\s+|\s*[–-]\s*)?){1,20})/i.exec(
      words,
    )?.[1] ?? "";
  return [
    ...stories.map(
      (number) => ({ kind: "parent", target: `${spec}#US${number}`, targetKind: "path", ...stated }) as const,
    ),
    ...(stories.length === 0 ? [folderRelation("parent", spec)] : []),
    ...Array.from(
      before.matchAll(/T\d{1,5}[a-z]?/gi),
      ([number]) =>
        ({
          kind: "dependsOn",
          target: `${keyOfPath(text.path)}#${number.toUpperCase()}`,
          targetKind: "key",
          ...stated,
        }) as const,
    ),
    ...namedFiles(words, line),
  ];
}
