import { describe, expect, it } from "vitest";
import { commandTable } from "../../../extension/commands/commandTable.ts";
import { extensionContext, fakeEditor, loadExtension } from "../../support/editor/fakeEditor.ts";

const optional = [
  "workspace.isTrusted",
  "workspace.onDidGrantWorkspaceTrust",
  "env.remoteName",
  "extensions",
  "lm",
  "chat",
  "authentication",
];

function activated(folders: readonly string[], hidden: readonly string[] = []) {
  const editor = fakeEditor(folders, hidden);
  const extension = loadExtension(editor);
  const context = extensionContext();
  extension.activate(context);
  return { editor, extension, context };
}

describe("the built extension in a window", () => {
  it("knows all its commands, and says that no folder is open", async () => {
    const { editor, extension } = activated([]);
    expect([...editor.commands.keys()].toSorted()).toEqual(
      commandTable.map(({ id }) => id as string).toSorted(),
    );
    expect(editor.context.get("whence.state")).toBe("noFolder");
    expect(editor.context.get("whence.isRunning")).toBe(false);
    await extension.deactivate();
  });

  it("says that a folder which lies on no disk is not read", async () => {
    const { editor, extension } = activated(["vscode-vfs://github/a/b"]);
    expect(editor.context.get("whence.state")).toBe("virtual");
    expect(editor.statusTexts.at(-1)).toContain("Whence");
    await extension.deactivate();
  });

  it("says that it starts where there is a folder", async () => {
    const { editor, extension } = activated(["file:///harbour"]);
    expect(editor.context.get("whence.state")).toBe("starting");
    await extension.deactivate();
  });

  it.each(optional)("starts in an editor without %s", async (hidden) => {
    const { editor, extension } = activated([], [hidden]);
    expect(editor.commands.size).toBe(commandTable.length);
    await extension.deactivate();
  });

  it("leaves nothing behind when it is put away", async () => {
    const { editor, extension, context } = activated([]);
    await extension.deactivate();
    for (const each of context.subscriptions) each.dispose();
    expect(editor.disposed).toEqual(
      expect.arrayContaining(["status", "view", "log", "reports", "selection", "folders", "trust"]),
    );
    expect(editor.disposed).toEqual(expect.arrayContaining(commandTable.map(({ id }) => id as string)));
  });
});
