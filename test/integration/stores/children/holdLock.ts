import { WriterLock } from "../../../../server/stores/writerLock.ts";
import { isOrphaned } from "../../../support/isOrphaned.ts";

const [, , place = ""] = process.argv;
WriterLock.acquire(place);
process.stdout.write("held\n");
setInterval(() => {
  if (isOrphaned()) process.exit(0);
}, 1000);
