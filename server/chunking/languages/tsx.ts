import { jsxQuery } from "./ecmascript.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";
import { typescript, typescriptQuery } from "./typescript.ts";

/** TypeScript with JSX: a grammar of its own, because `<T>x` means something else there. */
export const tsx: LanguageDefinition = {
  ...typescript,
  id: "tsx",
  wasm: { packageName: "tree-sitter-typescript", file: "tree-sitter-tsx.wasm" },
  native: async () => (await import("tree-sitter-typescript")).default.tsx,
  query: `${typescriptQuery}${jsxQuery}`,
};
