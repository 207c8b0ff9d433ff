import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(function_declaration name: (_) @name body: (_)? @body) @definition.function
(method_declaration receiver: (parameter_list (parameter_declaration type: (_) @scope))
  name: (_) @name body: (_)? @body) @definition.method
(type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @definition.struct
(type_spec name: (_) @name type: (interface_type "{" @body)) @definition.interface
(type_spec name: (_) @name) @definition.type
(type_alias name: (_) @name) @definition.type
(field_declaration name: (_) @name) @definition.field
(method_elem name: (_) @name) @definition.method
(var_spec name: (identifier) @name value: (expression_list . (func_literal body: (_) @body) .)) @definition.function
(short_var_declaration left: (expression_list . (identifier) @name .)
  right: (expression_list . (func_literal body: (_) @body) .)) @definition.function
(source_file (const_declaration (const_spec (identifier) @name) @definition.constant))
(source_file (var_declaration (var_spec name: (identifier) @name) @definition.variable))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name) @definition.variable)))
(type_declaration) @outer
(source_file (const_declaration) @outer)
(source_file (var_declaration) @outer)
(call_expression function: [
  (identifier) @call
  (selector_expression field: (_) @call)
  (index_expression operand: [(identifier) @call (selector_expression field: (_) @call)])
])
(import_spec) @import
`;

/** Go. Methods belong to their receiver's type wherever they stand; embedded fields have no name of their own. */
export const go: LanguageDefinition = {
  id: "go",
  wasm: { packageName: "tree-sitter-go", file: "tree-sitter-go.wasm" },
  native: async () => (await import("tree-sitter-go")).default,
  query,
  comments: cComments,
  readImports,
  readScope: (receiver) => receiver.replace(/\[[\s\S]*$/, "").replace(/[*()\s]/g, ""),
};

/** `m "math/rand"` -> `math/rand`. */
function readImports(spec: string): readonly Omit<ImportFact, "line">[] {
  const module = /["`]([^"`]*)["`]/.exec(spec)?.[1];
  return module === undefined ? [] : [{ module, names: [] }];
}
