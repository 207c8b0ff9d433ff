import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { hasNamespaces, runInNamespace } from "../../support/mountNamespace.ts";

const child = path.join(packageRoot(), "test/integration/stores/children/converse.ts");

/** What each process said that kept conversations, between changes of the medium. */
async function outcomesOf(lines: readonly string[]): Promise<readonly unknown[]> {
  const { code, stdout, stderr } = await runInNamespace(lines.join("\n"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const said = stdout.trim().split("\n");
  return said.map((line): unknown => JSON.parse(line));
}

describe.skipIf(!hasNamespaces)(
  "conversations (skipped where no file system can be mounted in a namespace)",
  () => {
    it("are read on a medium that cannot be written, and one that cannot be kept says why", async () => {
      const store = temporaryFolder();
      const converse = `"${process.execPath}" "${child}" "${store}"`;
      const outcomes = await outcomesOf([
        `${converse} 3`,
        `mount --bind "${store}" "${store}"`,
        `mount -o remount,bind,ro "${store}"`,
        `${converse} 1`,
      ]);
      expect(outcomes).toEqual([
        { kept: 3 },
        { kept: 3, failure: expect.stringMatching(/^Conversations cannot be kept in .*: check the rights/) },
      ]);
    });

    it("on a disk that gets full stay as they were, say so, and go on when there is space", async () => {
      const store = path.join(temporaryFolder(), "small");
      mkdirSync(store);
      const converse = `"${process.execPath}" "${child}" "${store}"`;
      const [full, more] = (await outcomesOf([
        `mount -t tmpfs -o size=600k tmpfs "${store}"`,
        `${converse} 500 4000`,
        `mount -o remount,size=50m "${store}"`,
        `${converse} 2`,
      ])) as { readonly kept: number; readonly failure?: string }[];
      expect(full?.failure).toBe(
        `The disk of ${store} is full, so conversations are not kept: free some space.`,
      );
      expect(full?.kept).toBeGreaterThan(5);
      expect(more).toEqual({ kept: (full?.kept ?? 0) + 2 });
    });
  },
);
