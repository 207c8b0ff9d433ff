import type { FolderHealth, Health } from "../../shared/model/health.ts";
import type { ChatAction, ChatStatus } from "../../shared/protocol/chatMessages.ts";
import type { WindowHealth } from "../health/windowHealth.ts";

/** Whether one can ask in this window, in words that agree with status bar and trace view; `folder` is the one that is asked. */
export function chatStatus(window: WindowHealth, folder: string | undefined, isTrusted: boolean): ChatStatus {
  const { place, server, folders } = window;
  const asked = folders.find((each) => each.folder === folder) ?? folders[0];
  const words = wordsOf(place, server, asked);
  const distrust = place === "folders" && !isTrusted && words.canAsk ? untrusted : undefined;
  return {
    canAsk: words.canAsk,
    sentence: [words.sentence, distrust?.sentence].filter(Boolean).join(" "),
    actions: [...words.actions, ...(distrust?.actions ?? [])],
    folders: folders.map(({ folder: uri, name }) => ({ uri, name })),
    ...(asked === undefined ? {} : { folder: asked.folder }),
  };
}

type Words = Pick<ChatStatus, "canAsk" | "sentence" | "actions">;

const untrusted: Omit<Words, "canAsk"> = {
  sentence:
    "You do not trust this workspace: answers come from this machine alone, no server that it names is used, and no team file.",
  actions: ["manageTrust"],
};

function wordsOf(
  place: WindowHealth["place"],
  server: WindowHealth["server"],
  folder: FolderHealth | undefined,
): Words {
  if (place === "noFolder")
    return closed("Open a folder, and Whence answers where its code comes from.", "openFolder");
  if (place === "virtual")
    return closed(
      "The files of this workspace are not on a disk that Whence can read. Open a local copy of the repository to ask about it.",
    );
  if (server.state === "stopped")
    return closed(`Whence has stopped. ${server.why} ${server.remedy}`, "restartServer", "showLog");
  if (server.state === "restarting")
    return closed(
      `The server ended and is started again in ${server.pauseSeconds} s. The index on disk is kept.`,
      "restartServer",
      "showLog",
    );
  if (server.state === "starting" || folder === undefined) return closed("Whence is starting.", "showLog");
  return healthWords(folder.health);
}

function healthWords(health: Health): Words {
  switch (health.state) {
    case "starting":
      return closed("Whence is starting.", "showLog");
    case "indexing":
      return health.isUsable
        ? open("Still reading this folder: answers come from what has been read so far.", "showStatus")
        : closed(
            "Whence reads this folder for the first time. You can ask as soon as the first files have been read; the status bar says how far it is.",
            "showStatus",
          );
    case "ready":
      return open("");
    case "paused":
      return open("Indexing is paused: what has changed since is not known here.", "resume");
    case "degraded":
      return open(`${health.why} ${health.remedy}`, "showLog");
    case "stopped":
      return closed(`${health.why} ${health.remedy}`, "restartServer", "showLog");
  }
}

function open(sentence: string, ...actions: ChatAction[]): Words {
  return { canAsk: true, sentence, actions };
}

function closed(sentence: string, ...actions: ChatAction[]): Words {
  return { canAsk: false, sentence, actions };
}
