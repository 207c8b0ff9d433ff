import { extensionContext, fakeEditor, loadExtension } from "./fakeEditor.ts";

// A process of its own for each measurement: prints how long the extension keeps the editor when it is loaded and activated, in ms.

const editor = fakeEditor(["file:///harbour"]);
const startMs = performance.now();
loadExtension(editor).activate(extensionContext());
process.stdout.write(`${performance.now() - startMs}\n`);
process.exit(0);
