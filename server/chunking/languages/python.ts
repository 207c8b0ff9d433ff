import type { ImportFact } from "../../model/codeFacts.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";

const query = `
(class_definition name: (_) @name body: (_) @body) @definition.class
(function_definition name: (_) @name body: (_) @body) @definition.function
(type_alias_statement left: (type [(identifier) @name (generic_type . (identifier) @name)])) @definition.type
(module (expression_statement (assignment left: (identifier) @name)) @definition.variable)
(class_definition body: (block (expression_statement (assignment left: (identifier) @name)) @definition.field))
(function_definition name: (identifier) @_constructor body: (block (expression_statement
  (assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name))) @member.field)
  (#eq? @_constructor "__init__") (#eq? @_self "self"))
(decorated_definition) @outer
(decorator) @lead
(class_definition body: (block . (expression_statement . (string) @docstring)))
(function_definition body: (block . (expression_statement . (string) @docstring)))
(call function: [(identifier) @call (attribute attribute: (identifier) @call)])
(import_statement) @import
(import_from_statement) @import
(future_import_statement) @import
`;

/** Python 3, and what of Python 2 its grammar knows (`print` statements). */
export const python: LanguageDefinition = {
  id: "python",
  wasm: { packageName: "tree-sitter-python", file: "tree-sitter-python.wasm" },
  native: async () => (await import("tree-sitter-python")).default,
  query,
  comments: { line: "#" },
  readImports,
  constructorNames: ["__init__"],
  constantName: /^_*[A-Z][A-Z0-9_]*$/,
};

/** `import a.b as c, d` names two modules; `from .a import b as c` names `.a` and the name `b`. */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const code = statement
    .replace(/#.*$/gm, "")
    .replace(/[()\\\s]+/g, " ")
    .trim();
  const from = /^from (.+?) import (.+)$/.exec(code);
  if (from !== null) {
    const names = originalNames(from[2] ?? "").filter((name) => name !== "*");
    return [{ module: (from[1] ?? "").replace(/ /g, ""), names }];
  }
  return originalNames(code.replace(/^import /, "")).map((module) => ({ module, names: [] }));
}

function originalNames(list: string): string[] {
  return list
    .split(",")
    .map((part) => part.trim().split(" as ")[0]?.trim() ?? "")
    .filter((name) => name !== "");
}
