import type { ImportFact } from "../../model/codeFacts.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";

/** Between an expression and its smallest part the grammar keeps a node for each level of precedence. */
const levels = "logical bitwise comparison additive multiplicative format range array_literal".split(" ");

const expression = (part: string): string =>
  levels.reduceRight((inner, level) => `(${level}_expression ${inner})`, `(unary_expression ${part})`);

const assigned = `(left_assignment_expression ${expression("(variable) @name")})`;
const assignedTyped = `(left_assignment_expression ${expression(
  "(expression_with_unary_operator (cast_expression (unary_expression (variable) @name)))",
)})`;

const query = `
(function_statement (function_name) @name "{" @body) @definition.function
(class_statement . (simple_name) @name "{" @body) @definition.class
(enum_statement . (simple_name) @name "{" @body) @definition.enum
(enum_member (simple_name) @name) @definition.enumMember
(class_method_definition (simple_name) @name "{" @body) @definition.method
(class_property_definition (variable) @name) @definition.property
(pipeline (assignment_expression ${assigned}
  value: (pipeline (pipeline_chain ${expression('(script_block_expression "{" @body)')})))) @definition.function
(program (statement_list (pipeline (assignment_expression ${assigned})) @definition.variable))
(program (statement_list (pipeline (assignment_expression ${assignedTyped})) @definition.variable))
(program (param_block (parameter_list (script_parameter (variable) @name) @definition.variable)))
((function_statement (comment) @docstring) (#match? @docstring "^<#[^.A-Za-z]*[.][A-Za-z]"))
((command command_name: (command_name) @call)
  (#match? @call "^[A-Za-z_][A-Za-z0-9_.-]*$") (#not-match? @call "^([uU]sing|[iI]mport-[mM]odule|ipmo)$"))
(command_name_expr (path_command_name . (path_command_name_token) @call .))
((invokation_expression (member_name (simple_name) @call)) (#not-match? @call "^[nN]ew$"))
((invokation_expression (type_literal (type_spec (type_name (type_identifier) @call .))) (member_name (simple_name) @_new))
  (#match? @_new "^[nN]ew$"))
((command command_name: (command_name) @_import) @import
  (#match? @_import "^([uU]sing|[iI]mport-[mM]odule|ipmo)$"))
((command (command_invokation_operator) @_operator) @import (#match? @_operator "^[.]"))
`;

/**
 * PowerShell, in WebAssembly alone where the native parser is older than its grammar. The language ignores case, names
 * stay as written; those of variables lose `$` and scope. A call of `[Type]::new()` names the type.
 */
export const powershell: LanguageDefinition = {
  id: "powershell",
  wasm: { packageName: "tree-sitter-powershell", file: "tree-sitter-powershell.wasm" },
  native: async () => (await import("tree-sitter-powershell/bindings/node/index.js")).default,
  query,
  comments: { line: "#", block: ["<#", "#>"], plain: withoutHelpMarks },
  readImports,
  readName: (name) => name.replace(/^\$?\{?(?:(?:script|global|local|private):)?/i, "").replace(/\}$/, ""),
  constructorsBearClassName: true,
};

/** Comment-based help: `.SYNOPSIS` and `.DESCRIPTION` say nothing themselves, `.PARAMETER Name` keeps its words. */
function withoutHelpMarks(doc: string): string {
  return doc.replace(/^[ \t]*\.(?:(?:SYNOPSIS|DESCRIPTION)[ \t]*$|(?=[A-Za-z]))/gim, "");
}

/** A file beside the script (`$PSScriptRoot/a.ps1`) is `./a.ps1`; what a variable holds is known at run time alone. */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const argument = /^(?:using\s+\w+|Import-Module|ipmo|\.)\s+([\s\S]+)$/i.exec(statement)?.[1] ?? "";
  const name = /^@\{/.test(argument) ? /ModuleName\s*=\s*(['"][^'"]+['"])/i.exec(argument)?.[1] : argument;
  return modulesOf(name ?? "").map((module) => ({ module, names: [] }));
}

function modulesOf(argument: string): string[] {
  const joined = argument.replace(
    /^\(\s*Join-Path\s+(?:-Path\s+)?\$PSScriptRoot\s+(?:-ChildPath\s+)?(['"]?)([^'"\s)]+)\1\s*\)/i,
    "$PSScriptRoot/$2",
  );
  const list =
    /^(?:-Name\s+)?((?:"[^"]*"|'[^']*'|[^\s"',;(){}|-][^\s"',;(){}|]*)(?:\s*,\s*(?:"[^"]*"|'[^']*'|[^\s"',;(){}|]+))*)/i;
  return (list.exec(joined)?.[1] ?? "")
    .split(/\s*,\s*/)
    .map((it) =>
      it
        .replace(/["']/g, "")
        .replace(/\\/g, "/")
        .replace(/^\$\{?PSScriptRoot\}?\//i, "./"),
    )
    .filter((module) => module !== "" && !/^[$@]|\$\w+$/.test(module));
}
