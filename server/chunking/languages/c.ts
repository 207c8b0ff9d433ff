import type { ImportFact } from "../../model/codeFacts.ts";
import { type CommentStyle, cComments, type LanguageDefinition } from "./languageDefinition.ts";

/** A pattern of a declaration wherever it stands outside functions; give it captures of `@global`. */
function atFileLevel(pattern: string): string {
  const parents = "translation_unit declaration_list preproc_ifdef preproc_if preproc_else preproc_elif";
  return parents
    .split(" ")
    .map((parent) => `(${parent} ${pattern})`)
    .join("\n");
}

const variables = `[
  (identifier) @name @declarator.variable
  (pointer_declarator declarator: (identifier) @name) @declarator.variable
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name)) @declarator.variable
  (array_declarator declarator: (identifier) @name) @declarator.variable
  (array_declarator declarator: (array_declarator declarator: (identifier) @name)) @declarator.variable
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name)) @declarator.variable
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))
    @declarator.variable
]`;
const values = "[(identifier) @name (array_declarator declarator: (identifier) @name)]";
const namedType =
  "[(struct_specifier name: (_) body: (_)) (union_specifier name: (_) body: (_)) (enum_specifier name: (_) body: (_))]";
const unnamedType = "[(struct_specifier !name body: (_)) (union_specifier !name body: (_))]";

/** What C++ shares with C. */
export const cQuery = `
(preproc_function_def name: (_) @name value: (_)? @body) @definition.macro
(preproc_def name: (_) @name value: (_)) @definition.constant
(type_definition type: (struct_specifier !name body: (_) @body) @definition.struct declarator: (type_identifier) @name)
(type_definition type: (union_specifier !name body: (_) @body) @definition.struct declarator: (type_identifier) @name)
(type_definition type: (enum_specifier !name body: (_) @body) @definition.enum declarator: (type_identifier) @name)
(type_definition type: (struct_specifier name: (_) @_tag body: (_)) declarator: (type_identifier) @name @definition.type
  (#not-eq? @_tag @name))
(type_definition type: (union_specifier name: (_) @_tag body: (_)) declarator: (type_identifier) @name @definition.type
  (#not-eq? @_tag @name))
(type_definition type: (enum_specifier name: (_) @_tag body: (_)) declarator: (type_identifier) @name @definition.type
  (#not-eq? @_tag @name))
(type_definition type: [
  (primitive_type) (sized_type_specifier) (type_identifier)
  (struct_specifier !body) (union_specifier !body) (enum_specifier !body)
] declarator: (type_identifier) @name) @definition.type
(pointer_declarator declarator: (type_identifier) @name) @definition.type
(array_declarator declarator: (type_identifier) @name) @definition.type
(function_declarator declarator: (type_identifier) @name) @definition.type
(type_definition) @outer
(type_definition "typedef" @lead type: ${namedType})
(struct_specifier name: (_) @name body: (_) @body) @definition.struct
(union_specifier name: (_) @name body: (_) @body) @definition.struct
(enum_specifier name: (_) @name body: (_) @body) @definition.enum
(enumerator name: (_) @name) @definition.enumMember
(field_declaration type: ${namedType} declarator: (field_identifier) @name @definition.field)
(field_declaration type: ${unnamedType} declarator: [
  (pointer_declarator declarator: (field_identifier) @name)
  (array_declarator declarator: (field_identifier) @name)
]) @definition.field
(field_declaration declarator: (field_identifier) @name) @definition.field
(pointer_declarator declarator: (field_identifier) @name) @definition.field
(array_declarator declarator: (field_identifier) @name) @definition.field
(field_declaration declarator: (_)) @outer
(function_declarator declarator: (identifier) @name (#not-any-of? @name "if" "for" "while" "switch")) @declarator.function
(function_declarator declarator: (parenthesized_declarator (identifier) @name)) @declarator.function
(function_definition body: (_) @body) @declaration
${atFileLevel("(declaration) @declaration")}
(declaration type: ${namedType} declarator: [
  (identifier) @name @global.variable
  (pointer_declarator declarator: (identifier) @name) @global.variable
  (array_declarator declarator: (identifier) @name) @global.variable
])
(declaration type: ${namedType} declarator: (init_declarator declarator: (identifier) @name) @global.variable)
(declaration (type_qualifier) @_const declarator: ${values} @declarator.constant (#any-of? @_const "const" "constexpr"))
(declaration (type_qualifier) @_const declarator: (init_declarator declarator: ${values}) @declarator.constant
  (#any-of? @_const "const" "constexpr"))
(declaration declarator: ${variables})
(init_declarator declarator: ${variables})
(attribute_specifier) @lead
(call_expression function: [(identifier) @call (field_expression field: (field_identifier) @call)])
(preproc_include) @import
`;

/** Comments above definitions of C and C++: Doxygen's words for structure go, what they say stays. */
export const doxygenComments: CommentStyle = {
  ...cComments,
  plain: (doc) =>
    doc.replace(
      /[@\\](?:brief|short|details|remarks?|code(?:\{[^}]*\})?|endcode|ref|[cpabe]|n)(?=\s|$)[ \t]?/g,
      "",
    ),
};

/**
 * C, also in the headers of libraries that C++ may include. Prototypes and `extern` variables are definitions: headers
 * are where they are documented. An unnamed `struct` goes by the name which its `typedef` gives; macros without a value
 * are switches and left out, and calls in the text of a macro are not seen. Headers of C++ are read as such.
 */
export const c: LanguageDefinition = {
  id: "c",
  wasm: { packageName: "tree-sitter-c", file: "tree-sitter-c.wasm" },
  native: async () => (await import("tree-sitter-c")).default,
  alternative: "cpp",
  alternativeFor: /^\s*(?:class|namespace|template|using|public|private|protected|constexpr)\b|\w::\w/m,
  withoutMacros,
  query: cQuery,
  comments: doxygenComments,
  readImports: readInclude,
};

/**
 * Blanks macros which stand where the grammar expects none: alone on a line (`SHOP_BEGIN_NAMESPACE`), between `class`
 * and its name (`class SHOP_API Refund`), and before a declaration (`SHOP_API int f(void);`).
 */
export function withoutMacros(text: string): string {
  return text
    .replace(/^([ \t]*)([A-Z][A-Z0-9_]{3,})(?=[ \t]*\n(?!\s*[{},)=+*/|&.;<?:-]))/gm, blank)
    .replace(
      /(\b(?:class|struct|enum)[ \t]+)([A-Z][A-Z0-9_]{3,}(?:\([^()\n]*\))?)(?=[ \t]+\w+\s*(?:final\s*)?[:{<])/g,
      blank,
    )
    .replace(/^([ \t]*)([A-Z][A-Z0-9]*_[A-Z0-9_]+(?:\([^()\n]*\))?)(?=[ \t]+[a-z_]\w*[ \t*&:<])/gm, blank);
}

function blank(_: string, before: string, macro: string): string {
  return before + " ".repeat(macro.length);
}

/** `#include "a/b.h"` -> `a/b.h`; `#include <stdio.h>` -> `<stdio.h>`; a macro in that place names no module. */
export function readInclude(directive: string): readonly Omit<ImportFact, "line">[] {
  const [, quoted, system] = /^\s*#\s*\w+\s*(?:"([^"]+)"|(<[^>]+>))/.exec(directive) ?? [];
  const module = quoted ?? system;
  return module === undefined ? [] : [{ module, names: [] }];
}
