import type { CommentStyle, LanguageDefinition } from "./languageDefinition.ts";

const named = "[(constant) @name (scope_resolution name: (constant) @name) @scope]";
const visibility = '"private" "public" "protected" "module_function" "private_class_method"';
const attributes =
  '"attr_reader" "attr_writer" "attr_accessor" "attr" "cattr_accessor" "mattr_accessor" "class_attribute"';

const query = `
(module name: ${named} body: (_)? @body) @definition.module
(class name: ${named} body: (_)? @body) @definition.class
(assignment left: ${named} right: (call receiver: (constant) @_class method: (identifier) @_new block: (_)? @body)
  (#any-of? @_class "Struct" "Class" "Data" "Module") (#any-of? @_new "new" "define")) @definition.class
(assignment left: ${named}) @definition.constant
(program (method name: (_) @name body: (_)? @body) @definition.function)
(method name: (_) @name body: (_)? @body) @definition.method
(singleton_method object: (self) name: (_) @name body: (_)? @body) @definition.method
(singleton_method object: [(constant) (scope_resolution)] @scope name: (_) @name body: (_)? @body) @definition.method
(call method: (identifier) @_define arguments: (argument_list . [(simple_symbol) (string)] @name)
  block: (_)? @body (#any-of? @_define "define_method" "define_singleton_method" "alias_method")) @definition.method
(alias name: (_) @name) @definition.method
(call method: (identifier) @_attribute arguments: (argument_list [(simple_symbol) (string)] @name)
  (#any-of? @_attribute ${attributes})) @definition.property
(assignment left: (identifier) @name right: (lambda body: (_) @body)) @definition.function
(call method: (identifier) @_visibility arguments: (argument_list [(method) (singleton_method)])
  (#any-of? @_visibility ${visibility})) @outer
(call receiver: [(constant) @call (scope_resolution name: (constant) @call)] method: (identifier) @_new
  (#eq? @_new "new"))
(call method: [(identifier) (constant)] @call
  (#not-any-of? @call "new" "include" "extend" "prepend" "define_method" "alias_method" ${visibility} ${attributes}))
(call method: (identifier) @import.callee arguments: (argument_list (string) @import.module)
  (#any-of? @import.callee "require" "require_relative" "load" "autoload"))
`;

const comments: CommentStyle = {
  line: "#",
  block: ["=begin", "=end"],
  plain: (doc) => doc.replace(/^\s*:(?:nodoc|doc|startdoc|stopdoc|call-seq):.*$/gm, ""),
};

/**
 * Ruby. Modules and classes are part of qualified names, `class << self` is not: singleton methods stand beside the
 * others. Attributes are properties, a class made by `Struct.new` or `Class.new` is a class. A call through `new` names
 * the class; a bare word is no call, since it may as well be a local variable. Paths of `require_relative` stay as written.
 */
export const ruby: LanguageDefinition = {
  id: "ruby",
  wasm: { packageName: "tree-sitter-ruby", file: "tree-sitter-ruby.wasm" },
  native: async () => (await import("tree-sitter-ruby")).default,
  query,
  comments,
  readScope: (owner) => owner.split("::").filter(Boolean).join("."),
  readName: (written) => written.replace(/^:(?!:)["']?/, "").replace(/["']$/, ""),
  constructorNames: ["initialize"],
};
