import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { descendantsOf } from "../../support/workbench/processes.ts";
import { watchSockets } from "../../support/workbench/sockets.ts";

// Tests in the editor rely on this: a watch that saw nothing at all would let everything pass.

it.each([
  ["0.0.0.0", 1],
  ["::", 1],
  ["127.0.0.1", 0],
  ["::1", 0],
])("a child that listens on %s has %d sockets that others can reach", async (host, count) => {
  const script = `require("node:net").createServer().listen(0, "${host}", () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const sockets = watchSockets(() => descendantsOf(process.pid).filter(({ pid }) => pid === child.pid));
  await once(child.stdout, "data");
  const seen = sockets.stop();
  child.kill();
  await once(child, "exit");
  expect(seen).toHaveLength(count);
});
