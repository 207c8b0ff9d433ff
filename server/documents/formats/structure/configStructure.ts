import type { Heading } from "../../outline.ts";
import type { ConfigNode } from "../configTree.ts";
import { readJsonTree } from "../jsonTree.ts";
import { containers, dockerfileStages } from "./containers.ts";
import { continuousIntegration } from "./continuousIntegration.ts";
import { isOpenApi, openApiHeadings } from "./openApi.ts";
import { readYamlTrees } from "./yamlTree.ts";

/**
 * Headings of configuration whose parts have names that people ask for: operations and schemas of an OpenAPI description,
 * jobs and stages of a CI file, services and stages of containers. Undefined for any other file, and where it cannot be
 * parsed: then its outermost keys have to do.
 */
export function namedParts(path: string, text: string, language: string): readonly Heading[] | undefined {
  if (language === "dockerfile") return dockerfileStages(text);
  if (language === "jenkinsfile") return jenkinsStages(text);
  const byName = continuousIntegration(path) ?? containers(path, text);
  const isDescription = mayBeOpenApi.test(text);
  if (byName === undefined && !isDescription) return undefined;
  const documents = treesOf(text, language);
  if (documents === undefined) return undefined;
  const [first] = documents;
  const headings =
    isDescription && first !== undefined && isOpenApi(first) ? openApiHeadings(first) : byName?.(documents);
  return headings === undefined || headings.length === 0 ? undefined : headings;
}

const mayBeOpenApi = /^\s*["']?(?:openapi|swagger)["']?\s*:/m;

function treesOf(text: string, language: string): readonly ConfigNode[] | undefined {
  if (language === "yaml") return readYamlTrees(text);
  if (language !== "json") return undefined;
  const tree = readJsonTree(text);
  return tree === undefined ? undefined : [tree];
}

/** `stage('Build')` of a Jenkinsfile, which is a program: told by its lines. */
function jenkinsStages(text: string): readonly Heading[] {
  return text.split("\n").flatMap((line, at) => {
    const name = /^\s*stage\s*\(?\s*(["'])(.{1,120}?)\1/.exec(line)?.[2];
    const place = { startLine: at + 1, endLine: at + 1 };
    return name === undefined ? [] : [{ text: `stage ${name}`, level: 1, ...place, standsAlone: true }];
  });
}
