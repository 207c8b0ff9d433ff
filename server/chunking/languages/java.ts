import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(class_declaration name: (_) @name body: (_) @body) @definition.class
(record_declaration name: (_) @name body: (_) @body) @definition.class
(record_declaration parameters: (formal_parameters (formal_parameter name: (_) @name) @definition.field))
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(annotation_type_declaration name: (_) @name body: (_) @body) @definition.interface
(annotation_type_element_declaration name: (_) @name) @definition.method
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(enum_constant name: (_) @name body: (_)? @body) @definition.enumMember
(method_declaration name: (_) @name body: (_)? @body) @definition.method
(constructor_declaration name: (_) @name body: (_) @body) @definition.constructor
(compact_constructor_declaration name: (_) @name body: (_) @body) @definition.constructor
(field_declaration declarator: (variable_declarator name: (_) @name) @definition.field) @outer
(constant_declaration declarator: (variable_declarator name: (_) @name) @definition.constant) @outer
(marker_annotation) @lead
(annotation) @lead
(method_invocation name: (_) @call)
(object_creation_expression type: [
  (type_identifier) @call
  (generic_type [(type_identifier) @call (scoped_type_identifier (type_identifier) @call .)])
  (scoped_type_identifier (type_identifier) @call .)
])
(import_declaration) @import
`;

/** Java up to records and pattern matching. A call through `new` names the class; anonymous classes have no name. */
export const java: LanguageDefinition = {
  id: "java",
  wasm: { packageName: "tree-sitter-java", file: "tree-sitter-java.wasm" },
  native: async () => (await import("tree-sitter-java")).default,
  query,
  comments: cComments,
  readImports,
  constantName: /^[A-Z][A-Z0-9_]*$/,
};

/** `import java.util.List;` names the class as module; `import static a.B.c;` names the class and its member. */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const [, isStatic, path] = /^import\s+(static\s+)?([\w\s.*]+?)\s*;?\s*$/.exec(statement) ?? [];
  if (path === undefined) return [];
  const module = path.replace(/\s/g, "");
  const dot = module.lastIndexOf(".");
  if (isStatic === undefined || dot < 0) return [{ module, names: [] }];
  const member = module.slice(dot + 1);
  return [{ module: module.slice(0, dot), names: member === "*" ? [] : [member] }];
}
