import { bash } from "./bash.ts";
import { c } from "./c.ts";
import { cpp } from "./cpp.ts";
import { csharp } from "./csharp.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import { kotlin } from "./kotlin.ts";
import type { LanguageDefinition } from "./languageDefinition.ts";
import { php } from "./php.ts";
import { powershell } from "./powershell.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { scala } from "./scala.ts";
import { tsx } from "./tsx.ts";
import { typescript } from "./typescript.ts";

/** Every language whose code is parsed. */
export const languageDefinitions: readonly LanguageDefinition[] = [
  bash,
  c,
  cpp,
  csharp,
  go,
  java,
  javascript,
  kotlin,
  php,
  powershell,
  python,
  ruby,
  rust,
  scala,
  tsx,
  typescript,
];
