import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ServerOrReason } from "./neo4jForTests.ts";

/** Gives a run of the tests a folder in which they find the servers that they share, and ends these at its end. */
export default function testRun(): () => void {
  const place = mkdtempSync(path.join(os.tmpdir(), "whence-run-"));
  process.env["WHENCE_TEST_RUN"] = place;
  process.env["WHENCE_TEST_OWNER"] = String(process.pid);
  // Tests give themselves an empty home, and what was fetched for all of them lies in this one.
  process.env["WHENCE_TEST_HOME"] = os.homedir();
  return () => {
    for (const name of readdirSync(place).filter((each) => /^neo4j-.*\.json$/.test(each))) {
      const { value } = JSON.parse(readFileSync(path.join(place, name), "utf8")) as {
        value?: ServerOrReason;
      };
      const server = value?.server;
      if (server === undefined) continue;
      end(server.pid);
      rmSync(server.data, { recursive: true, force: true });
    }
    rmSync(place, { recursive: true, force: true });
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself, or a test ended it.
  }
}
