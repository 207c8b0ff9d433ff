import { assignedSecrets } from "./secrets/assignedSecrets.ts";
import { knownTokens } from "./secrets/knownTokens.ts";
import { applyMasks, type Masking } from "./secrets/masking.ts";
import { privateKeys } from "./secrets/privateKeys.ts";
import { urlPasswords } from "./secrets/urlPasswords.ts";

/** Text in which secrets were replaced, and what was replaced. */
export interface MaskedText {
  /** As many lines as before; each secret reads `[masked: github-token]` or the like. */
  readonly text: string;
  /** In order of lines. The secret itself is nowhere in it. */
  readonly maskings: readonly Masking[];
}

/** How the text writes values down. */
export interface MaskOptions {
  /** True where `password: value` without quotes assigns text (configuration, prose, shell) and not a variable. */
  readonly unquotedValues: boolean;
}

/**
 * Replaces private keys, passwords in URLs, tokens of known providers (the rules of secretlint's recommended preset
 * and a few more) and values assigned to names such as `password` or `apiKey`. Pure: reads no file, asks no service.
 * The narrowest rules come first, since what is masked once is not masked again under a broader name.
 */
export function maskSecrets(text: string, options: MaskOptions): MaskedText {
  const maskings: Masking[] = [];
  let masked = text;
  for (const findingsOf of [privateKeys, urlPasswords, knownTokens]) {
    masked = applyMasks(masked, findingsOf(masked), maskings);
  }
  masked = applyMasks(masked, assignedSecrets(masked, options.unquotedValues), maskings);
  maskings.sort((a, b) => a.line - b.line);
  return { text: masked, maskings };
}
