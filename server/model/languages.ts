/** What a file of a language is to a reader: `code` has definitions, `doc` has sections, `config` has keys. */
export type LanguageClass = "code" | "doc" | "config" | "text";

/**
 * Language id for a path such as `src/client.ts` -> `typescript`, by file name, then extension, then the interpreter
 * of `firstLine` (`#!/usr/bin/env python3`, an Emacs mode line, `<?php`). Undefined where nothing is known.
 * A template suffix is looked through: `values.yaml.j2` is `yaml`. `.h` is `c`, whatever stands in it.
 */
export function languageOfPath(path: string, firstLine?: string): string | undefined {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return languageOfName(base) ?? languageOfFirstLine(firstLine ?? "");
}

/** Class of a language id; `text` for `plaintext` and for ids which the table does not hold. */
export function languageClass(language: string): LanguageClass {
  return classes.get(language) ?? "text";
}

/** True for documents which are no text, so that a reader of their format has to make it (PDF, Word), by name. */
export function isBinaryDocument(path: string): boolean {
  const language = languageOfPath(path);
  return language === "pdf" || language === "docx";
}

/** True for descriptions of interfaces (OpenAPI, Swagger) by their usual names, which are large and often on one line. */
export function isInterfaceDescription(path: string): boolean {
  return /(?:^|[^a-z])(?:openapi|swagger)[^/]*\.(?:json|ya?ml)$/i.test(path);
}

interface Row {
  readonly class: LanguageClass;
  /** After the last dot of the file name; lower case unless only that case counts (`C` is C++). */
  readonly extensions?: string;
  /** Whole file names; written in lower case where any case counts. */
  readonly names?: string;
  /** File names begin with one of these followed by `.`, `-` or `_`, for example `Dockerfile.dev`; lower case. */
  readonly stems?: string;
  /** Interpreters of a `#!` line without version, and Emacs modes. */
  readonly interpreters?: string;
}

