import { inNewProfile } from "./newProfile.ts";

/** From the installation to the first hover that knows the last change of a function. */
export const firstHover = inNewProfile({
  name: "first-hover",
  what: "first hover that knows",
  atMost: [20, 60],
  async until(workbench, { path, line, name }, seconds) {
    await workbench.openFile(path, line);
    const opened = seconds();
    await workbench.editor.hoverOver(name, { line, wanted: /Last change/ });
    return `, file open at ${opened.toFixed(1)} s`;
  },
});
