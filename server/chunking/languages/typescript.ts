import { ecmascriptQuery, readEcmascriptImport, readEcmascriptScope } from "./ecmascript.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

/** Patterns of what TypeScript adds to JavaScript; they stand first because some refine a shared one. */
export const typescriptQuery = `
(abstract_class_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(type_alias_declaration name: (_) @name) @definition.type
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(enum_body name: (_) @name @definition.enumMember)
(enum_body (enum_assignment name: (_) @name) @definition.enumMember)
(internal_module name: (_) @name body: (_) @body) @definition.namespace
(module name: (_) @name body: (_) @body) @definition.module
(function_signature name: (_) @name) @definition.function
(method_signature name: (_) @name) @definition.method
(abstract_method_signature name: (_) @name) @definition.method
(interface_body (property_signature name: (_) @name) @definition.property)
(type_alias_declaration value: (object_type (property_signature name: (_) @name) @definition.property))
(class_body (public_field_definition name: (_) @name value: [
  (arrow_function body: (_) @body) (function_expression body: (_) @body)
]) @definition.method)
(class_body (public_field_definition name: (_) @name) @definition.property)
(required_parameter (accessibility_modifier) pattern: (identifier) @name) @member.property
(required_parameter "readonly" pattern: (identifier) @name) @member.property
(optional_parameter (accessibility_modifier) pattern: (identifier) @name) @member.property
(ambient_declaration) @outer
(ambient_declaration (lexical_declaration (variable_declarator name: (identifier) @name) @definition.constant))
(ambient_declaration (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(ambient_declaration (lexical_declaration) @outer)
(ambient_declaration (variable_declaration) @outer)
(expression_statement (internal_module)) @outer
${ecmascriptQuery}`;

/** TypeScript without JSX. */
export const typescript: LanguageDefinition = {
  id: "typescript",
  wasm: { packageName: "tree-sitter-typescript", file: "tree-sitter-typescript.wasm" },
  native: async () => (await import("tree-sitter-typescript")).default.typescript,
  query: typescriptQuery,
  comments: cComments,
  readImports: readEcmascriptImport,
  readScope: readEcmascriptScope,
  constructorNames: ["constructor"],
};
