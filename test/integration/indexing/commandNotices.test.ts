import { rmSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { auditCommand } from "../../../server/cli/auditCommand.ts";
import { demoCommand } from "../../../server/cli/demoCommand.ts";
import type { IndexProgress } from "../../../server/indexing/indexProgress.ts";
import { openAuditing } from "../../../server/wiring.ts";
import { recordedContext } from "../../support/commandContext.ts";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const files = { "README.md": "# Ferry\n\nThe ferry leaves at nine.\n", "tide.md": "# Tide\n\nIt turns.\n" };

it("the demo says what keeps the vectors away, and what that means for its answers", async () => {
  const store = ["--store", path.join(temporaryFolder(), "store")];
  const environment = { WHENCE_EMBEDDING_PROVIDER: "openai" };
  const { folder } = createRepository(files);
  const demo = recordedContext(folder, ["demo", ...store], { environment });
  await demoCommand(demo.context);
  expect(demo.printed()).toContain("The ferry leaves at nine.");
  expect(demo.complaints()).toMatch(/^whence\.embedding\.baseUrl is missing.*\.$/m);
  expect(demo.complaints()).toContain("Until then the index is searched by words.");
  const program = recordedContext(folder, ["demo", "--json", ...store], { environment });
  await demoCommand(program.context);
  expect(program.complaints()).toBe("");
});

it("an audit shows on a terminal how far it is, through its repair too, and nothing elsewhere", async () => {
  const repository = createRepository(files);
  const indexed = indexedFolder(repository.folder);
  await indexed.index();
  rmSync(repository.at("tide.md"));
  const words = ["doctor", "--audit", "--all", "--store", indexed.place.store ?? ""];
  const terminal = recordedContext(repository.folder, words, { isTerminal: true });
  await auditCommand(terminal.context);
  const lines = terminal.complaints().split("\r\u001b[2K");
  expect(lines).toContainEqual(expect.stringMatching(/^Comparing .* 1\/6/));
  expect(lines).toContainEqual(expect.stringMatching(/^Sorting the index/));
  expect(lines.at(-1)).toBe("");
  const piped = recordedContext(repository.folder, words);
  await auditCommand(piped.context);
  expect(piped.complaints()).toBe("");
});

it("an audit of everything ends its progress at the end", async () => {
  const indexed = indexedFolder(createRepository(files).folder);
  await indexed.index();
  const auditing = await openAuditing(indexed.place);
  const shares: string[] = [];
  const onProgress = ({ done, total }: IndexProgress) => void shares.push(`${done}/${total}`);
  await auditing.auditor.audit({ seed: 1, onProgress }).finally(auditing.close);
  expect(shares.at(-1)).toBe("6/6");
});
