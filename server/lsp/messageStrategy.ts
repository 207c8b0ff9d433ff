import { type ConnectionOptions, Message } from "vscode-languageserver/node";

/**
 * Sees each message of one connection before the library does: a second `initialize` must not name another process whose
 * end would end this one.
 */
export function createMessageStrategy(): ConnectionOptions {
  let isInitialized = false;
  return {
    messageStrategy: {
      handleMessage(message, next) {
        if (!Message.isRequest(message) || message.method !== "initialize") return next(message);
        const params =
          typeof message.params === "object" && !Array.isArray(message.params) ? message.params : {};
        const processId = isInitialized ? null : processOf(params);
        isInitialized = true;
        return next({ ...message, params: { capabilities: {}, ...params, processId } } as Message);
      },
    },
  };
}

function processOf(params: object): number | null {
  const processId: unknown = Reflect.get(params, "processId");
  return typeof processId === "number" && Number.isSafeInteger(processId) && processId > 0 ? processId : null;
}
