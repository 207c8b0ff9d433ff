import { ecmascriptQuery, jsxQuery, readEcmascriptImport, readEcmascriptScope } from "./ecmascript.ts";
import { cComments, type LanguageDefinition } from "./languageDefinition.ts";

const javascriptQuery = `
(class_body (field_definition property: (_) @name value: [
  (arrow_function body: (_) @body) (function_expression body: (_) @body)
]) @definition.method)
(class_body (field_definition property: (_) @name) @definition.property)
${ecmascriptQuery}${jsxQuery}`;

/** JavaScript with JSX. Flow's annotations are unknown to its grammar, and nearly TypeScript. */
export const javascript: LanguageDefinition = {
  id: "javascript",
  wasm: { packageName: "tree-sitter-javascript", file: "tree-sitter-javascript.wasm" },
  native: async () => (await import("tree-sitter-javascript")).default,
  alternative: "tsx",
  query: javascriptQuery,
  comments: cComments,
  readImports: readEcmascriptImport,
  readScope: readEcmascriptScope,
  constructorNames: ["constructor"],
};
