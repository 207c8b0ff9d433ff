import type { SkippedFile } from "../../model/workspaceFile.ts";
import { binaryExtension } from "./binaryFiles.ts";
import { generatedByName, minifiedByName } from "./generatedFiles.ts";
import type { LinguistAttributes } from "./linguistAttributes.ts";
import { isLockFile } from "./lockFiles.ts";
import { secretBearing } from "./secretNames.ts";
import { vendoredBy } from "./vendoredPaths.ts";

/** Why a file is left out by its name, as far as names tell; undefined where its content may be read. */
export function reasonByName(
  path: string,
  attributes: LinguistAttributes = {},
  broughtBack = false,
): Pick<SkippedFile, "reason" | "detail"> | undefined {
  const secret = secretBearing(path);
  if (secret !== undefined) return { reason: "secret", detail: `it is never opened: ${secret}` };
  const extension = binaryExtension(path);
  if (extension !== undefined) {
    return { reason: "binary", detail: `files ending in ${extension} hold no text to search` };
  }
  return broughtBack ? undefined : reasonByOrigin(path, attributes);
}

function reasonByOrigin(
  path: string,
  attributes: LinguistAttributes,
): Pick<SkippedFile, "reason" | "detail"> | undefined {
  if (attributes.vendored) return { reason: "vendored", detail: ".gitattributes says linguist-vendored" };
  if (attributes.generated) return { reason: "generated", detail: ".gitattributes says linguist-generated" };
  const vendored = attributes.vendored === false ? undefined : vendoredBy(path);
  if (vendored !== undefined) {
    return {
      reason: "vendored",
      detail: vendored.endsWith("/")
        ? `${vendored} holds code of others`
        : "it is a copy of a tool of others",
    };
  }
  if (isLockFile(path)) return { reason: "lockFile", detail: "a package manager writes it" };
  if (attributes.generated === false) return undefined;
  if (minifiedByName(path)) return { reason: "minified", detail: "its name says that it is minified" };
  const generated = generatedByName(path);
  return generated === undefined ? undefined : { reason: "generated", detail: generated };
}
