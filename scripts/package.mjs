import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";

// `npm run package [-- --target NAME,NAME|here] [--check]`: a .vsix for each platform, in .cache/packages; see scripts/package.

const node = prepare();
process.exit(run(node, [path.join(root, "scripts/package/main.mjs"), ...process.argv.slice(2)]));
