import type { Heading } from "../../outline.ts";
import { type ConfigMember, type ConfigNode, memberOf, textOf } from "../configTree.ts";
import { keyHeadings, part } from "./partHeadings.ts";

const methods = new Set("get put post delete options head patch trace query".split(" "));

/** What a schema or another shared part is called in a heading, by the key that holds them (OpenAPI 3; 2.0 at the top). */
const sharedParts: Readonly<Record<string, string>> = {
  schemas: "schema",
  definitions: "schema",
  responses: "response",
  parameters: "parameter",
  requestBodies: "request body",
  securitySchemes: "security scheme",
  securityDefinitions: "security scheme",
};

/** True for a description of an interface by OpenAPI 3 or Swagger 2.0 (spec.openapis.org). */
export function isOpenApi(root: ConfigNode): boolean {
  const isVersioned = textOf(root, "openapi", "swagger") !== undefined;
  return isVersioned && memberOf(root, "paths", "webhooks", "components", "definitions") !== undefined;
}

/** Every operation as `GET /pets/{id} listPets`, and every schema, response and parameter that has a name. */
export function openApiHeadings(root: ConfigNode): readonly Heading[] {
  return keyHeadings(root, (member) => {
    const members = member.value.members ?? [];
    if (member.key === "paths" || member.key === "webhooks") return members.flatMap(operationsAt);
    const kind = sharedParts[member.key];
    if (kind !== undefined) return members.map(({ key, line }) => part(`${kind} ${key}`, line));
    if (member.key !== "components") return [];
    return members.flatMap((group) => [
      { text: group.key, level: 2, startLine: group.line, endLine: group.line },
      ...(group.value.members ?? []).map(({ key, line }) =>
        part(`${sharedParts[group.key] ?? group.key} ${key}`, line, 3),
      ),
    ]);
  });
}

/** What stands beside the operations of a path goes with the first of them. */
function operationsAt(path: ConfigMember): readonly Heading[] {
  const operations = (path.value.members ?? []).filter(({ key }) => methods.has(key.toLowerCase()));
  return operations.map(({ key, line, value }, at) => {
    const id = textOf(value, "operationId");
    const text = `${key.toUpperCase()} ${path.key}${id === undefined ? "" : ` ${id}`}`;
    return { ...part(text, line), ...(at === 0 ? { startLine: path.line } : {}) };
  });
}
