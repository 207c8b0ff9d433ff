import { useEffect, useState } from "preact/hooks";
import { type DroppedFile, droppedBytesMost } from "../../shared/protocol/chatMessages.ts";
import { editor } from "./editorSide.ts";
import { visibleLine } from "./sourceText.ts";

/** Takes files that are dropped anywhere on the page; tells `onRefused` why one is not taken. */
export function DropZone({ onRefused }: { readonly onRefused: (sentence: string) => void }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      // The editor would take the mouse away from the page, so that the file is dropped on an editor behind it.
      event.stopPropagation();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer !== null) void take(event.dataTransfer, onRefused);
    };
    document.addEventListener("dragenter", over);
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragenter", over);
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [onRefused]);
  return isOver ? (
    <div class="drop-zone">Drop a PDF, Word or Markdown file to add it to the index</div>
  ) : null;
}

async function take(transfer: DataTransfer, onRefused: (sentence: string) => void): Promise<void> {
  // Both are read before the first pause: afterwards a drop is empty.
  const dropped = [...transfer.files];
  const uris = urisOf(transfer);
  if (uris.length > 0) return editor.post({ type: "addUris", uris });
  const files: DroppedFile[] = [];
  for (const file of dropped) {
    if (file.size > droppedBytesMost)
      onRefused(
        `${visibleLine(file.name)} is larger than ${droppedBytesMost / 1024 / 1024} MB: put it into the folder, where it is indexed without being copied.`,
      );
    else files.push({ name: file.name, content: await base64Of(file) });
  }
  if (files.length > 0) editor.post({ type: "addFiles", files });
  else if (dropped.length === 0) onRefused("Only files can be dropped here.");
}

/** What the editor's explorer drags: addresses, a line each, or as a list in JSON. */
function urisOf(transfer: DataTransfer): readonly string[] {
  const lines = transfer.getData("application/vnd.code.uri-list") || transfer.getData("text/uri-list");
  const listed = lines.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  if (listed.length > 0) return listed;
  try {
    const resources: unknown = JSON.parse(transfer.getData("ResourceURLs"));
    return Array.isArray(resources) ? resources.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** A data URL is the one way to base64 that browsers do by themselves. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Error(`${file.name} could not be read.`));
    reader.readAsDataURL(file);
  });
}
