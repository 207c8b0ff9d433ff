import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run screenshots [-- TEST…]`: tests in the editor, which leave their pictures in docs/screenshots. A run of all tests does not.

const node = prepare();
const tests = process.argv.slice(2);
const words = ["node_modules/vitest/vitest.mjs", "run", ...(tests.length > 0 ? tests : ["test/e2e/editor"])];
process.exit(run(node, words, { env: { WHENCE_SCREENSHOTS: path.join(root, "docs/screenshots") } }));
