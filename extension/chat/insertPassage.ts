import * as vscode from "vscode";
import type { Answer } from "../../shared/model/answer.ts";
import type { Tell } from "./addedFiles.ts";
import { passageOf } from "./answerMarkdown.ts";

/** Puts the lines of a passage at the cursor, in place of what is selected; says so where there is none. */
export async function insertPassage(answer: Answer | undefined, number: number, tell: Tell): Promise<void> {
  const text = passageOf(answer, number)?.text;
  if (text === undefined) return;
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.document.uri.scheme === "whence-report") {
    tell("error", "Open a file and put the cursor where the code shall go.");
    return;
  }
  const isDone = await editor.edit((edit) => edit.replace(editor.selection, text));
  if (!isDone) tell("error", "This file cannot be changed.");
}
