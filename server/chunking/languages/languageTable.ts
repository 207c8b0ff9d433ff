import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";
import { python } from "./python.ts";
import { tsx } from "./tsx.ts";
import { typescript } from "./typescript.ts";

/** Every language whose code is parsed. */
export const languageDefinitions: readonly LanguageDefinition[] = [java, javascript, python, tsx, typescript];
