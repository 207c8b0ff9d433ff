import type { ImportFact } from "../../model/codeFacts.ts";

/**
 * Patterns that JavaScript and TypeScript share. Functions assigned to a name are definitions at any depth, other
 * variables at the top level alone; callbacks given to a call (`it("…", () => …)`) have no name and are none.
 */
export const ecmascriptQuery = `
(class_declaration name: (_) @name body: (_) @body) @definition.class
(function_declaration name: (_) @name body: (_) @body) @definition.function
(generator_function_declaration name: (_) @name body: (_) @body) @definition.function
(class_body (method_definition name: (_) @name body: (_) @body) @definition.method)
(export_statement "default" @name value: [
  (arrow_function body: (_) @body) (function_expression !name body: (_) @body)
] @definition.function)
(export_statement "default" @name value: (class !name body: (_) @body) @definition.class)
(export_statement value: (object [
  (method_definition name: (_) @name body: (_) @body)
  (pair key: (property_identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])
] @definition.method))

(variable_declarator name: (identifier) @name value: [
  (arrow_function body: (_) @body) (function_expression body: (_) @body) (generator_function body: (_) @body)
]) @definition.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body)) @definition.class
(variable_declarator name: (identifier) value: (object [
  (method_definition name: (_) @name body: (_) @body)
  (pair key: (property_identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])
] @definition.method))

(program (lexical_declaration kind: "const"
  (variable_declarator name: (identifier) @name value: [(object) (array)]? @body) @definition.constant))
(program (lexical_declaration kind: "let" (variable_declarator name: (identifier) @name) @definition.variable))
(program (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))
(export_statement declaration: (lexical_declaration kind: "const"
  (variable_declarator name: (identifier) @name value: [(object) (array)]? @body) @definition.constant))
(export_statement declaration: (lexical_declaration kind: "let"
  (variable_declarator name: (identifier) @name) @definition.variable))
(export_statement declaration: (variable_declaration (variable_declarator name: (identifier) @name) @definition.variable))

(assignment_expression left: (member_expression object: [(identifier) (member_expression) (this)] @scope
  property: [(property_identifier) (private_property_identifier)] @name) right: [
  (arrow_function body: (_) @body) (function_expression !name body: (_) @body) (generator_function body: (_) @body)
] (#not-eq? @name "exports")) @definition.function
(assignment_expression left: (member_expression) right: (function_expression name: (_) @name body: (_) @body)) @definition.function
(assignment_expression left: (member_expression object: [(identifier) (member_expression)] @scope
  property: (property_identifier) @name) right: (class body: (_) @body) (#not-eq? @name "exports")) @definition.class
(assignment_expression left: (member_expression) @_exports right: (object [
  (method_definition name: (_) @name body: (_) @body)
  (pair key: (property_identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])
] @definition.function) (#eq? @_exports "module.exports"))

(export_statement) @outer
(program (lexical_declaration) @outer)
(program (variable_declaration) @outer)
(export_statement declaration: (lexical_declaration) @outer)
(export_statement declaration: (variable_declaration) @outer)
(lexical_declaration (variable_declarator value: [(arrow_function) (function_expression) (class)])) @outer
(variable_declaration (variable_declarator value: [(arrow_function) (function_expression) (class)])) @outer
(expression_statement (assignment_expression right: [(arrow_function) (function_expression) (class)])) @outer
(decorator) @lead

(call_expression function: [
  (identifier) @call
  (member_expression property: [(property_identifier) (private_property_identifier)] @call)
])
(new_expression constructor: [(identifier) @call (member_expression property: (property_identifier) @call)])

(import_statement) @import
(export_statement source: (string)) @import
(call_expression function: [(import) (identifier)] @import.callee arguments: (arguments . (string) @import.module)
  (#any-of? @import.callee "import" "require"))
`;

/** Components used in JSX count as calls; lower-case elements are HTML. */
export const jsxQuery = `
(jsx_opening_element name: [(identifier) @call (member_expression property: (_) @call)] (#match? @call "^[A-Z]"))
(jsx_self_closing_element name: [(identifier) @call (member_expression property: (_) @call)] (#match? @call "^[A-Z]"))
`;

/** Reads `import … from "x"`, `import "x"`, `export … from "x"` and `import x = require("x")`. */
export function readEcmascriptImport(statement: string): readonly Omit<ImportFact, "line">[] {
  const code = statement.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const module = /(?:\bfrom|\bimport|\brequire\s*\()\s*(["'])(.*?)\1/.exec(code)?.[2];
  if (module === undefined) return [];
  const clause = code
    .slice(0, code.search(/["']/))
    .replace(/^\s*(?:import|export)\b(?:\s+(?:type|typeof)\b(?!\s*(?:,|from)))?/, "");
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  const names = braces
    .split(",")
    .map(
      (part) =>
        part
          .trim()
          .replace(/^(?:type|typeof)\s+(?!as\b)/, "")
          .split(/\s+as\s+/)[0] ?? "",
    )
    .filter((name) => name !== "");
  const isDefault = /^\s*[\p{L}_$][\p{L}\p{N}_$]*\s*(?:,|from\b)/u.test(clause);
  return [{ module, names: isDefault ? ["default", ...names] : names }];
}

/** `Refund.prototype` -> `Refund`; `exports`, `module.exports`, `this` and the global object own nothing. */
export function readEcmascriptScope(text: string): string {
  const owner = text.replace(/\s+/g, "").replace(/\.prototype$/, "");
  return /^(?:(?:module\.)?exports|this|self|window|global|globalThis)$/.test(owner) ||
    !/^[\w$.]+$/.test(owner)
    ? ""
    : owner.replace(/^(?:(?:module\.)?exports|this|window|globalThis)\./, "");
}
