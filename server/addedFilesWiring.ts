import { WhenceError } from "./base/errors.ts";
import { extraFolderOf, extraPath } from "./model/documentUri.ts";
import { isBinaryDocument } from "./model/languages.ts";
import type { Place } from "./model/place.ts";
import type { Readings } from "./readings.ts";
import type { TaskHandlers } from "./session/tasks.ts";
import { inspectPipeline } from "./sources/pipeline/folderPipeline.ts";
import { sizeLimitOf } from "./sources/workspace/sizeLimits.ts";
import {
  keepAddedFile,
  listAddedFiles,
  removeAddedFile,
  settleAddedFile,
  takeBackAddedFile,
} from "./stores/addedFiles.ts";
import type { Catalog } from "./stores/catalog.ts";
import { extraFoldersOf, sizeLimitsOf, storeOf } from "./wiring.ts";

// The part of the composition root on files that somebody adds to the index of a folder by hand.

/** Documents that people pass around; code belongs into the folder. */
const readable = /[^.]\.(?:pdf|docx|md|markdown|mdx|txt|rst|adoc|asciidoc|html?)$/i;

type AddedTask = "keepFile" | "addedFile" | "takeBackFile" | "addedFiles" | "removeFile";

/** Does the tasks on added files. Whoever asks for them indexes what changed. */
export function addedFileHandlers(readings: Readings): Pick<TaskHandlers, AddedTask> {
  return {
    async keepFile(place, { name, content }) {
      if (!readable.test(name))
        throw new WhenceError(
          "badInput",
          `${shown(name)} cannot be read: add a PDF, Word, Markdown or text file.`,
        );
      const bytes = Buffer.from(content, "base64");
      const most = sizeLimitOf(
        name,
        sizeLimitsOf(place.settings, inspectPipeline(place.folder, place.settings).config),
      );
      if (bytes.length === 0)
        throw new WhenceError("badInput", `${shown(name)} is empty, so there is nothing to add.`);
      if (bytes.length > most) throw new WhenceError("badInput", tooLarge(name, bytes.length, most));
      keepAddedFile(storeOf(place), name, bytes);
      return { path: await pathOf(place, name) };
    },
    addedFile: (place, { path }) =>
      readings.use(place, async ({ catalog }) => {
        const { problem, passages } = stateOf(path, catalog);
        if (problem !== undefined) throw new WhenceError("badInput", problem);
        settleAddedFile(storeOf(place), nameIn(path));
        return { path, sentence: sentenceOn(path, passages) };
      }),
    async takeBackFile(place, { path }) {
      takeBackAddedFile(storeOf(place), nameIn(path));
      return null;
    },
    async addedFiles(place) {
      const files = listAddedFiles(storeOf(place));
      return Promise.all(files.map(async (file) => ({ ...file, path: await pathOf(place, file.name) })));
    },
    async removeFile(place, { path }) {
      const isOurs = path === (await pathOf(place, nameIn(path)));
      if (isOurs && removeAddedFile(storeOf(place), nameIn(path))) return null;
      throw new WhenceError("notFound", `${shown(path)} is no file that was added here.`);
    },
  };
}

/** As search shows it. */
async function pathOf(place: Place, name: string): Promise<string> {
  const { folders } = await extraFoldersOf(place);
  const folder = folders.find(({ origin }) => origin === "added")?.name ?? "added";
  return extraPath(folder, name);
}

/** What the index made of a file. */
function stateOf(path: string, { documents, skipped }: Catalog) {
  const document = documents.byPath(path);
  if (document !== undefined && document.chunkCount > 0) return { passages: document.chunkCount };
  const why = document?.problem ?? document?.warnings[0] ?? skipped.get(path)?.detail ?? "it holds no text";
  return { passages: 0, problem: `${shown(nameIn(path))} cannot be added: ${why.replace(/\.$/, "")}.` };
}

function sentenceOn(path: string, passages: number): string {
  const count = passages === 1 ? "one passage" : `${passages} passages`;
  return `${nameIn(path)} is indexed, with ${count}. It is kept beside the index, not in the repository.`;
}

function nameIn(path: string): string {
  const folder = extraFolderOf(path);
  return folder === undefined ? path : path.slice(`${folder}:/`.length);
}

function shown(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}

function tooLarge(name: string, size: number, most: number): string {
  const inMegabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const setting = isBinaryDocument(name) ? "whence.index.maxDocumentSizeMb" : "whence.index.maxFileSizeKb";
  return `${shown(name)} is too large (${inMegabytes(size)}): up to ${inMegabytes(most)} are read, which the setting ${setting} changes.`;
}
