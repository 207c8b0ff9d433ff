import { sha256 } from "../base/hashes.ts";
import type { Evidence, GraphEdge, GraphNode } from "../model/graph.ts";
import { commitId, itemId, personId } from "../model/graphIds.ts";
import { commitNode } from "../model/graphNodes.ts";
import type { Statement } from "../model/graphStore.ts";
import type { KeyMention, MentionPlace } from "../model/keyMention.ts";
import type { PersonMention } from "../model/statedFacts.ts";
import { itemKeyOf, type KeyUse, type KnownProjects } from "./knownProjects.ts";

/** A commit with what its message names. */
export interface LinkedCommit {
  readonly hash: string;
  readonly subject: string;
  /** When it was made, ISO 8601 in UTC: the committer's date where it is known. */
  readonly date: string;
  readonly mentions: readonly KeyMention[];
  readonly people: readonly PersonMention[];
}

/** What commits state, ready for a graph. */
export interface CommitLinks {
  /** Commits, pull requests and people. */
  readonly nodes: readonly GraphNode[];
  /** Keys of which nothing else is known here; to be added only where the graph does not know them. */
  readonly placeholders: readonly GraphNode[];
  /** One for each commit, in their order; the mark changes with the edges. */
  readonly statements: readonly Statement[];
}

/** Work that more commits than this brought in is a line of development, and not the work for one key. */
const mostCommitsOfWork = 250;

/**
 * Nodes and edges that the messages of commits state: what each was made for, what it says of other items, who else made
 * or reviewed it, and for merges (`brought`, see `broughtCommits`) that the branch's key and the pull request hold for the
 * commits which they brought in. Only keys of known projects count. The source of a statement is the commit's id. Commits
 * may be given in batches, in any order.
 */
export function linkCommits(
  commits: readonly LinkedCommit[],
  projects: KnownProjects,
  brought: ReadonlyMap<string, readonly string[]>,
): CommitLinks {
  const nodes = new Map<string, GraphNode>();
  const placeholders = new Map<string, GraphNode>();
  const statements = commits.map((commit) => {
    const reader = new CommitReader(commit, projects);
    reader.read(brought.get(commit.hash) ?? []);
    nodes.set(commitId(commit.hash), commitNode(commit));
    for (const node of reader.nodes) nodes.set(node.id, node);
    for (const node of reader.placeholders) placeholders.set(node.id, node);
    return statementOf(commitId(commit.hash), reader.edges);
  });
  for (const id of nodes.keys()) placeholders.delete(id);
  return { nodes: [...nodes.values()], placeholders: [...placeholders.values()], statements };
}

/** True where a merge says for what the commits are that it brought in. */
export function statesWork(mentions: readonly KeyUse[], projects: KnownProjects): boolean {
  return mentions.some((mention) => isWork(mention) && itemKeyOf(projects, mention.key) !== undefined);
}

function statementOf(source: string, edges: readonly GraphEdge[]): Statement {
  return { source, mark: edges.length === 0 ? "nothing" : sha256(JSON.stringify(edges)), edges };
}

function isWork({ role }: Pick<KeyMention, "role">): boolean {
  return role === "implements" || role === "closes";
}

function isPullRequest({ place, role }: KeyMention): boolean {
  return role === "implements" && (place === "mergePullRequest" || place === "squashSuffix");
}

/** How sure the words are that the work is for the key. */
const confidences: Partial<Readonly<Record<MentionPlace, number>>> = { mergeBranch: 0.9, body: 0.9 };
const confidenceOfBrought = 0.9;

/** Reads one commit; an edge that several places state is one edge with several pieces of evidence. */
class CommitReader {
  readonly nodes: GraphNode[] = [];
  readonly placeholders: GraphNode[] = [];
  readonly #edges = new Map<string, GraphEdge>();
  readonly #commit: LinkedCommit;
  readonly #items: readonly { readonly key: string; readonly mention: KeyMention }[];

