import { WhenceError } from "../../../../server/base/errors.ts";
import { openGraph } from "../../../../server/stores/openGraph.ts";

// Prints how many of these nodes are known, or why the graph cannot be opened.
const [, , place = "", mode = "read", ...ids] = process.argv;
try {
  const graph = openGraph(place, mode === "write" ? "write" : "read");
  process.stdout.write(`${(await graph.nodes(ids)).length}\n`);
  await graph.close();
} catch (error) {
  if (!WhenceError.is(error)) throw error;
  process.stderr.write(`${error.reason}: ${error.message}\n`);
  process.exit(1);
}
