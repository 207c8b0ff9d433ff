import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(class_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(trait_declaration name: (_) @name body: (_) @body) @definition.trait
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(enum_case name: (_) @name) @definition.enumMember
(method_declaration name: (_) @name body: (_)? @body) @definition.method
(function_definition name: (_) @name body: (_) @body) @definition.function
(expression_statement (assignment_expression left: (variable_name (name) @name) right: [
  (anonymous_function body: (_) @body) (arrow_function body: (_) @body)
])) @definition.function
(property_promotion_parameter name: (variable_name (name) @name)) @member.property
(property_declaration (property_element name: (variable_name (name) @name)) @definition.property
  (property_hook_list)? @body) @outer
(const_declaration (const_element . (name) @name) @definition.constant) @outer
(expression_statement (function_call_expression function: (name) @_define
  arguments: (arguments . (argument [(string (string_content) @name) (encapsed_string . (string_content) @name .)])))
  (#eq? @_define "define")) @definition.constant
(attribute_list) @lead
(function_call_expression function: [
  (name) @call
  (qualified_name (name) @call .)
  (variable_name (name) @call)
])
(member_call_expression name: (name) @call)
(nullsafe_member_call_expression name: (name) @call)
(scoped_call_expression name: (name) @call)
((object_creation_expression [(name) @call (qualified_name (name) @call .)])
  (#not-match? @call "^(self|static|parent)$"))
(namespace_use_declaration) @import
(require_expression) @import
(require_once_expression) @import
(include_expression) @import
(include_once_expression) @import
`;

/**
 * PHP with HTML around it. Variables and properties lose their `$`; closures assigned to a variable are functions,
 * and `define('NAME', …)` is a constant. A call through `new` names the class; anonymous classes have no name.
 * Constants inside an enum are unknown to the grammar and are left out.
 */
export const php: LanguageDefinition = {
  id: "php",
  wasm: { packageName: "tree-sitter-php", file: "tree-sitter-php.wasm" },
  native: async () => (await import("tree-sitter-php")).default.php,
  query,
  comments: cComments,
  readImports,
  constructorNames: ["__construct"],
};

type Import = Omit<ImportFact, "line">;

function readImports(statement: string): readonly Import[] {
  const used = /^use\s+(?:(function|const)\s+)?([\s\S]+?)\s*;?$/i.exec(withoutComments(statement));
  if (used === null) return includedFile(statement);
  const [, kind, list = ""] = used;
  const group = /^([^{]*)\{([^}]*)\}/.exec(list);
  const prefix = group?.[1]?.replace(/\s/g, "") ?? "";
  return (group?.[2] ?? list)
    .split(",")
    .map((clause) => usedName(clause, prefix, kind !== undefined))
    .filter((fact) => fact !== undefined);
}

/** Comments would split like names do. */
function withoutComments(statement: string): string {
  return statement.replace(/\/\*[\s\S]*?\*\/|(?:\/\/|#).*$/gm, "").trim();
}

/** A class is a module of its own; a function or constant is a name which its namespace holds. */
function usedName(clause: string, prefix: string, isMember: boolean): Import | undefined {
  const [, kind, name] = /^\s*(?:(function|const)\s+)?([\w\\\u0080-\uffff]+)/i.exec(clause) ?? [];
  if (name === undefined) return undefined;
  const module = (prefix + name).replace(/^\\/, "");
  const cut = module.lastIndexOf("\\");
  if ((!isMember && kind === undefined) || cut < 0) return { module, names: [] };
  return { module: module.slice(0, cut), names: [module.slice(cut + 1)] };
}

/**
 * The file of `require __DIR__ . '/a.php'` is `./a.php`, that of `require dirname(__DIR__) . '/a.php'` `../a.php`.
 * Of other expressions the literal at the end is kept, and what ends without one is known at run time alone.
 */
function includedFile(statement: string): readonly Import[] {
  const parts = /^(?:require|include)(?:_once)?\b([\s\S]*?)(['"])([^'"$]+)\2[\s)]*$/i.exec(statement);
  const [, before = "", , file] = parts ?? [];
  if (file === undefined) return [];
  const folder = folderNames.find(([pattern]) => pattern.test(before))?.[1] ?? "";
  return [{ module: folder === "" ? file : folder + file.replace(/^\/*/, "/"), names: [] }];
}

const folderNames: readonly (readonly [pattern: RegExp, folder: string])[] = [
  [/\bdirname\s*\(\s*(?:dirname\s*\(\s*__FILE__\s*\)|__DIR__)\s*\)\s*\.\s*$/i, ".."],
  [/(?:\b__DIR__|\bdirname\s*\(\s*__FILE__\s*\))\s*\.\s*$/i, "."],
];
