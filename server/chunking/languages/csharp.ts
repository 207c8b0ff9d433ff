import type { ImportFact } from "../../model/codeFacts.ts";
import { type CommentStyle, cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(class_declaration name: (_) @name body: (_)? @body) @definition.class
(record_declaration "struct" name: (_) @name body: (_)? @body) @definition.struct
(record_declaration name: (_) @name body: (_)? @body) @definition.class
(record_declaration (parameter_list (parameter name: (_) @name) @definition.property))
(struct_declaration name: (_) @name body: (_)? @body) @definition.struct
(interface_declaration name: (_) @name body: (_)? @body) @definition.interface
(enum_declaration name: (_) @name body: (_)? @body) @definition.enum
(enum_member_declaration name: (_) @name) @definition.enumMember
(delegate_declaration name: (_) @name) @definition.type
(method_declaration name: (_) @name body: (_)? @body) @definition.method
(local_function_statement name: (_) @name body: (_)? @body
  (#not-any-of? @name "if" "for" "foreach" "while" "switch" "using" "lock" "catch")) @definition.function
(constructor_declaration name: (_) @name body: (_)? @body) @definition.constructor
(destructor_declaration name: (_) @name body: (_)? @body) @definition.method
(operator_declaration operator: _ @name body: (_)? @body) @definition.method
(conversion_operator_declaration "operator" @name body: (_)? @body) @definition.method
(indexer_declaration "this" @name accessors: (_) @body) @definition.property
(indexer_declaration "this" @name value: (_) @body) @definition.property
(property_declaration name: (_) @name accessors: (_) @body) @definition.property
(property_declaration name: (_) @name value: (_) @body) @definition.property
(event_declaration name: (_) @name accessors: (_)? @body) @definition.property
(event_field_declaration (variable_declaration (variable_declarator name: (_) @name) @definition.property)) @outer
(field_declaration (modifier) @_const (variable_declaration (variable_declarator name: (_) @name) @definition.constant)
  (#eq? @_const "const"))
(field_declaration (variable_declaration (variable_declarator name: (_) @name) @definition.field)) @outer
(attribute_list) @lead
(invocation_expression function: [
  (identifier) @call
  (generic_name . (identifier) @call)
  (member_access_expression name: [(identifier) @call (generic_name . (identifier) @call)])
  (conditional_access_expression (member_binding_expression name: [(identifier) @call (generic_name . (identifier) @call)]))
] (#not-eq? @call "nameof"))
(object_creation_expression type: [
  (identifier) @call
  (generic_name . (identifier) @call)
  (qualified_name name: [(identifier) @call (generic_name . (identifier) @call)])
])
(using_directive) @import
`;

/** XML documentation as plain text: what a tag points at or names stays, tags go. */
const xmlComments: CommentStyle = {
  ...cComments,
  plain: (doc) =>
    doc
      .replace(/<(?:param|typeparam|exception) (?:name|cref)="(?:[TMPFE]:)?([^"]*)"\s*>/g, "$1: ")
      .replace(/<\w+ (?:cref|name|langword|href)="(?:[TMPFE]:)?([^"]*)"\s*\/>/g, "$1")
      .replace(/<\/?[a-zA-Z]\w*(?:\s+\w+\s*=\s*"[^"]*")*\s*\/?>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
};

/**
 * C#. Namespaces, in blocks or for the file, are not part of qualified names. Events are properties, delegates are
 * types, the parameters of a record are its properties; an indexer is called `this`, a finalizer as its class,
 * an operator `operator+` and a conversion `operator`. Calls
 * through `new` name the class.
 */
export const csharp: LanguageDefinition = {
  id: "csharp",
  wasm: { packageName: "tree-sitter-c-sharp", file: "tree-sitter-c_sharp.wasm" },
  native: async () => (await import("tree-sitter-c-sharp")).default,
  query,
  comments: xmlComments,
  readImports,
  readName: (written) => (/^[\p{L}_@]/u.test(written) ? written : `operator${written}`),
};

/** `global using A.B;` and `using X = A.B;` -> `A.B`; `using static A.B;` names the class as module. */
function readImports(directive: string): readonly Omit<ImportFact, "line">[] {
  const path = /\busing\s+(?:static\s+|unsafe\s+)*(?:@?\w+\s*=\s*)?([^;]+?)\s*;?\s*$/.exec(directive)?.[1];
  return path === undefined ? [] : [{ module: path.replace(/\s|^global::/g, ""), names: [] }];
}
