import type { IndexedDefinition } from "../ide.ts";
import type { CodeScope, ScopeSymbol } from "../reading/codeScope.ts";

/** A definition of a text as it is indexed; undefined where it is newer than the index. */
export function indexedDefinition(
  scope: CodeScope,
  { indexed, nameStart }: ScopeSymbol,
): IndexedDefinition | undefined {
  if (indexed === undefined) return undefined;
  const { qualifiedName, startLine, endLine } = indexed.symbol;
  return {
    path: scope.path,
    name: qualifiedName,
    startLine,
    endLine,
    shownLine: scope.lines.lineAt(nameStart),
  };
}
