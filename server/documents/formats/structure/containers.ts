import type { Heading } from "../../outline.ts";
import { type ConfigNode, memberOf, textOf } from "../configTree.ts";
import type { PartsReader } from "./continuousIntegration.ts";
import { keyHeadings, part } from "./partHeadings.ts";

/** How services (Compose) and objects (Kubernetes) are found, by the file's path or its keys; undefined for other files. */
export function containers(path: string, text: string): PartsReader | undefined {
  if (/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path)) return ([root]) => composeServices(root);
  const isKubernetes = /\.ya?ml$/.test(path) && /^apiVersion:/m.test(text) && /^kind:/m.test(text);
  return isKubernetes ? (documents) => documents.flatMap(kubernetesObject) : undefined;
}

/** Stages of a Dockerfile: each `FROM image AS name`. */
export function dockerfileStages(text: string): readonly Heading[] {
  return text.split("\n").flatMap((line, at) => {
    const [, image, name] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? [];
    if (image === undefined) return [];
    return [part(name === undefined ? `stage from ${image}` : `stage ${name} (${image})`, at + 1, 1)];
  });
}

function composeServices(root: ConfigNode | undefined): readonly Heading[] {
  if (root === undefined) return [];
  return keyHeadings(root, ({ key, value }) =>
    key !== "services"
      ? []
      : (value.members ?? []).map((service) => {
          const image = textOf(service.value, "image");
          return part(`service ${service.key}${image === undefined ? "" : ` (${image})`}`, service.line);
        }),
  );
}

function kubernetesObject(root: ConfigNode): readonly Heading[] {
  const kind = textOf(root, "kind");
  if (kind === undefined) return [];
  const name = textOf(memberOf(root, "metadata"), "name") ?? "";
  return [part(`${kind} ${name}`.trim(), root.line, 1)];
}
