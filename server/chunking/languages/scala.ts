import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

/** Names which one `val` or `var` binds. */
const bound = "[(identifier) @name (identifiers (identifier) @name) (tuple_pattern (identifier) @name)]";

/** Values in bodies of classes, traits, objects, enums and givens. */
const members = ["template_body", "with_template_body", "enum_body"]
  .map(
    (body) => `
(${body} (val_definition pattern: ${bound}) @definition.property)
(${body} (var_definition pattern: ${bound}) @definition.property)
(${body} (val_declaration name: (_) @name) @definition.property)
(${body} (var_declaration name: (_) @name) @definition.property)`,
  )
  .join("");

const query = `
(class_definition name: (_) @name body: (_)? @body) @definition.class
(trait_definition name: (_) @name body: (_)? @body) @definition.trait
(object_definition name: (_) @name body: (_)? @body) @definition.object
(package_object name: (_) @name body: (_)? @body) @definition.object
(enum_definition name: (_) @name body: (_) @body) @definition.enum
(enum_case_definitions) @outer
(simple_enum_case name: (_) @name) @definition.enumMember
(full_enum_case name: (_) @name) @definition.enumMember
(full_enum_case class_parameters: (class_parameters (class_parameter name: (_) @name) @definition.property))
(class_definition "case" class_parameters: (class_parameters (class_parameter name: (_) @name) @definition.property))
(class_parameter ["val" "var"] name: (_) @name) @definition.property
(function_definition name: (_) @name body: (_)? @body) @definition.function
(function_declaration name: (_) @name) @definition.function
(given_definition name: (_) @name body: (with_template_body) @body) @definition.object
(given_definition name: (_) @name) @definition.constant
(given_definition !name return_type: (_) @name body: (with_template_body) @body) @definition.object
(given_definition !name return_type: (_) @name) @definition.constant
(extension_definition parameters: (parameters . (parameter type: (_) @scope))) @container
(type_definition name: (_) @name) @definition.type
(compilation_unit (val_definition pattern: ${bound}) @definition.constant)
(compilation_unit (var_definition pattern: ${bound}) @definition.variable)
${members}
(annotation) @lead
(call_expression function: [
  (identifier) @call
  (field_expression field: (identifier) @call)
  (generic_function function: [(identifier) @call (field_expression field: (identifier) @call)])
])
(instance_expression [
  (type_identifier) @call
  (stable_type_identifier (type_identifier) @call .)
  (generic_type type: [(type_identifier) @call (stable_type_identifier (type_identifier) @call .)])
])
(extends_clause type: [
  (type_identifier) @call
  (stable_type_identifier (type_identifier) @call .)
  (generic_type type: [(type_identifier) @call (stable_type_identifier (type_identifier) @call .)])
] . arguments: (_))
(infix_expression operator: (identifier) @call)
(import_declaration) @import
(export_declaration) @import
`;

/**
 * Scala 2 and 3. Extension methods belong to the type which they extend (`String.slug`), and an instance without a name
 * is called by its type (`given Show[Refund]`). Infix calls and the constructor of a superclass count as calls; what is
 * selected without an argument list may be a value and does not. `export` counts as an import.
 */
export const scala: LanguageDefinition = {
  id: "scala",
  wasm: { packageName: "tree-sitter-scala", file: "tree-sitter-scala.wasm" },
  native: async () => (await import("tree-sitter-scala")).default,
  query,
  comments: cComments,
  bodiesEndInComments: true,
  readImports,
  readScope: (extended) => extended.replace(/\[[\s\S]*$/, "").trim(),
  constructorNames: ["this"],
  constantName: /^[A-Z][A-Za-z0-9_]*$/,
};

type Import = Omit<ImportFact, "line">;

/** `import a.B, c.{D => E, F => _, *}` names `a.B`, and `c` with `D`; `import a.*` stays as written. */
function readImports(statement: string): readonly Import[] {
  const list = statement.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "").replace(/^\s*(?:import|export)\s/, "");
  return [...list.matchAll(/([^,{}]+)(?:\{([^}]*)\})?/g)]
    .map(([, path = "", selectors]) => importedFrom(path, selectors))
    .filter(({ module }) => module !== "");
}

function importedFrom(path: string, selectors: string | undefined): Import {
  const module = (path.split(/\sas\s|=>/)[0] ?? "").replace(/\s/g, "");
  if (selectors === undefined) return { module, names: [] };
  const names = selectors
    .split(",")
    .map((selector) => selector.trim().split(/\s*=>\s*|\s+as\s+/))
    .filter(([name = "", alias]) => /^[^_*\s]+$/.test(name) && name !== "given" && alias !== "_")
    .map(([name = ""]) => name);
  return { module: module.replace(/\.$/, ""), names };
}
