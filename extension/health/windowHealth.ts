import type { FolderHealth, Health } from "../../shared/model/health.ts";

/** How the server process of this window is. */
export type ServerState =
  | { readonly state: "starting" }
  | { readonly state: "running" }
  /** It ended without being asked to, and is started again after a pause. */
  | { readonly state: "restarting"; readonly pauseSeconds: number }
  | { readonly state: "stopped"; readonly why: string; readonly remedy: string };

/** All that status bar, welcome texts and log are drawn from. */
export interface WindowHealth {
  /** `virtual`: folders are open, but none of them lies on a disk. */
  readonly place: "noFolder" | "virtual" | "folders";
  readonly server: ServerState;
  /** As the server said last; empty until it has. */
  readonly folders: readonly FolderHealth[];
}

/** Value of the context key `whence.state`, which the welcome texts and commands in package.json hang on. */
export type ViewState =
  | "noFolder"
  | "virtual"
  | "starting"
  /** For the first time: nothing can be found yet. */
  | "indexing"
  /** Indexing, while what was indexed before answers. */
  | "usable"
  | "ready"
  | "degraded"
  | "paused"
  | "stopped";

/** The one health of the window, with the folder that it is about where the window has several. */
export interface LeadingHealth {
  readonly health: Health;
  readonly folder?: string;
}

/** What a person must know first: the server's trouble, then the folder which is worst off. */
export function leadingHealth({ server, folders }: WindowHealth): LeadingHealth {
  if (server.state === "stopped") return { health: server };
  if (server.state !== "running") return { health: { state: "starting" } };
  const [worst] = folders.toSorted((a, b) => urgency(a.health) - urgency(b.health));
  if (worst === undefined) return { health: { state: "starting" } };
  return { health: worst.health, ...(folders.length > 1 ? { folder: worst.name } : {}) };
}

/** Value for the context key `whence.state`. */
export function viewState(window: WindowHealth): ViewState {
  if (window.place !== "folders") return window.place;
  const { health } = leadingHealth(window);
  if (health.state !== "indexing") return health.state;
  return health.isUsable ? "usable" : "indexing";
}

/** True while commands that ask the server make sense. */
export function isRunning({ place, server }: WindowHealth): boolean {
  return place === "folders" && server.state === "running";
}

/** Lines for the log: each state once, however often the counts in it change. */
export function logLines(before: WindowHealth, now: WindowHealth): readonly string[] {
  const lines: string[] = [];
  if (before.place !== now.place) lines.push(placeWords[now.place]);
  if (now.place !== "folders") return lines;
  const server = serverWords(now.server);
  if (server !== serverWords(before.server) || before.place !== now.place) lines.push(server);
  const known = new Map(before.folders.map(({ folder, health }) => [folder, healthWords(health)]));
  for (const { folder, name, health } of now.folders) {
    const words = healthWords(health);
    if (known.get(folder) !== words) lines.push(`${name}: ${words}`);
  }
  return lines;
}

const placeWords = {
  noFolder: "No folder is open.",
  virtual: "The folders of this window lie on no disk, so there is nothing to index.",
  folders: "Folders are open.",
} as const;

function serverWords(server: ServerState): string {
  if (server.state === "stopped") return `Server stopped. ${server.why} ${server.remedy}`;
  if (server.state === "restarting") return `Server ended; starting it again in ${server.pauseSeconds} s.`;
  return `Server ${server.state}.`;
}

function healthWords(health: Health): string {
  switch (health.state) {
    case "indexing":
      return `${health.doing} …`;
    case "degraded":
    case "stopped":
      return `${health.state}. ${health.why} ${health.remedy}`;
    default:
      return health.state;
  }
}

/** Less is more urgent. */
function urgency({ state }: Health): number {
  return ["stopped", "degraded", "indexing", "starting", "paused", "ready"].indexOf(state);
}
