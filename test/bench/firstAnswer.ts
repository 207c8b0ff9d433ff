import { until } from "../support/workbench/until.ts";
import type { Workbench } from "../support/workbench/window.ts";
import { inNewProfile } from "./newProfile.ts";

/**
 * From the installation to the first answer with a source in the sidebar, to a question about a function in an open file that is asked as
 * soon as the page lets one ask.
 */
export const firstAnswer = inNewProfile({
  name: "first-answer",
  what: "first answer with a source",
  atMost: [20, 25],
  async until(workbench, { path, line, name }, seconds) {
    await workbench.openFile(path, line);
    await workbench.chat.open();
    const ready = seconds();
    const asked = await askUntilCited(workbench, `What does ${name} do?`);
    return `, page ready for a question at ${ready.toFixed(1)} s, asked ${asked} times`;
  },
});

/** What has not been read yet is not found: who hears that asks again. Gives how often. */
async function askUntilCited({ chat }: Workbench, question: string): Promise<number> {
  let asked = 0;
  return until("an answer with a source", async () => {
    await chat.answerTo(question);
    asked++;
    const citations = (await chat.frame())?.locator(".turn:last-child .citation");
    return ((await citations?.count()) ?? 0) > 0 && asked;
  });
}
