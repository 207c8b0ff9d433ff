import * as chatRequests from "../../../shared/protocol/chatRequests.ts";
import * as notifications from "../../../shared/protocol/notifications.ts";
import * as requests from "../../../shared/protocol/requests.ts";
import * as teamRequests from "../../../shared/protocol/teamRequests.ts";

/** A message as it goes over the wire; `params` and `id` may be anything. */
export interface RandomMessage {
  readonly jsonrpc: "2.0";
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** What random messages may name, so that some of them mean something. */
export interface RandomWorld {
  readonly uris: readonly string[];
  readonly folders: readonly string[];
  readonly keys: readonly string[];
}

const standard = [
  "initialize",
  "initialized",
  "textDocument/hover",
  "textDocument/codeLens",
  "textDocument/documentLink",
  "textDocument/codeAction",
  "textDocument/didOpen",
  "textDocument/didChange",
  "textDocument/didSave",
  "textDocument/didClose",
  "workspace/didChangeWatchedFiles",
  "workspace/didChangeConfiguration",
  "workspace/didChangeWorkspaceFolders",
  "workspace/executeCommand",
  "$/cancelRequest",
  "$/setTrace",
  "$/progress",
  "window/workDoneProgress/cancel",
];
const own = [requests, chatRequests, teamRequests, notifications].flatMap((each) =>
  Object.values(each).map(({ method }) => method),
);

/** Makes messages from a seed: valid frames of every method with parameters of any shape, in any order. */
export function randomMessages(seed: number, world: RandomWorld): () => RandomMessage {
  const next = generator(seed);
  const below = (most: number) => Math.floor(next() * most);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const words = () =>
    pick([...world.uris, ...world.folders, ...world.keys, "", "\u0000", "file:///", "a".repeat(3_000), "🙂"]);
  const position = () => ({ line: pick([0, 1, 2, 7, -1, 1e9, 0.5]), character: pick([0, 3, 20, -5, 1e12]) });
  const anything = (depth = 0): unknown => {
    const plain = [null, true, below(100), -1, 1.5, words(), words()];
    if (depth > 2 || next() < 0.6) return pick(plain);
    if (next() < 0.4) return Array.from({ length: below(4) }, () => anything(depth + 1));
    return Object.fromEntries(
      Array.from({ length: below(4) }, () => [
        pick(["uri", "a", "__proto__", "length"]),
        anything(depth + 1),
      ]),
    );
  };
  const maybe = (value: unknown) => (next() < 0.85 ? value : anything());
  const document = () =>
    maybe({
      uri: maybe(pick(world.uris)),
      version: maybe(below(9)),
      languageId: "typescript",
      text: maybe("function a() {}\n"),
    });
  const code = () =>
    maybe({
      folder: maybe(pick(world.folders)),
      path: maybe("src/refund.ts"),
      name: maybe("issueRefund"),
      line: maybe(2),
    });
  const usual = (): Record<string, unknown> => ({
    textDocument: document(),
    position: maybe(position()),
    range: maybe({ start: position(), end: position() }),
    context: maybe(
      next() < 0.5
        ? { diagnostics: [] }
        : [{ kind: maybe("file"), path: maybe("src/refund.ts") }, anything()],
    ),
    contentChanges: maybe([
      { text: words() },
      { range: maybe({ start: position(), end: position() }), text: "x" },
    ]),
    changes: maybe([{ uri: maybe(pick(world.uris)), type: below(5) }, anything()]),
    event: maybe({ added: maybe([]), removed: maybe([anything()]) }),
    subject: maybe(
      next() < 0.5
        ? { uri: pick(world.uris), position: maybe(position()) }
        : { folder: maybe(pick(world.folders)), key: maybe(pick(world.keys)) },
    ),
    folder: maybe(pick(world.folders)),
    key: maybe(pick(world.keys)),
    uri: maybe(pick(world.uris)),
    query: maybe("refund"),
    question: maybe(words()),
    turn: maybe(words()),
    conversation: maybe(words()),
    replaces: maybe(words()),
    filter: maybe({
      kinds: maybe(["code"]),
      since: maybe(words()),
      author: maybe(words()),
      pathGlob: maybe(words()),
    }),
    citation: maybe({
      uri: maybe("repo:src/refund.ts"),
      label: words(),
      startLine: maybe(below(9)),
      commit: words(),
    }),
    title: maybe(words()),
    name: maybe("notes.md"),
    path: maybe("added:/notes.md"),
    content: maybe(words()),
    limit: maybe(below(30)),
    verdict: maybe(pick(["confirmed", "rejected", "withdrawn"])),
    code: code(),
    // A window that stays paused would answer nothing new afterwards.
    isPaused: false,
    // A port at which nothing listens, and a name that nobody can have.
    endpoint: maybe(pick(["bolt://127.0.0.1:1", "neo4j://name.invalid:1", "https://localhost", ""])),
    server: maybe({ endpoint: maybe("bolt://127.0.0.1:1"), database: maybe("links") }),
    credential: maybe({ user: maybe("neo4j"), password: maybe("a password") }),
    isConsented: next() < 0.5,
    mustWrite: next() < 0.5,
    scopes: maybe(["repository", words()]),
    kinds: maybe(["story", words()]),
    draft: maybe({
      ...{ team: maybe("t"), repository: maybe("r"), endpoint: maybe("bolt://127.0.0.1:1") },
      ...{ scopes: maybe(["repository"]), kinds: maybe(["story"]) },
    }),
    fingerprint: maybe("0".repeat(64)),
    what: maybe(pick(["push", "pull", "both"])),
    processId: maybe(below(1e6)),
    initializationOptions: anything(),
    id: below(4_000),
    value: "off",
    token: anything(),
  });
  let lastId = 1_000_000;
  return () => {
    const method = next() < 0.05 ? words() : pick([...standard, ...own]);
    if (next() < 0.02) return { jsonrpc: "2.0", id: anything(), result: anything() };
    const params = next() < 0.75 ? thinned(usual(), next) : anything();
    lastId += 1;
    const id = next() < 0.1 ? anything() : lastId;
    // Who ends the server does not want an answer.
    const isEnd = method === "exit" || method === "shutdown";
    return { jsonrpc: "2.0", ...(next() < 0.8 ? { id } : {}), ...(isEnd ? {} : { method }), params };
  };
}

/** Without some of its fields. */
function thinned(fields: Record<string, unknown>, next: () => number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(() => next() < 0.9));
}

/** `mulberry32`, a small generator whose numbers repeat with its seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
