import * as vscode from "vscode";
import type { TeamChoices, TeamPreview } from "../../shared/model/team.ts";
import { kindWord, onOneLine } from "../../shared/traceWords.ts";
import { askMany, askOne, askText, type Choice, type StepAnswer } from "./askSteps.ts";
import type { StepPlace } from "./serverSteps.ts";

/** Which scopes everyone in the team may read; none until somebody chooses one. */
export function askScopes(
  place: StepPlace,
  { scopes }: TeamChoices,
  chosen: readonly string[],
): Promise<StepAnswer<readonly string[]>> {
  const known = new Set(scopes.map(({ scope }) => scope));
  const others = chosen.filter((scope) => !known.has(scope));
  const choices = [
    ...scopes.map(({ scope, meaning, count }) => ({
      label: onOneLine(scope),
      description: counted(count, "thing"),
      detail: onOneLine(meaning),
      value: scope,
    })),
    ...others.map((scope) => ({ label: onOneLine(scope), description: "nothing here yet", value: scope })),
  ];
  const placeholder = "What may everyone in the team read? Nothing else is sent.";
  return askMany({ ...place, placeholder, choices, chosen: (scope) => chosen.includes(scope) });
}

/** Which kinds of things are sent. */
export function askKinds(
  place: StepPlace,
  { kinds }: TeamChoices,
  chosen: readonly string[] | undefined,
): Promise<StepAnswer<readonly string[]>> {
  const known = kinds.map(({ kind }) => kind);
  const others = (chosen ?? []).filter((kind) => !known.includes(kind));
  const choices = [
    ...kinds.map(({ kind, count }) => ({
      label: kindWord(kind),
      description: counted(count, "thing"),
      ...(kind === "person" ? { detail: "names and addresses of those who wrote commits" } : {}),
      value: kind,
    })),
    ...others.map((kind) => ({ label: kindWord(kind), description: "none here yet", value: kind })),
  ];
  const placeholder = "Which kinds are sent? Keys, titles and links, never text.";
  // Who wrote what is personal, so a lead has to want it.
  const isChosen = (kind: string) => (chosen === undefined ? kind !== "person" : chosen.includes(kind));
  return askMany({ ...place, placeholder, choices, chosen: isChosen });
}

/** A name in the graph, as the schema of the team file takes it. */
export function askName(place: StepPlace, prompt: string, value: string): Promise<StepAnswer<string>> {
  return askText({
    ...place,
    prompt,
    value,
    check: async (text) =>
      /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(text.trim())
        ? undefined
        : "A name has letters, digits, dots, dashes, slashes and underscores, and begins with a letter or digit.",
  });
}

/** What a person does with the preview. */
export type PreviewChoice = "write" | "list";

/** What would be sent, in counts and as a list, before anything is written or sent. */
export function askPreview(
  place: StepPlace,
  preview: TeamPreview,
  isNew: boolean,
): Promise<StepAnswer<PreviewChoice>> {
  const { nodes, edges } = preview;
  const sum = nodes === 0 ? "nothing now" : `${counted(nodes, "thing")} and ${counted(edges, "link")}`;
  const choices: readonly Choice<PreviewChoice>[] = [
    {
      label: `$(check) ${isNew ? "Write" : "Change"} .whence/team.json and share this`,
      detail: nodes === 0 ? "Nothing would be sent now." : kindsWords(preview),
      value: "write",
    },
    {
      label: "$(list-unordered) Show the list in an editor",
      detail: "Keys and titles, as others would read them.",
      value: "list",
    },
    { label: "what others would read", kind: vscode.QuickPickItemKind.Separator },
    ...preview.items.map(({ kind, label }) => ({ label: onOneLine(label), description: kindWord(kind) })),
  ];
  return askOne({ ...place, placeholder: `Would be sent: ${sum}`, choices });
}

/** What would be sent, in one sentence. */
export function previewWords(preview: TeamPreview): string {
  const { nodes, edges } = preview;
  if (nodes === 0) return "Nothing would be sent now.";
  return `${counted(nodes, "thing")} and ${counted(edges, "link")} would be sent now.`;
}

function kindsWords({ kinds }: TeamPreview): string {
  return kinds.map(({ kind, count }) => `${kindWord(kind)} ${count.toLocaleString("en-US")}`).join(", ");
}

/** The list as a document. */
export function previewDocument(preview: TeamPreview): string {
  const { items, nodes } = preview;
  const rest = nodes - items.length;
  return [
    "What would be sent to the team graph: keys, titles, states and links, never text of documents or code.",
    previewWords(preview),
    kindsWords(preview),
    "",
    ...items.map(({ kind, label }) => `${kindWord(kind).padEnd(14)} ${onOneLine(label)}`),
    ...(rest > 0 ? ["", `… and ${rest.toLocaleString("en-US")} more`] : []),
    "",
  ].join("\n");
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
