import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(class_declaration "interface" name: (_) @name (class_body)? @body) @definition.interface
(class_declaration name: (_) @name (enum_class_body) @body) @definition.enum
(class_declaration name: (_) @name (class_body)? @body) @definition.class
(object_declaration name: (_) @name (class_body)? @body) @definition.object
(companion_object name: (_) @name (class_body)? @body) @definition.object
(enum_entry (identifier) @name (class_body)? @body) @definition.enumMember
(class_parameter ["val" "var"] (identifier) @name) @definition.property
(secondary_constructor "constructor" @name (block)? @body) @definition.constructor
(function_declaration [(user_type) (nullable_type)] @scope . "." . name: (_) @name
  (function_body)? @body) @definition.function
(function_declaration name: (_) @name (function_body)? @body) @definition.function
(source_file (property_declaration [(user_type) (nullable_type)] @scope . "." .
  (variable_declaration (identifier) @name) (getter)? @body) @definition.property)
(class_body (property_declaration [(user_type) (nullable_type)] @scope . "." .
  (variable_declaration (identifier) @name) (getter)? @body) @definition.property)
(source_file (property_declaration "val" (variable_declaration (identifier) @name)) @definition.constant)
(source_file (property_declaration "var" (variable_declaration (identifier) @name)) @definition.variable)
(class_body (property_declaration (variable_declaration (identifier) @name) (getter)? @body) @definition.property)
(enum_class_body (property_declaration (variable_declaration (identifier) @name) (getter)? @body) @definition.property)
(type_alias type: (identifier) @name) @definition.type
(annotation) @lead
(call_expression . (identifier) @call)
(call_expression . (navigation_expression (identifier) @call .))
(infix_expression . (_) . (identifier) @call . (_) .)
(delegation_specifier (constructor_invocation (user_type (identifier) @call .)))
(import) @import
`;

/**
 * Kotlin. Extensions belong to the type which they extend (`String.slug`); members of an unnamed companion belong to
 * the class, as callers write them. Infix calls and the constructor of a superclass count as calls.
 */
export const kotlin: LanguageDefinition = {
  id: "kotlin",
  wasm: { packageName: "@tree-sitter-grammars/tree-sitter-kotlin", file: "tree-sitter-kotlin.wasm" },
  native: async () => (await import("@tree-sitter-grammars/tree-sitter-kotlin")).default,
  query,
  comments: cComments,
  readImports,
  readScope: (receiver) => receiver.replace(/<[\s\S]*$/, "").replace(/[?\s]/g, ""),
  constantName: /^[A-Z][A-Z0-9_]*$/,
};

/** `import a.b.C as D` -> `a.b.C`; `import a.b.*` stays as written. */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const module = /^import\s+([^\s;]+)/.exec(statement)?.[1];
  return module === undefined ? [] : [{ module, names: [] }];
}
