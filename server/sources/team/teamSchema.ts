import { nodeKinds } from "../../model/graph.ts";

const name = {
  type: "string",
  minLength: 1,
  maxLength: 200,
  pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]*$",
} as const;

const people = {
  type: "array",
  maxItems: 1_000,
  items: { type: "string", pattern: "^(\\*|[^\\s@<>]+@[^\\s@<>]+)$", maxLength: 320 },
} as const;

/** What `.whence/team.json` may hold, as JSON Schema (draft 2020-12); `docs/team.schema.json` repeats it for editors. */
export const teamSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Whence: .whence/team.json",
  description:
    "Where the links of a team are shared, and which of them. It holds no password: each person's own lies in the environment or in the secret storage of the editor.",
  type: "object",
  additionalProperties: false,
  required: ["team", "repository", "graph", "share"],
  properties: {
    $schema: { type: "string", description: "For editors." },
    team: { ...name, description: "Name of the team; other teams on the same server see nothing of it." },
    repository: {
      ...name,
      description:
        "Name of this repository in the graph, such as owner/name. Each repository of a team has its own.",
    },
    graph: {
      description: "The Neo4j server.",
      type: "object",
      additionalProperties: false,
      required: ["endpoint"],
      properties: {
        endpoint: {
          type: "string",
          maxLength: 500,
          description: "Address without name and password, such as neo4j+s://graph.example.com.",
        },
        database: {
          type: "string",
          pattern: "^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$",
          description: "Name of the database; the user's own unless given.",
        },
        members: {
          type: "array",
          maxItems: 50,
          items: { type: "string", maxLength: 300 },
          description: "Servers to which the cluster may send clients on, such as core1.example.com:7687.",
        },
      },
    },
    share: {
      description: "What everyone in the team may read. Nothing else is sent.",
      type: "object",
      additionalProperties: false,
      required: ["scopes", "kinds"],
      properties: {
        scopes: {
          type: "array",
          maxItems: 1_000,
          items: { type: "string", pattern: "^(repository|(project|space|repository):\\S{1,200})$" },
          description:
            "repository for what lies in this repository, project:KEY, space:KEY, repository:owner/name for what other sources state.",
        },
        kinds: {
          type: "array",
          uniqueItems: true,
          items: { enum: nodeKinds },
          description: "Kinds of things that are sent.",
        },
      },
    },
    roles: {
      description:
        "Addresses by role; * is everybody. Contributors unless given: everybody. Only a server with privileges of its own enforces them.",
      type: "object",
      additionalProperties: false,
      properties: { leads: people, contributors: people, readers: people },
    },
  },
} as const;
