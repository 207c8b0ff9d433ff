import { lstatSync } from "node:fs";
import path from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { isNode, LineCounter, parseDocument } from "yaml";
import { nearestWord } from "../../base/nearestWord.ts";
import type { TeamFile } from "../../model/teamFile.ts";
import { readRegularFile } from "../workspace/regularFile.ts";
import { teamSchema } from "./teamSchema.ts";

/** Where the file stands in an indexed folder. */
export const teamFilePath = ".whence/team.json";

/** A thousand people with their addresses fill a fraction of this. */
const maxBytes = 256 * 1024;
const problemsShown = 10;

/** What a team file states, or what is wrong with it, as sentences that name line and column. */
export type TeamFileReading =
  | { readonly file: TeamFile; readonly problems?: undefined }
  | { readonly file?: undefined; readonly problems: readonly string[] };

/**
 * The team file of a folder; undefined where there is none. It comes from whoever wrote the repository: links are not
 * followed, its size is bounded, and it is only data. Never throws.
 */
export function readTeamFile(folder: string): TeamFileReading | undefined {
  const read = readTeamText(folder);
  if (read === undefined || typeof read !== "string") return read;
  return parseTeamFile(read);
}

/** The text of a team file as it stands; undefined where there is none, and what is wrong where it cannot be read. Never throws. */
export function readTeamText(
  folder: string,
): string | (TeamFileReading & { readonly file?: undefined }) | undefined {
  const file = path.join(folder, teamFilePath);
  const home = lstatOf(path.dirname(file));
  if (home !== undefined && !home.isDirectory()) return failed("its folder is a link, which is not followed");
  if (home === undefined || lstatOf(file) === undefined) return undefined;
  const read = readRegularFile(file, maxBytes);
  if (!("bytes" in read)) return failed(read.detail);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(read.bytes);
  } catch {
    return failed("it is not UTF-8 text; save it as UTF-8");
  }
}

/** What a text states, with all mistakes and their places. Never throws. */
export function parseTeamFile(text: string): TeamFileReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return failed(`it is not valid JSON (${error instanceof Error ? error.message : "unreadable"})`);
  }
  const secrets = secretsIn(value);
  if (secrets.length > 0) return { problems: secrets.map((at) => `${placeIn(text, at)} ${secretSentence}`) };
  const validate = compiled();
  if (!validate(value)) {
    const sentences = (validate.errors ?? []).map((error) => {
      const at = pathOf(error);
      return `${placeIn(text, at)} ${sentenceOn(error, at)}`;
    });
    const shown = [...new Set(sentences)].slice(0, problemsShown);
    return { problems: shown };
  }
  const { team, repository, graph, share, roles } = value as Stated;
  return {
    file: {
      team,
      repository,
      graph: { ...graph, members: graph.members ?? [] },
      share,
      roles: {
        leads: roles?.leads ?? [],
        contributors: roles?.contributors ?? ["*"],
        readers: roles?.readers ?? [],
      },
    },
  };
}

type Stated = Omit<TeamFile, "graph" | "roles"> & {
  readonly graph: Omit<TeamFile["graph"], "members"> & { readonly members?: readonly string[] };
  readonly roles?: Partial<TeamFile["roles"]>;
};

let validator: ReturnType<Ajv2020["compile"]> | undefined;

/** Made with the first team file, of which most folders have none. */
function compiled(): ReturnType<Ajv2020["compile"]> {
  validator ??= new Ajv2020({ allErrors: true }).compile(teamSchema);
  return validator;
}

const secretSentence =
  "This is a secret, and a file in the repository is read by everybody: take it out, change it on the server, and give it as WHENCE_TEAM_PASSWORD.";
const secretNames = /pass(?:word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key/i;

/** Places of what looks like a secret: a key that is called so, or a password within an address. */
function secretsIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === "string") return /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]*@/i.test(value) ? [at] : [];
  if (typeof value !== "object" || value === null || at.length > 20) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...at, key];
    const isNamedSo = !Array.isArray(value) && secretNames.test(key) && typeof inner === "string";
    return isNamedSo ? [place] : secretsIn(inner, place);
  });
}

function lstatOf(file: string) {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function failed(why: string): TeamFileReading & { readonly file?: undefined } {
  return { problems: [`${teamFilePath}: The file cannot be used: ${why}.`] };
}

function pathOf({ instancePath, keyword, params }: ErrorObject): readonly string[] {
  const at = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keyword === "additionalProperties" ? [...at, String(params["additionalProperty"])] : at;
}

/** The parser for YAML knows where things stand in JSON, too. */
function placeIn(text: string, at: readonly string[]): string {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: "silent" });
  const node = document.getIn(
    at.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    true,
  );
  const [start] = isNode(node) ? (node.range ?? [0]) : [0];
  const { line, col } = counter.linePos(start ?? 0);
  return `${teamFilePath}:${Math.max(1, line)}:${Math.max(1, col)}:`;
}

function sentenceOn(
  { keyword, params, message = "is not allowed" }: ErrorObject,
  at: readonly string[],
): string {
  const name = at.join(".") || "The file";
  switch (keyword) {
    case "additionalProperties": {
      const known = knownKeys(at.slice(0, -1));
      const near = nearestWord(at.at(-1) ?? "", known);
      const hint = near === undefined ? `it takes ${known.join(", ")}` : `did you mean ${near}?`;
      return `There is no key ${name}: ${hint}`.replace(/(?<!\?)$/, ".");
    }
    case "required":
      return `${name} lacks ${String(params["missingProperty"])}.`;
    case "enum":
      return `${name} takes ${(params["allowedValues"] as readonly unknown[]).map(String).join(", ")}.`;
    case "type":
      return `${name} must be ${/^[aeiou]/.test(String(params["type"])) ? "an" : "a"} ${String(params["type"])}.`;
    case "pattern":
      return patternSentence(name, at);
    default:
      return `${name} ${message}.`;
  }
}

function patternSentence(name: string, at: readonly string[]): string {
  if (at.includes("scopes"))
    return `${name} is no scope: it is repository, project:KEY, space:KEY or repository:owner/name.`;
  if (at.includes("roles"))
    return `${name} is no address: people are named by their e-mail address, * is everybody.`;
  return `${name} may have letters, digits, dots, dashes${at.at(-1) === "database" ? "" : ", slashes and underscores"} only.`;
}

function knownKeys(at: readonly string[]): readonly string[] {
  let schema: unknown = teamSchema;
  for (const part of at) schema = (schema as { properties?: Record<string, unknown> }).properties?.[part];
  return Object.keys((schema as { properties?: object } | undefined)?.properties ?? {}).filter(
    (key) => key !== "$schema",
  );
}