/** Ids follow VS Code's where it has one, except `tsx` (`typescriptreact`), `bash` (`shellscript`) and `javascript` for JSX too. */
const languages: Readonly<Record<string, Row>> = {
  typescript: { class: "code", extensions: "ts mts cts", interpreters: "deno ts-node tsx bun typescript" },
  tsx: { class: "code", extensions: "tsx" },
  javascript: {
    class: "code",
    extensions: "js mjs cjs jsx es6 gs jsm",
    names: "jakefile",
    interpreters: "node nodejs js javascript zx",
  },
  python: {
    class: "code",
    extensions: "py pyi pyw pyx gyp gypi wsgi",
    names: "SConstruct SConscript wscript",
    interpreters: "python pypy python3 uv",
  },
  java: { class: "code", extensions: "java jav", interpreters: "java" },
  kotlin: { class: "code", extensions: "kt kts", interpreters: "kotlin" },
  go: { class: "code", extensions: "go", interpreters: "go" },
  rust: { class: "code", extensions: "rs", interpreters: "rust-script rust" },
  c: { class: "code", extensions: "c h", interpreters: "c tcc" },
  cpp: {
    class: "code",
    extensions: "C cc cpp cxx c++ H hh hpp hxx h++ inl ipp tcc tpp ixx cppm cu cuh ino",
    interpreters: "c++",
  },
  csharp: { class: "code", extensions: "cs csx cake", interpreters: "dotnet-script csharp" },
  ruby: {
    class: "code",
    extensions: "rb rake gemspec ru podspec rbw jbuilder rbi",
    names:
      "rakefile gemfile guardfile capfile vagrantfile podfile brewfile fastfile appfile berksfile thorfile .irbrc .pryrc",
    interpreters: "ruby jruby macruby rake",
  },
  php: { class: "code", extensions: "php php3 php4 php5 php7 php8 phtml phps", interpreters: "php" },
  scala: { class: "code", extensions: "scala sc sbt mill", interpreters: "scala amm scala-cli" },
  bash: {
    class: "code",
    extensions: "sh bash zsh ksh bats ebuild command",
    names:
      ".bashrc .bash_profile .bash_aliases .bash_logout .profile .zshrc .zshenv .zprofile .kshrc PKGBUILD APKBUILD gradlew mvnw",
    interpreters: "sh bash zsh ksh dash ash bats mksh shell-script",
  },
  powershell: { class: "code", extensions: "ps1 psm1 psd1", interpreters: "pwsh powershell" },

  lua: { class: "code", extensions: "lua rockspec luau", interpreters: "lua luajit" },
  swift: { class: "code", extensions: "swift", interpreters: "swift" },
  dart: { class: "code", extensions: "dart", interpreters: "dart" },
  elixir: { class: "code", extensions: "ex exs eex heex leex", interpreters: "elixir" },
  erlang: { class: "code", extensions: "erl hrl escript", names: "rebar.config", interpreters: "escript" },
  haskell: { class: "code", extensions: "hs lhs hsc", interpreters: "runhaskell runghc stack" },
  perl: {
    class: "code",
    extensions: "pl pm t psgi perl",
    names: "cpanfile Makefile.PL",
    interpreters: "perl",
  },
  r: { class: "code", extensions: "r", names: ".rprofile", interpreters: "rscript" },
  julia: { class: "code", extensions: "jl", interpreters: "julia" },
  clojure: { class: "code", extensions: "clj cljs cljc edn bb", interpreters: "bb clojure" },
  fsharp: { class: "code", extensions: "fs fsi fsx" },
  vb: { class: "code", extensions: "vb vbs bas" },
  groovy: {
    class: "code",
    extensions: "groovy gradle gvy nf",
    interpreters: "groovy nextflow",
  },
  "objective-c": { class: "code", extensions: "m mm" },
  ocaml: { class: "code", extensions: "ml mli mll mly", interpreters: "ocaml" },
  nim: { class: "code", extensions: "nim nims" },
  zig: { class: "code", extensions: "zig zon" },
  d: { class: "code", extensions: "d di" },
  crystal: { class: "code", extensions: "cr", interpreters: "crystal" },
  fortran: { class: "code", extensions: "f f77 f90 f95 f03 f08 for" },
  cobol: { class: "code", extensions: "cob cbl cpy" },
  pascal: { class: "code", extensions: "pas dpr lpr" },
  ada: { class: "code", extensions: "adb ads" },
  assembly: { class: "code", extensions: "s asm nasm" },
  lisp: { class: "code", extensions: "lisp lsp cl el", interpreters: "sbcl" },
  scheme: { class: "code", extensions: "scm ss rkt", interpreters: "guile racket" },
  tcl: { class: "code", extensions: "tcl tk", interpreters: "tclsh wish expect" },
  vim: { class: "code", extensions: "vim", names: ".vimrc _vimrc" },
  fish: { class: "code", extensions: "fish", interpreters: "fish" },
  awk: { class: "code", extensions: "awk", interpreters: "awk gawk mawk" },
  batch: { class: "code", extensions: "bat cmd" },
  matlab: { class: "code", extensions: "matlab" },
  verilog: { class: "code", extensions: "v vh sv svh" },
  vhdl: { class: "code", extensions: "vhd vhdl" },
  solidity: { class: "code", extensions: "sol" },
  elm: { class: "code", extensions: "elm" },
  purescript: { class: "code", extensions: "purs" },
  coffeescript: { class: "code", extensions: "coffee cson", names: "cakefile", interpreters: "coffee" },
  glsl: { class: "code", extensions: "glsl vert frag geom comp" },
  hlsl: { class: "code", extensions: "hlsl fx" },
  wgsl: { class: "code", extensions: "wgsl" },
  starlark: {
    class: "code",
    extensions: "bzl star bazel",
    names: "BUILD WORKSPACE Tiltfile",
  },
  nix: { class: "code", extensions: "nix" },
  sql: { class: "code", extensions: "sql ddl dml pgsql plsql psql prc" },
  graphql: { class: "code", extensions: "graphql graphqls gql" },
  proto: { class: "code", extensions: "proto" },
  thrift: { class: "code", extensions: "thrift" },
  prisma: { class: "code", extensions: "prisma" },
  vue: { class: "code", extensions: "vue" },
  svelte: { class: "code", extensions: "svelte" },
  astro: { class: "code", extensions: "astro" },
  css: { class: "code", extensions: "css pcss postcss" },
  scss: { class: "code", extensions: "scss sass" },
  less: { class: "code", extensions: "less" },
  handlebars: { class: "code", extensions: "hbs handlebars mustache" },
  jinja: { class: "code", extensions: "jinja jinja2 j2 njk liquid twig" },
  razor: { class: "code", extensions: "cshtml razor vbhtml" },
  jsp: { class: "code", extensions: "jsp jspx" },

  markdown: { class: "doc", extensions: "md markdown mdown mkd mkdn mdwn mdc livemd rmd qmd" },
  mdx: { class: "doc", extensions: "mdx" },
  pdf: { class: "doc", extensions: "pdf" },
  docx: { class: "doc", extensions: "docx docm" },
  jupyter: { class: "doc", extensions: "ipynb" },
  restructuredtext: { class: "doc", extensions: "rst rest" },
  asciidoc: { class: "doc", extensions: "adoc asciidoc asc" },
  html: { class: "doc", extensions: "html htm xhtml erb" },
  latex: { class: "doc", extensions: "tex latex ltx sty cls" },
  bibtex: { class: "doc", extensions: "bib" },
  org: { class: "doc", extensions: "org" },
  textile: { class: "doc", extensions: "textile" },
  wikitext: { class: "doc", extensions: "mediawiki wiki" },
  pod: { class: "doc", extensions: "pod" },
  roff: { class: "doc", extensions: "man roff" },
  mermaid: { class: "doc", extensions: "mmd mermaid" },
  plantuml: { class: "doc", extensions: "puml plantuml iuml" },
  gherkin: { class: "doc", extensions: "feature" },

  json: {
    class: "config",
    extensions: "json json5 jsonc jsonl ndjson geojson webmanifest avsc har code-workspace",
    names: ".babelrc .eslintrc .jshintrc .swcrc composer.lock pipfile.lock deno.lock",
  },
  yaml: {
    class: "config",
    extensions: "yaml yml",
    names: ".clang-format .clang-tidy .prettierrc .stylelintrc .yamllint citation.cff",
  },
  toml: { class: "config", extensions: "toml", names: "pipfile cargo.lock poetry.lock uv.lock" },
  xml: {
    class: "config",
    extensions:
      "xml xsd xsl xslt wsdl plist pom csproj vbproj fsproj vcxproj props targets nuspec resx xaml svg rss atom config storyboard xib",
  },
  ini: {
    class: "config",
    extensions: "ini cfg conf cnf desktop service socket timer",
    names:
      ".editorconfig .gitconfig .gitmodules .npmrc .yarnrc .pylintrc .flake8 .coveragerc .condarc .pypirc",
  },
  properties: {
    class: "config",
    extensions: "properties env",
    names: ".env",
    stems: ".env",
  },
  dockerfile: {
    class: "config",
    extensions: "dockerfile containerfile",
    names: "dockerfile containerfile",
    stems: "dockerfile containerfile",
  },
  jenkinsfile: { class: "config", names: "jenkinsfile", stems: "jenkinsfile" },
  makefile: {
    class: "config",
    extensions: "mk mak make am",
    names: "makefile gnumakefile bsdmakefile justfile",
    stems: "makefile",
    interpreters: "make",
  },
  cmake: { class: "config", extensions: "cmake", names: "cmakelists.txt" },
  meson: { class: "config", names: "meson.build meson_options.txt meson.options" },
  terraform: { class: "config", extensions: "tf tfvars hcl tofu nomad" },
  bicep: { class: "config", extensions: "bicep" },
  gomod: { class: "config", names: "go.mod go.work" },
  pip: { class: "config", names: "requirements.txt constraints.txt" },
  autoconf: { class: "config", extensions: "ac m4" },
  ninja: { class: "config", extensions: "ninja gn" },
  dhall: { class: "config", extensions: "dhall" },
  cue: { class: "config", extensions: "cue" },
  jsonnet: { class: "config", extensions: "jsonnet libsonnet" },
  ignore: {
    class: "config",
    names:
      ".gitignore .dockerignore .npmignore .eslintignore .prettierignore .whenceignore .gitattributes .helmignore",
  },
  codeowners: { class: "config", names: "codeowners" },
  diff: { class: "text", extensions: "diff patch" },
  csv: { class: "text", extensions: "csv tsv psv" },
  log: { class: "text", extensions: "log" },
  plaintext: {
    class: "text",
    extensions: "txt text",
    names:
      "readme license licence copying copyright notice authors contributors maintainers changelog changes history news install todo faq version hacking contributing credits thanks patents",
    stems: "readme license licence copying notice",
  },
};

