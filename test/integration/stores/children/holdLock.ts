import { WriterLock } from "../../../../server/stores/writerLock.ts";

const [, , place = ""] = process.argv;
WriterLock.acquire(place);
process.stdout.write("held\n");
setInterval(() => undefined, 1000);