  constructor(commit: LinkedCommit, projects: KnownProjects) {
    this.#commit = commit;
    this.#items = commit.mentions.flatMap((mention) => {
      const key = itemKeyOf(projects, mention.key);
      return key === undefined ? [] : [{ key, mention }];
    });
  }

  get edges(): readonly GraphEdge[] {
    return [...this.#edges.values()];
  }

  read(brought: readonly string[]): void {
    const own = commitId(this.#commit.hash);
    const pull = this.#items.find(({ mention }) => isPullRequest(mention));
    if (pull !== undefined) this.#addPullRequest(pull.key, pull.mention, [own, ...brought.map(commitId)]);
    const worked = new Set<string>();
    for (const { key, mention } of this.#items) {
      if (key === pull?.key || !isWork(mention) || isPullRequest(mention)) continue;
      worked.add(key);
      this.#addWork(own, key, mention, confidences[mention.place] ?? 1);
      if (pull !== undefined) this.#addWork(itemId(pull.key), key, mention, confidenceOfBrought);
      if (brought.length > mostCommitsOfWork) continue;
      for (const hash of brought) this.#addWork(commitId(hash), key, mention, confidenceOfBrought);
    }
    for (const { key, mention } of this.#items) {
      if (worked.has(key) || key === pull?.key || isWork(mention)) continue;
      this.#addItem(key);
      this.#add({ from: own, kind: "mentions", to: itemId(key), role: mention.role, confidence: 1 }, mention);
    }
    for (const person of this.#commit.people) this.#addPerson(own, person);
  }

  #addPullRequest(key: string, mention: KeyMention, commits: readonly string[]): void {
    const { date, subject } = this.#commit;
    const title = titleOfPullRequest(mention, subject) || key;
    this.nodes.push({ id: itemId(key), kind: "pullRequest", key, title, updatedAt: date });
    for (const commit of commits) {
      this.#add({ from: itemId(key), kind: "contains", to: commit, confidence: 1 }, mention);
    }
  }

  #addWork(from: string, key: string, mention: KeyMention, confidence: number): void {
    this.#addItem(key);
    this.#add({ from, kind: "implements", to: itemId(key), role: mention.role, confidence }, mention);
  }

  #addItem(key: string): void {
    this.placeholders.push({ id: itemId(key), kind: "issue", key, title: key });
  }

  #addPerson(commit: string, { name, email, role, text }: PersonMention): void {
    const id = personId(email, name);
    this.nodes.push({ id, kind: "person", title: name === "" ? email : name });
    const words = { place: "trailer", text } as const;
    this.#add({ from: id, kind: role, to: commit, confidence: 1 }, words);
  }

  #add(
    edge: Pick<GraphEdge, "from" | "kind" | "to" | "role" | "confidence">,
    mention: Pick<KeyMention, "place" | "text"> & { readonly line?: number },
  ): void {
    const source = commitId(this.#commit.hash);
    const evidence: Evidence = {
      found: found[mention.place] ?? "commit message",
      text: mention.text,
      uri: source,
      ...(mention.line === undefined ? {} : { line: mention.line }),
    };
    const identity = `${edge.kind} ${edge.from} ${edge.to} ${edge.kind === "implements" ? "" : edge.role}`;
    const known = this.#edges.get(identity);
    if (known === undefined) {
      const validFrom = this.#commit.date;
      this.#edges.set(identity, { ...edge, origin: "stated", evidence: [evidence], source, validFrom });
    } else if (known.evidence.length < mostEvidence) {
      this.#edges.set(identity, {
        ...known,
        ...(edge.role === "closes" ? { role: edge.role } : {}),
        confidence: Math.max(known.confidence, edge.confidence),
        evidence: [...known.evidence, evidence],
      });
    }
  }
}

const mostEvidence = 5;

const found: Partial<Readonly<Record<MentionPlace, string>>> = {
  subject: "commit subject",
  body: "commit message",
  trailer: "commit trailer",
  mergeBranch: "merged branch",
  mergePullRequest: "merged pull request",
  squashSuffix: "squash merge",
};

/** The title as the merge's message gives it, else the subject without what the host added. */
function titleOfPullRequest({ place, text }: KeyMention, subject: string): string {
  if (place === "squashSuffix") return subject.replace(/\s*\([#!]\d+\)\s*$/, "");
  const [, title] =
    /^Merge pull request \S+ (?:from \S+|in \S+ from \S+)(?: (?:in)?to \S+)?\s*(.*)$/.exec(text) ??
    /^Merge pull request '(.*)' \(/.exec(text) ??
    /^Merged PR \d+:\s*(.*)$/.exec(text) ??
    /^Auto merge of #\d+ - \S+ r=\S+\s*(.*)$/.exec(text) ??
    [];
  return title ?? (text.startsWith("Merge") ? "" : subject);
}
