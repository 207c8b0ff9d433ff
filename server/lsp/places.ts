import path from "node:path";
import { URI } from "vscode-uri";
import type { Location, Position } from "../../shared/protocol/message.ts";
import type { TextPoint } from "../ide/ide.ts";

/** Scheme of the box in which VS Code has a commit message written: `vscode-scm:git/scm0/input?rootUri=file%3A%2F%2F…`. */
const messageBox = "vscode-scm";

/** True for the box for a commit message. */
export function isMessageBox(uri: string): boolean {
  return uri.startsWith(`${messageBox}:`);
}

/**
 * Absolute path of a file of this machine; nothing for documents that live elsewhere (`untitled:`, `git:`, `vscode-vfs:`). The box
 * for a commit message is the file in which Git itself would have it written.
 */
export function filePathOf(uri: string): string | undefined {
  try {
    const parsed = URI.parse(uri, true);
    if (parsed.scheme === messageBox) {
      const root = filePathOf(new URLSearchParams(parsed.query).get("rootUri") ?? "");
      return root === undefined ? undefined : path.join(root, ".git", "COMMIT_EDITMSG");
    }
    return parsed.scheme === "file" && parsed.fsPath !== "" ? path.resolve(parsed.fsPath) : undefined;
  } catch {
    return undefined;
  }
}

/** URI of a file in a folder. */
function uriIn(folder: string, relativePath: string): string {
  return URI.file(path.join(folder, relativePath)).toString();
}

/** Lines of the protocol count from 0, ours from 1. */
export function toPoint({ line, character }: Position): TextPoint {
  return { line: line + 1, column: character };
}

/** A place that begins at a line (from 1) of a file. */
export function toLocation(
  folder: string,
  relativePath: string,
  startLine: number,
  endLine = startLine,
): Location {
  return {
    uri: uriIn(folder, relativePath),
    range: {
      start: { line: startLine - 1, character: 0 },
      end: { line: Math.max(startLine, endLine) - 1, character: 0 },
    },
  };
}
