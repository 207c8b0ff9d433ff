import type { ImportFact } from "../../model/codeFacts.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";

/** Statements which run when the script is read, whatever a condition says; loops assign what lives for a round. */
const topLevel = (statement: string): string =>
  `[${["program", "if_statement", "elif_clause", "else_clause", "case_item", "list"]
    .map((parent) => `(${parent} ${statement})`)
    .join(" ")}]`;

const query = `
(function_definition name: (word) @name body: (_) @body) @definition.function
(${topLevel(`(declaration_command "readonly"
  (variable_assignment name: (variable_name) @name) @global.constant) @outer`)})
(${topLevel(`(declaration_command ["declare" "typeset"] (word) @_options
  (variable_assignment name: (variable_name) @name) @global.constant) @outer`)}
  (#match? @_options "^-[A-Za-z]*r"))
(${topLevel(`(declaration_command ["declare" "typeset" "export"]
  (variable_assignment name: (variable_name) @name) @global.variable) @outer`)})
(${topLevel("(variable_assignment name: (variable_name) @name) @global.variable")})
(${topLevel("(variable_assignments (variable_assignment name: (variable_name) @name) @global.variable)")})
((command name: (command_name (word) @_alias)
  argument: [(word) @name (concatenation . (word) @name) (raw_string) @name (string) @name] @definition.macro) @outer
  (#eq? @_alias "alias") (#match? @name "="))
((command name: (command_name (word) @call))
  (#match? @call "^[A-Za-z_][A-Za-z0-9_:.@+-]*$") (#not-any-of? @call "source" "alias"))
((command name: (command_name (word) @_trap) . argument: (word) @call)
  (#eq? @_trap "trap") (#match? @call "^[A-Za-z_]"))
((command name: (command_name (word) @_source)) @import (#any-of? @_source "source" "."))
`;

/**
 * Bash, and what of other shells its grammar knows. Variables are those which no function assigns, constants those which
 * are declared so; an alias is a macro. A command counts as a call where its name is a plain word, be it a function or
 * a program; so does the function which a `trap` names.
 */
export const bash: LanguageDefinition = {
  id: "bash",
  wasm: { packageName: "tree-sitter-bash", file: "tree-sitter-bash.wasm" },
  native: async () => (await import("tree-sitter-bash")).default,
  query,
  comments: { line: "#" },
  readImports,
  readName: (name) => name.replace(/=[\s\S]*$/, ""),
};

/**
 * `source "$HOME/.rc"` names `$HOME/.rc` as written, but `. "$(dirname "$0")/lib.sh"` is `./lib.sh`: it stands beside the
 * script. A path without a literal end is known at run time alone.
 */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const argument = /^(?:source|\.)\s+([\s\S]+)$/.exec(statement)?.[1] ?? "";
  const path = firstWord(argument.replace(ownFolder, "./"));
  return /^[^(`]*[\w-]$/.test(path) && !/\$\{?\w+$/.test(path) ? [{ module: path, names: [] }] : [];
}

/** How scripts ask for the folder they stand in, with the slash behind it. */
const ownFolder =
  /(?:\$\(\s*dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?|\{0\})"?\s*\)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}|\$\{0:A?h\})"?\//;

/** Text up to the first space outside quotes, without the quotes. */
function firstWord(text: string): string {
  const word = /^(?:"[^"]*"|'[^']*'|\\.|[^\s"';|&])+/.exec(text)?.[0] ?? "";
  return word.replace(/["']/g, "");
}
