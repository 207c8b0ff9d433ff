import { coverageFile } from "../../../shared/coverage/coverageFile.ts";
import { WhenceError } from "../../base/errors.ts";
import { coverageReport } from "../../tracing/coverage/coverageReport.ts";
import { openTracing } from "../../wiring.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printNotices } from "../context.ts";
import { ProgressDisplay } from "../progressDisplay.ts";
import { coverageLines } from "./coverageLines.ts";

/**
 * `whence coverage`: which stories have code, which code has a story, and where they went apart. With `--fail-under` it
 * ends with 1 where the share of begun stories with code is below that; nothing else about the figures changes the exit code.
 */
export async function coverageCommand(context: CommandContext): Promise<void> {
  const { json, format = json ? "json" : "text", failUnder } = context.arguments;
  if (json && format !== "json") throw new UsageError("Give --json or --format, not both.");
  const session = await openTracing(placeOf(context));
  const display = new ProgressDisplay(context.errors);
  const isShown = context.errors.isTTY === true;
  try {
    const coverage = await coverageReport(session, {
      now: context.now,
      signal: context.signal,
      withInferred: context.arguments.inferred,
      ...(isShown ? { onProgress: (done, total) => display.show({ phase: "linking", done, total }) } : {}),
    });
    if (isShown) display.clear();
    if (format === "text") context.output.write(`${coverageLines(coverage).join("\n")}\n`);
    else context.output.write(coverageFile(coverage, format));
    printNotices(context, session.notices());
    if (failUnder !== undefined && coverage.stories.percent < failUnder) {
      const { linked, total, percent } = coverage.stories;
      const sentence = `${linked} of ${total} begun stories have code: ${percent} %, and --fail-under asks for ${failUnder} %.`;
      throw new WhenceError("badInput", sentence);
    }
  } finally {
    if (isShown) display.clear();
    await session.close();
  }
}
