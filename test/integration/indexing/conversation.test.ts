import path from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { readArguments } from "../../../server/cli/arguments.ts";
import type { CommandContext } from "../../../server/cli/context.ts";
import { demoCommand } from "../../../server/cli/demoCommand.ts";
import { temporaryFolder, writeFiles } from "../../support/gitRepository.ts";

it.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
  ["an empty line", "\r"],
])("%s at the prompt ends the conversation without a complaint", async (_, key) => {
  const folder = temporaryFolder();
  writeFiles(folder, { "README.md": "# Ferry\n\nThe ferry leaves at nine.\n" });
  const terminal = { isTTY: true, columns: 80 };
  const input = Object.assign(new PassThrough(), terminal);
  const output = Object.assign(new PassThrough(), terminal);
  const prompted = /an empty line ends\.\n.*\? /s;
  let shown = "";
  output.on("data", (piece: Buffer) => {
    const wasPrompted = prompted.test(shown);
    shown += piece.toString();
    if (!wasPrompted && prompted.test(shown)) input.write(key);
  });
  const context = {
    arguments: readArguments(["demo", "--store", path.join(temporaryFolder(), "store")]),
    folder,
    input,
    output,
    errors: new PassThrough().resume(),
    environment: {},
    now: new Date(),
    signal: new AbortController().signal,
  } as unknown as CommandContext;
  await expect(demoCommand(context)).resolves.toBeUndefined();
  expect(shown).toContain("The ferry leaves at nine.");
});
