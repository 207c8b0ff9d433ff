import { cQuery, doxygenComments, readInclude, withoutMacros } from "./c.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";

/** `pattern` for the last segment of a name such as `a::b::c` of two to five segments. */
function qualified(pattern: string, capture = ""): string {
  const patterns: string[] = [];
  for (let inner = pattern; patterns.length < 4; patterns.push(`${inner}${capture}`)) {
    inner = `(qualified_identifier name: ${inner})`;
  }
  return patterns.join(" ");
}

function nested(inner: string): string {
  return `(nested_namespace_specifier (namespace_identifier) . ${inner})`;
}
const lastNamespace = "(namespace_identifier) @name";

const query = `
(namespace_definition name: (namespace_identifier) @name body: (_) @body) @definition.namespace
${[
  nested(lastNamespace),
  nested(nested(lastNamespace)),
  nested(nested(nested(lastNamespace))),
  nested(nested(nested(nested(lastNamespace)))),
]
  .map((name) => `(namespace_definition name: ${name} @scope body: (_) @body) @definition.namespace`)
  .join("\n")}
(class_specifier name: [(type_identifier) @name (template_type name: (_) @name)
  ${qualified("[(type_identifier) @name (template_type name: (_) @name)]", " @scope")}] body: (_) @body) @definition.class
(struct_specifier name: [(template_type name: (_) @name)
  ${qualified("[(type_identifier) @name (template_type name: (_) @name)]", " @scope")}] body: (_) @body) @definition.struct
(function_definition type: [(class_specifier !body) (struct_specifier !body)] declarator: (identifier) @name
  body: (_) @body) @definition.class
(concept_definition name: (_) @name) @definition.type
(alias_declaration name: (_) @name) @definition.type
(template_declaration) @outer
(friend_declaration (function_definition)) @outer
(function_definition) @declaration
(field_declaration) @declaration
(field_declaration_list (declaration) @declaration)
(template_declaration (declaration) @declaration)
(function_declarator declarator: [(field_identifier) (destructor_name)] @name) @declarator.method
(function_declarator declarator: (operator_name) @name) @declarator.function
(function_declarator declarator: (template_function name: (_) @name)) @declarator.function
(qualified_identifier name: (qualified_identifier name: (operator_cast) @name)) @scope @declarator.method
(qualified_identifier name: (operator_cast) @name) @scope @declarator.method
(operator_cast) @name @declarator.method
(function_declarator declarator: [
  ${qualified("[(identifier) (destructor_name) (operator_name)] @name", " @scope")}
]) @declarator.method
(field_declaration (type_qualifier) @_const declarator: (field_identifier) @name (#eq? @_const "constexpr")) @definition.constant
(reference_declarator (field_identifier) @name) @definition.field
(init_declarator declarator: (identifier) @name value: (lambda_expression body: (_) @body)) @definition.function
(declaration declarator: (qualified_identifier name: (identifier) @name) @scope @declarator.field)
(init_declarator declarator: (qualified_identifier name: (identifier) @name) @scope @declarator.field)
${cQuery}
(attribute_declaration) @lead
(call_expression function: [
  ${qualified("[(identifier) @call (template_function name: (_) @call)]")}
  (template_function name: (_) @call)
  (field_expression field: (template_method name: (_) @call))
  (field_expression field: (dependent_name (template_method name: (_) @call)))
] (#not-match? @call "^(static|dynamic|const|reinterpret)_cast$"))
(new_expression type: [
  (type_identifier) @call (template_type name: (_) @call)
  ${qualified("[(type_identifier) @call (template_type name: (_) @call)]")}
])
`;

/**
 * C++. Namespaces with a name are part of qualified names; what is defined outside its class belongs to the class that
 * its name states, so `void Refund::issue()` is `Refund.issue` inside any namespace block around it. Declarations in a
 * class and prototypes are definitions, because headers document them. Macros which
 * confuse the grammar (`class EXPORT Refund {`) are left out where that helps.
 */
export const cpp: LanguageDefinition = {
  id: "cpp",
  wasm: { packageName: "tree-sitter-cpp", file: "tree-sitter-cpp.wasm" },
  native: async () => (await import("tree-sitter-cpp")).default,
  withoutMacros,
  query,
  comments: doxygenComments,
  readImports: readInclude,
  readScope,
  readName,
  constructorsBearClassName: true,
};

/** `a::B<T>::` -> `a.B`. */
function readScope(written: string): string {
  let plain = written.replace(/\s|\btemplate\b/g, "");
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(/<[^<>]*>/g, "");
  }
  return plain
    .split("::")
    .filter((segment) => segment !== "")
    .join(".");
}

/** `operator bool() const` -> `operator bool`, `operator ==` -> `operator==`, `~ Refund` -> `~Refund`. */
function readName(written: string): string {
  return written
    .replace(/^(operator\s+[^()]*\w[^()]*?)\s*\([\s\S]*$/, "$1")
    .replace(/\s+/g, " ")
    .replace(/^(~|operator) (?![\w:])/, "$1")
    .replace(/^~ /, "~");
}
