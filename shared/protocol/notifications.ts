import type { FolderHealth } from "../model/health.ts";
import type { NotificationMessage } from "./message.ts";

/** Server → extension, whenever it changes, at most a few times a second: drives status bar, welcome texts and log. */
export const healthChanged: NotificationMessage<{ readonly folders: readonly FolderHealth[] }> = {
  method: "whence/healthChanged",
};

/** Server → extension: links are others than before, so trace view and lenses are drawn anew. */
export const linksChanged: NotificationMessage<{ readonly folder: string }> = {
  method: "whence/linksChanged",
};

/** Extension → server: the user has begun to trust the workspace. */
export const trustGranted: NotificationMessage<Record<string, never>> = { method: "whence/trustGranted" };
