import { edgeKinds, relationshipTypes } from "./names.ts";

/** Labels of ours of which each node has an identity that is unique. */
const identities: Readonly<Record<string, string>> = {
  WhenceSchema: "id",
  WhenceNamespace: "ns",
  WhencePublished: "ns",
  WhenceNode: "uid",
  WhenceSource: "uid",
  WhenceRecord: "uid",
};

/**
 * Steps from an empty database to the newest schema, each a list of statements that may be run twice. Append; never change
 * a step that was released. Relationships are found by the source that states them or over a node: each further index would be
 * paid with every edge that is written.
 */
export const schemaMigrations: readonly (readonly string[])[] = [
  [
    ...Object.entries(identities).map(([label, property]) => uniqueness(label, property)),
    index("whence_node_order", "(n:WhenceNode)", "n.ns, n.kind, n.sort"),
    index("whence_node_key", "(n:WhenceNode)", "n.keyUid"),
    index("whence_node_path", "(n:WhenceNode)", "n.pathUid"),
    index("whence_node_commit", "(n:WhenceNode)", "n.ns, n.commit"),
    index("whence_source_commit", "(n:WhenceSource)", "n.ns, n.commit"),
    index("whence_record_commit", "(n:WhenceRecord)", "n.ns, n.commit"),
    index("whence_commit_number", "(n:WhenceCommit)", "n.ns, n.number"),
    ...edgeKinds.map((kind) => {
      const type = relationshipTypes[kind];
      return index(`whence_${type.toLowerCase()}_source`, `()-[n:${type}]-()`, "n.src");
    }),
  ],
];

/** Constraints of ours, as `Label(property)`. */
export const ourConstraints: readonly string[] = Object.entries(identities).map(
  ([label, property]) => `${label}(${property})`,
);

/** How the names of all our constraints and indexes begin. */
export const schemaPrefix = "whence_";

function uniqueness(label: string, property: string): string {
  const name = label.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return `CREATE CONSTRAINT ${name}_${property} IF NOT EXISTS FOR (n:${label}) REQUIRE n.${property} IS UNIQUE`;
}

function index(name: string, pattern: string, properties: string): string {
  return `CREATE INDEX ${name} IF NOT EXISTS FOR ${pattern} ON (${properties})`;
}
