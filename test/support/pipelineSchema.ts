import type { PipelineShape } from "../../server/model/pipelineShape.ts";
import { namePattern, pipelineShape } from "../../server/model/pipelineShape.ts";

/** A JSON schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON schema of `.whence/config.yaml`, for completion and checks in editors. */
export function pipelineSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Whence: .whence/config.yaml",
    ...schemaOf(pipelineShape),
  };
}

function schemaOf(shape: PipelineShape): JsonSchema {
  const { description } = shape;
  switch (shape.type) {
    case "group":
      return {
        description,
        // A group whose keys are all commented out reads as null.
        type: ["object", "null"],
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(shape.keys).map(([key, inner]) => [key, schemaOf(inner)]),
        ),
      };
    case "choice":
      return { description, type: "string", enum: shape.values };
    case "name":
      return { description, type: "string", pattern: namePattern };
    case "list":
      return { description, type: "array", items: { type: "string", enum: shape.values } };
    default: {
      const number = { type: shape.type, minimum: shape.least, maximum: shape.most };
      return shape.word === undefined
        ? { description, ...number }
        : { description, anyOf: [number, { const: shape.word }] };
    }
  }
}
