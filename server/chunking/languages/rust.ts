import type { ImportFact } from "../../model/codeFacts.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const query = `
(function_item name: (_) @name body: (_) @body) @definition.function
(function_signature_item name: (_) @name) @definition.function
(struct_item name: (_) @name body: (field_declaration_list)? @body) @definition.struct
(union_item name: (_) @name body: (_) @body) @definition.struct
(field_declaration name: (_) @name) @definition.field
(enum_item name: (_) @name body: (_) @body) @definition.enum
(enum_variant name: (_) @name) @definition.enumMember
(trait_item name: (_) @name body: (_) @body) @definition.trait
(impl_item type: (_) @scope body: (_)) @container
(mod_item name: (_) @name body: (_) @body) @definition.module
(macro_definition name: (_) @name (macro_rule) @body) @definition.macro
(type_item name: (_) @name) @definition.type
(associated_type name: (_) @name) @definition.type
(source_file (const_item name: (_) @name) @definition.constant)
(source_file (static_item name: (_) @name) @definition.variable)
(declaration_list (const_item name: (_) @name) @definition.constant)
(declaration_list (static_item name: (_) @name) @definition.variable)
(let_declaration pattern: (identifier) @name value: (closure_expression body: (_) @body)) @definition.function
(attribute_item) @lead
(call_expression function: [
  (identifier) @call
  (scoped_identifier name: (identifier) @call)
  (field_expression field: (field_identifier) @call)
  (generic_function function: [
    (identifier) @call
    (scoped_identifier name: (identifier) @call)
    (field_expression field: (field_identifier) @call)
  ])
])
(macro_invocation macro: [(identifier) @call (scoped_identifier name: (identifier) @call)])
(use_declaration) @import
(extern_crate_declaration) @import
(mod_item name: (_) !body) @import
`;

/**
 * Rust. What stands in an `impl` block belongs to the type, whichever trait it implements. Macros count as called by
 * their name; what is called inside a macro's tokens is not seen.
 */
export const rust: LanguageDefinition = {
  id: "rust",
  wasm: { packageName: "tree-sitter-rust", file: "tree-sitter-rust.wasm" },
  native: async () => (await import("tree-sitter-rust")).default,
  query,
  comments: cComments,
  readImports,
  readScope,
  constantName: /^[A-Z][A-Z0-9_]*$/,
};

/** `&'a mut wire::Frame<T>` -> `Frame`; a type without a name, such as `[T]`, stands as written. */
function readScope(type: string): string {
  const plain = type.replace(/'\w+|\b(?:mut|dyn|const)\b|[&*\s]/g, "");
  return /^(?:\w+::)*(\w+)/.exec(plain)?.[1] ?? plain;
}

/** `use a::{b, c::D as E}` names `a` with `b` and `a::c` with `D`; `mod x;` and `extern crate x;` name `x`. */
function readImports(statement: string): readonly Omit<ImportFact, "line">[] {
  const code = statement.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "").replace(/\s+/g, " ");
  const [, keyword, argument] = /\b(use|mod|extern crate) (.+?) ?;?$/.exec(code) ?? [];
  if (argument === undefined) return [];
  if (keyword !== "use") return [{ module: originalName(argument), names: [] }];
  const modules = new Map<string, string[]>();
  for (const path of usedPaths(argument)) {
    const cut = path.lastIndexOf("::");
    const module = cut < 0 ? path : path.slice(0, cut);
    const name = cut < 0 ? "self" : path.slice(cut + 2);
    const names = modules.get(module) ?? [];
    modules.set(module, names);
    if (name !== "self" && name !== "*") names.push(name);
  }
  return [...modules].map(([module, names]) => ({ module, names }));
}

/** Expands braces: `a::{b, c::{self, D}}` -> `a::b`, `a::c::self`, `a::c::D`. */
function usedPaths(tree: string): string[] {
  const paths: string[] = [];
  const prefixes: string[] = [];
  let path = "";
  const finish = (): void => {
    const written = originalName(path);
    if (written !== "") paths.push(prefixes.join("") + written);
    path = "";
  };
  for (const character of tree) {
    if (character === "{") {
      prefixes.push(path.replace(/\s/g, ""));
      path = "";
    } else if (character === ",") finish();
    else if (character === "}") {
      finish();
      prefixes.pop();
    } else path += character;
  }
  finish();
  return paths;
}

function originalName(path: string): string {
  return (path.trim().split(" as ")[0] ?? "").replace(/\s/g, "").replace(/^::/, "");
}