/** Suffixes of files which become the file without it: `nginx.conf.tmpl`, `index.html.erb`. */
const templateSuffixes = new Set(
  "in tmpl tpl template templ j2 jinja jinja2 erb dist example sample default orig bak mustache hbs".split(
    " ",
  ),
);

const classes = new Map(Object.entries(languages).map(([id, row]) => [id, row.class]));
const byExtension = index((row) => row.extensions);
const byName = index((row) => row.names);
const byStem = index((row) => row.stems);
const byInterpreter = index((row) => row.interpreters);

function index(words: (row: Row) => string | undefined): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [id, row] of Object.entries(languages)) {
    for (const word of (words(row) ?? "").split(" ")) if (word !== "" && !map.has(word)) map.set(word, id);
  }
  return map;
}

function languageOfName(base: string): string | undefined {
  const lower = base.toLowerCase();
  const named = byName.get(base) ?? byName.get(lower);
  if (named !== undefined) return named;
  const dot = base.lastIndexOf(".");
  const extension = base.slice(dot + 1);
  if (dot > 0 && templateSuffixes.has(extension.toLowerCase())) {
    const inner = languageOfName(base.slice(0, dot));
    if (inner !== undefined) return inner;
  }
  const extended =
    dot >= 0 ? (byExtension.get(extension) ?? byExtension.get(extension.toLowerCase())) : undefined;
  return extended ?? languageOfStem(lower);
}

