/** What a specification is. */
export type SpecItemKind = "product" | "prd" | "epic" | "story" | "task" | "techSpec" | "decision";

/**
 * One PRD, epic, story, task, tech spec or decision, as a document of the repository states it. A document may hold
 * several: the tasks of a list, the requirements of a capability.
 */
export interface SpecItem {
  /** As stated (`WH-12`), else made of the path, and the same as long as that is: `specs/004-login/spec`, `specs/004-login/tasks#T012`. */
  readonly key: string;
  /** False where the key was made of the path. */
  readonly isKeyStated: boolean;
  readonly kind: SpecItemKind;
  readonly title: string;
  /** In the words of the document. */
  readonly status?: string;
  /** Who approved it, or that it is approved, in the words of the document. */
  readonly approval?: string;
  readonly points?: number;
  readonly tags: readonly string[];
  readonly acceptanceCriteria: readonly string[];
  /** What it says of other items, files and pages. */
  readonly relations: readonly SpecRelation[];
  /** Lines of the document that belong to it, from 1, both ends included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Which convention it follows. */
  readonly format: SpecFormat;
}

/** Conventions in which specifications are kept. */
export type SpecFormat =
  | "frontMatter"
  | "specKit"
  | "kiro"
  | "openSpec"
  | "bmad"
  | "decisionRecord"
  | "proposal";

/** A reference of an item, and the words which state it. */
export interface SpecRelation {
  readonly kind:
    | "parent"
    | "child"
    | "dependsOn"
    | "specifies"
    | "supersedes"
    | "supersededBy"
    | "link"
    | "owner";
  /**
   * A key as written (`WH-3`, `#12`), a path in the indexed folder resolved from the document's own (`docs/specs/a.md`, with
   * `#anchor` where one was given), an address, or of an owner the name.
   */
  readonly target: string;
  readonly targetKind: "key" | "path" | "url" | "person";
  /** Where it stands, in words: `front matter parent`, `Markdown link`, `folder`. */
  readonly found: string;
  readonly text: string;
  readonly line: number;
}
