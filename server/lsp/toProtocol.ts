import type { CodeLens, Command, DocumentLink, Hover } from "vscode-languageserver/node";
import type { HoverCard } from "../../shared/model/hover.ts";
import { commands, type ItemArguments, type OpenTraceArguments } from "../../shared/protocol/commands.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import type { IndexedDefinition, KeyLink, Lens } from "../ide/ide.ts";
import { hoverMarkdown } from "./hoverMarkdown.ts";

/** A hover as the protocol has it. */
export function toHover(card: HoverCard, folder: string): Hover {
  const { line, startColumn, endColumn } = card.word;
  return {
    contents: { kind: "markdown", value: hoverMarkdown(card, folder) },
    range: onLine(line, startColumn, endColumn),
  };
}

/** Lenses as the protocol has them; each runs a command of the extension. */
export function toCodeLenses(lenses: readonly Lens[], folder: string, uri: string): readonly CodeLens[] {
  return lenses.map((lens) => ({ range: onLine(lens.line, 0, 0), command: commandOf(lens, folder, uri) }));
}

function commandOf({ title, opens, line }: Lens, folder: string, uri: string): Command {
  if (opens.kind === "trace") {
    const argument: OpenTraceArguments = toCodeReference(opens.definition, folder);
    return { title, command: commands.openTrace, arguments: [argument] };
  }
  const argument: ItemArguments = { folder, key: opens.key, at: { uri, line: line - 1 } };
  return { title, command: commands.peekImplementations, arguments: [argument] };
}

/** Keys as links: to the address of an item that has one, else to a command of the extension that opens it. */
export function toDocumentLinks(links: readonly KeyLink[], folder: string): readonly DocumentLink[] {
  return links.map(({ line, startColumn, endColumn, key, url }) => {
    const argument: ItemArguments = { folder, key };
    const command = `command:${commands.openItem}?${encodeURIComponent(JSON.stringify([argument]))}`;
    const isWeb = url !== undefined && /^https?:\/\//i.test(url);
    return { range: onLine(line, startColumn, endColumn), target: isWeb ? url : command };
  });
}

/** A definition as commands name it. */
export function toCodeReference({ path, name, startLine }: IndexedDefinition, folder: string): CodeReference {
  return { folder, path, name, line: startLine };
}

function onLine(line: number, startColumn: number, endColumn: number) {
  return { start: { line: line - 1, character: startColumn }, end: { line: line - 1, character: endColumn } };
}
