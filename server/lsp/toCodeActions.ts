import { type CodeAction, CodeActionKind } from "vscode-languageserver/node";
import { commands, type DecideArguments } from "../../shared/protocol/commands.ts";
import type { LinkCandidate } from "../../shared/protocol/requests.ts";
import type { IndexedDefinition } from "../ide/ide.ts";
import { toCodeReference } from "./toProtocol.ts";

/** So many links of a definition can be rejected from the menu; the trace view shows all. */
const rejectedMost = 3;

/** What a person can do about the links of a definition. */
export function toCodeActions(
  definition: IndexedDefinition,
  candidates: readonly LinkCandidate[],
  folder: string,
): readonly CodeAction[] {
  const code = toCodeReference(definition, folder);
  const link = "Link This Symbol to a Story…";
  const linked = candidates.filter(({ origin }) => origin !== undefined && origin !== "rejected");
  return [
    {
      title: link,
      kind: CodeActionKind.Refactor,
      command: { title: link, command: commands.linkToStory, arguments: [code] },
    },
    ...linked.slice(0, rejectedMost).map(({ key, title: name }): CodeAction => {
      const title = `Reject Link to ${key} ${name}`;
      const argument: DecideArguments = { key, code };
      return {
        title,
        kind: CodeActionKind.Refactor,
        command: { title, command: commands.rejectLink, arguments: [argument] },
      };
    }),
  ];
}
