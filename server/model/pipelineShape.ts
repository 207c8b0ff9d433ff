import type { DocumentKind } from "./document.ts";
import { finders, techniques } from "./pipelineConfig.ts";

/** What stands at one place of `.whence/config.yaml`. `description` is shown to people, in the schema too. */
export type PipelineShape = GroupShape | ValueShape;

/** Keys with values of their own. */
export interface GroupShape {
  readonly type: "group";
  readonly description: string;
  readonly keys: Readonly<Record<string, PipelineShape>>;
}

/** A value; what it may be. */
export type ValueShape = NumberShape | ChoiceShape | NameShape | ListShape;

/** A number from `least` to `most`, or the one word that is allowed instead. */
export interface NumberShape {
  readonly type: "integer" | "number";
  readonly description: string;
  readonly least: number;
  readonly most: number;
  readonly word?: string;
}

/** One of some words. */
export interface ChoiceShape {
  readonly type: "choice";
  readonly description: string;
  readonly values: readonly string[];
}

/** A name as models have it; not an address, nor a text. */
export interface NameShape {
  readonly type: "name";
  readonly description: string;
}

/** Any of some words. */
export interface ListShape {
  readonly type: "list";
  readonly description: string;
  readonly values: readonly string[];
}

/** What a name may be made of. */
export const namePattern = "^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,119}$";

const kindNames: Readonly<Record<DocumentKind, string>> = {
  code: "source files",
  doc: "documents",
  spec: "specifications",
  config: "configuration files",
  text: "other text files",
  commit: "commit messages",
};

const finderNames: Readonly<Record<(typeof finders)[number], string>> = {
  text: "the question's words",
  vector: "nearness in meaning",
  quote: "what stands in quotes, word for word",
  symbol: "definitions that the question names",
  path: "files and lines that it names",
  key: "issue keys that it names",
  commit: "commits, people and times that it names",
  history: "files which similar commits changed",
  neighbour: "what stands around the best hits, calls them or is called by them",
  graph: "what somebody linked to the best hits: the story behind code, the code of a story",
};

/**
 * All that `.whence/config.yaml` may say; the keys are those of `PipelineConfig`. The largest values are such that a file
 * from a stranger costs time and memory within bounds; settings of the user may go beyond.
 */
export const pipelineShape: GroupShape = {
  type: "group",
  description: "How Whence cuts, embeds and ranks this folder. What is not said here stays at its default.",
  keys: {
    chunking: {
      type: "group",
      description: "How documents of each kind are cut into passages; sizes in characters.",
      keys: Object.fromEntries(
        Object.entries(kindNames).map(([kind, name]) => [kind, chunkShape(kind, name)]),
      ),
    },
    embedder: {
      type: "group",
      description:
        "What makes the vectors. Addresses and keys are settings of each person, never of this file.",
      keys: {
        provider: {
          type: "choice",
          description:
            "builtin: the model that ships with Whence; openai: the server which the person's settings name; none: search by words and names alone.",
          values: ["builtin", "openai", "none"],
        },
        model: { type: "name", description: "Name of the model on that server; only for provider openai." },
        dimensions: {
          type: "integer",
          description: "Numbers per vector that the server is asked for; only for provider openai.",
          least: 1,
          most: 8192,
        },
      },
    },
    retrieval: retrievalShape(),
    answering: {
      type: "group",
      description: "When a question is answered.",
      keys: {
        supportThreshold: {
          type: "number",
          description: "With less support, from 0 to 1, the answer is that nothing was found.",
          least: 0,
          most: 1,
        },
      },
    },
    limits: {
      type: "group",
      description: "What is read at most.",
      keys: {
        maxFileSizeKb: {
          type: "integer",
          description: "Larger files are listed as skipped, in kibibytes.",
          least: 1,
          most: 102_400,
        },
        maxCommits: {
          type: "integer",
          description: "So many of the newest commits are read; 0 for none.",
          least: 0,
          most: 10_000_000,
          word: "all",
        },
        maxChunksPerFile: {
          type: "integer",
          description: "The first so many passages of a file are kept.",
          least: 1,
          most: 100_000,
        },
      },
    },
  },
};

function chunkShape(kind: string, name: string): GroupShape {
  const max: NumberShape = {
    type: "integer",
    description: "No passage is larger than this, overlap aside.",
    least: 200,
    most: 40_000,
  };
  const overlap: NumberShape = {
    type: "integer",
    description: "So many lines before a passage are repeated in it, where both were cut from one piece.",
    least: 0,
    most: 50,
  };
  const description = `How ${name} are cut.`;
  // Messages of commits have no structure, and no neighbours to be merged with.
  if (kind === "commit") return { type: "group", description, keys: { max, overlap } };
  return {
    type: "group",
    description,
    keys: {
      strategy: {
        type: "choice",
        description: "structure: by definitions, sections and blocks; lines: by lines alone, at `target`.",
        values: ["structure", "lines"],
      },
      target: {
        type: "integer",
        description: "Small neighbours are merged up to this size.",
        least: 100,
        most: 40_000,
      },
      max,
      overlap,
    },
  };
}

function retrievalShape(): GroupShape {
  return {
    type: "group",
    description: "How passages are found and ranked.",
    keys: {
      weights: {
        type: "group",
        description: "How much each search counts: its best hit gets the whole weight.",
        keys: Object.fromEntries(
          finders.map((finder) => [
            finder,
            { type: "number", description: `Weight of ${finderNames[finder]}.`, least: 0, most: 10 },
          ]),
        ),
      },
      off: {
        type: "list",
        description: "Searches to go without, and the steps rerank (by features) and spread (over files).",
        values: techniques,
      },
      depth: {
        type: "integer",
        description: "How many hits text and vector contribute each.",
        least: 1,
        most: 1000,
      },
      rerankDepth: {
        type: "integer",
        description: "How many candidates are reranked.",
        least: 1,
        most: 2000,
      },
      resultsPerFile: {
        type: "integer",
        description: "Most results from one file; 0 for any number.",
        least: 0,
        most: 100,
      },
    },
  };
}
