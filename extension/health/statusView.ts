import type { FolderHealth, Health, IndexCounts } from "../../shared/model/health.ts";
import type { CommandId } from "../commands/commandTable.ts";
import type { ServerState, WindowHealth } from "./windowHealth.ts";
import { leadingHealth } from "./windowHealth.ts";

/** What the status bar shows. Icons stand beside words, and colour only repeats what they say. */
export interface StatusView {
  /** With a codicon: `$(sync~spin) Whence 42 %`. */
  readonly text: string;
  /** For screen readers, and as the head of the tooltip. */
  readonly label: string;
  readonly tone: "plain" | "warning" | "error";
  /** Below the head, a paragraph each. Names in them are other people's, so they are shown as plain text. */
  readonly details: readonly string[];
  /** What helps, the most useful first. */
  readonly actions: readonly CommandId[];
}

/** The status of a window as it is shown `now`. */
export function statusView(window: WindowHealth, now: Date): StatusView {
  const { place, server, folders } = window;
  if (place !== "folders") return placeView[place];
  if (server.state !== "running") return serverView(server);
  const { health, folder } = leadingHealth(window);
  const subject = folder === undefined ? "Whence" : `Whence, ${folder}`;
  const view = healthView(health, subject, now);
  if (folders.length < 2) return { ...view, details: [...view.details, ...notesOf(folders)] };
  return { ...view, details: folders.map((each) => folderLine(each, now)) };
}

const placeView: Readonly<Record<"noFolder" | "virtual", StatusView>> = {
  noFolder: {
    text: "$(circle-slash) Whence",
    label: "Whence: no folder is open",
    tone: "plain",
    details: ["Open a folder, and Whence shows where its code comes from."],
    actions: ["whence.showLog"],
  },
  virtual: {
    text: "$(circle-slash) Whence",
    label: "Whence: this workspace is not on a disk",
    tone: "plain",
    details: ["Open a local copy of the repository: Whence reads files and Git history from the disk."],
    actions: ["whence.showLog"],
  },
};

function serverView(server: Exclude<ServerState, { readonly state: "running" }>): StatusView {
  switch (server.state) {
    case "starting":
      return startingView("Whence", []);
    case "restarting":
      return {
        text: "$(sync~spin) Whence",
        label: "Whence: the server ended and is started again",
        tone: "warning",
        details: [`The next try is in ${server.pauseSeconds} s. The index on disk is kept.`],
        actions: ["whence.restartServer", "whence.showLog"],
      };
    case "stopped":
      return stoppedView("Whence", server);
  }
}

function healthView(health: Health, subject: string, now: Date): StatusView {
  switch (health.state) {
    case "starting":
      return startingView(subject, []);
    case "indexing":
      return indexingView(health, subject);
    case "ready":
      return {
        text: "$(pass) Whence",
        label: `${subject}: ready`,
        tone: "plain",
        details: [countsWords(health.counts), `Up to date ${ageWords(health.asOf, now)}.`],
        actions: ["whence.search", "whence.showCoverage", "whence.pause", "whence.showLog"],
      };
    case "paused":
      return {
        text: "$(debug-pause) Whence",
        label: `${subject}: indexing is paused`,
        tone: "plain",
        details: [
          "What has changed since is not found until it goes on.",
          ...(health.counts === undefined ? [] : [countsWords(health.counts)]),
        ],
        actions: ["whence.resume", "whence.showLog"],
      };
    case "degraded":
      return {
        text: "$(warning) Whence",
        label: `${subject}: works in part`,
        tone: "warning",
        details: [
          health.why,
          health.remedy,
          ...(health.counts === undefined ? [] : [countsWords(health.counts)]),
        ],
        actions: ["whence.showLog", "whence.rebuild", "whence.collectDiagnostics", "whence.restartServer"],
      };
    case "stopped":
      return stoppedView(subject, health);
  }
}

function startingView(subject: string, details: readonly string[]): StatusView {
  return {
    text: "$(loading~spin) Whence",
    label: `${subject}: starting`,
    tone: "plain",
    details,
    actions: ["whence.showLog"],
  };
}

function stoppedView(
  subject: string,
  { why, remedy }: { readonly why: string; readonly remedy: string },
): StatusView {
  return {
    text: "$(error) Whence",
    label: `${subject}: stopped`,
    tone: "error",
    details: [why, remedy],
    actions: ["whence.restartServer", "whence.showLog"],
  };
}

function indexingView(
  { doing, done, total, remainingSeconds, isUsable }: Extract<Health, { readonly state: "indexing" }>,
  subject: string,
): StatusView {
  const isCounted = total !== undefined && total > 0;
  const share = isCounted ? ` ${Math.min(99, Math.floor((100 * done) / total))} %` : "";
  const progress = isCounted ? `${doing}: ${number(done)} of ${number(total)}` : `${doing}: ${number(done)}`;
  return {
    text: `$(sync~spin) Whence${share}`,
    label: `${subject}: indexing${share}`,
    tone: "plain",
    details: [
      `${progress}${remainingSeconds === undefined ? "" : `, ${remainingWords(remainingSeconds)}`}.`,
      isUsable
        ? "Hovers, traces and search work meanwhile with what is there."
        : "Hovers, traces and search find something once this is done.",
    ],
    actions: ["whence.pause", "whence.showLog"],
  };
}

function notesOf(folders: readonly FolderHealth[]): readonly string[] {
  return folders.flatMap(({ note }) => note ?? []);
}

function folderLine(folder: FolderHealth, now: Date): string {
  const { label, details } = healthView(folder.health, folder.name, now);
  return [label, ...details, ...notesOf([folder])].join(". ").replaceAll("..", ".");
}

function countsWords({ files, commits, symbols, links }: IndexCounts): string {
  return `${counted(files, "file")}, ${counted(commits, "commit")}, ${counted(symbols, "definition")}, ${counted(links, "link")}.`;
}

function counted(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? "" : "s"}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

function remainingWords(seconds: number): string {
  if (seconds < 60) return `about ${counted(Math.max(1, Math.round(seconds)), "second")} left`;
  return `about ${counted(Math.round(seconds / 60), "minute")} left`;
}

/** How long ago, in the largest unit that says something. */
function ageWords(asOf: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(asOf)) / 60_000);
  if (!Number.isFinite(minutes) || minutes < 1) return "as of now";
  if (minutes < 60) return `as of ${counted(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `as of ${counted(hours, "hour")} ago`
    : `as of ${counted(Math.floor(hours / 24), "day")} ago`;
}