function languageOfStem(lowerBase: string): string | undefined {
  const end = lowerBase.slice(1).search(/[.\-_]/);
  return end < 0 ? undefined : byStem.get(lowerBase.slice(0, end + 1));
}

function languageOfFirstLine(line: string): string | undefined {
  if (line.startsWith("<?php")) return "php";
  if (line.startsWith("<?xml")) return "xml";
  if (/^<!doctype html/i.test(line)) return "html";
  const mode = /-\*-\s*(?:mode:\s*)?([\w+-]+)\s*(?:;.*)?-\*-/i.exec(line)?.[1]?.toLowerCase();
  const fromMode =
    mode === undefined ? undefined : (byInterpreter.get(mode) ?? (classes.has(mode) ? mode : undefined));
  return languageOfShebang(line) ?? fromMode;
}

function languageOfShebang(line: string): string | undefined {
  if (!line.startsWith("#!")) return undefined;
  const words = line.slice(2).trim().split(/\s+/);
  const first = words[0]?.split("/").at(-1) ?? "";
  const program =
    first === "env" ? words.slice(1).find((word) => !word.startsWith("-") && !word.includes("=")) : first;
  const plain = (program?.split("/").at(-1) ?? "").toLowerCase();
  return byInterpreter.get(plain) ?? byInterpreter.get(plain.replace(/[\d.]+$/, ""));
}
