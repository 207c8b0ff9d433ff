/** How a language writes comments and texts of several lines. */
export interface CommentStyle {
  readonly line: readonly string[];
  readonly block?: readonly [string, string];
  /** Quotes around texts that may go over several lines. */
  readonly longTexts: readonly string[];
}

/** The style of a language id; slashes for what is not known, as most languages have it. */
export function commentStyleOf(language: string | undefined): CommentStyle {
  if (language === "python") return { line: ["#"], longTexts: ['"""', "'''"] };
  if (language !== undefined && hash.has(language)) return { line: ["#"], longTexts: [] };
  if (language !== undefined && dashes.has(language)) return { line: ["--"], longTexts: [] };
  if (language === "php") return { line: ["//", "#"], block: ["/*", "*/"], longTexts: [] };
  if (language !== undefined && markup.has(language)) {
    return { line: [], block: ["<!--", "-->"], longTexts: [] };
  }
  const longTexts = language !== undefined && templates.has(language) ? ["`"] : ['"""'];
  return { line: ["//"], block: ["/*", "*/"], longTexts };
}

const hash = new Set(
  "ruby bash perl r yaml toml powershell elixir julia nim makefile dockerfile crystal cmake ini properties".split(
    " ",
  ),
);
const dashes = new Set("lua sql haskell ada elm".split(" "));
const markup = new Set("html xml markdown vue svelte".split(" "));
const templates = new Set("typescript tsx javascript go".split(" "));
