import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from "vscode-languageserver/node";
import type { TaskHandlers, TaskName } from "../../session/tasks.ts";
import { signalOf, taskNews, taskRequest, toResponseError } from "./taskMessages.ts";

/** After the server is gone, work gets so long to end by itself, with its lock given back. */
const graceMs = 5_000;

/** Does the tasks which the process that started this one asks for, until that is gone. */
export function serveTasks(handlers: TaskHandlers, close: () => Promise<void>): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const gone = new AbortController();
  const working = new Set<Promise<unknown>>();
  connection.onRequest(taskRequest, async ({ id, name, place, asked }, token) => {
    const signal = AbortSignal.any([gone.signal, signalOf(token)]);
    const tell = (news: unknown) =>
      void connection.sendNotification(taskNews, { id, news }).catch(() => undefined);
    const handler = handlers[name] as TaskHandlers[TaskName] & ((...rest: unknown[]) => Promise<unknown>);
    const work = Promise.resolve().then(() => handler(place, asked, { signal, tell }));
    working.add(work);
    try {
      return await work;
    } catch (error) {
      return toResponseError(error);
    } finally {
      working.delete(work);
    }
  });
  process.once("disconnect", async () => {
    gone.abort();
    setTimeout(() => process.exit(1), graceMs).unref();
    await Promise.allSettled(working);
    await close().catch(() => undefined);
    process.exit(0);
  });
  connection.onError(() => undefined);
  connection.listen();
}
