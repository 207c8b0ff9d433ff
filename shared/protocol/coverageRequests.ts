import type { Coverage } from "../model/coverage.ts";
import type { NotificationMessage, RequestMessage } from "./message.ts";

/** Extension → server: the figures of `whence coverage` for a folder. Cancelling it stops the work. */
export const coverageRequest: RequestMessage<
  {
    readonly folder: string /** Counts inferred links too, apart from the others. */;
    readonly withInferred?: boolean;
  },
  Coverage
> = { method: "whence/coverage" };

/** Server → extension while it counts, a few times a second: files whose history was looked into, and how many there are. */
export const coverageProgress: NotificationMessage<{
  readonly folder: string;
  readonly done: number;
  readonly total: number;
}> = { method: "whence/coverageProgress" };
