import { expect, it } from "vitest";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { doctorCommand } from "../../../server/cli/doctorCommand.ts";
import { recordedContext } from "../../support/commandContext.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

it("the doctor says which engine reads nearly all files, and which one where few changed", async () => {
  const indexed = indexedFolder(createRepository({ "ferry.py": "def ferry():\n    return 1\n" }).folder);
  await indexed.index();
  const doctor = recordedContext(indexed.place.folder, ["doctor", "--store", indexed.place.store ?? ""]);
  await doctorCommand(doctor.context);
  const { engine } = await createCodeParser().engineOf("python");
  const few = engine === "wasm" ? "" : ` (${engine} where few files changed)`;
  expect(doctor.printed()).toContain(`\nParsing   wasm${few}: python\n`);
});
