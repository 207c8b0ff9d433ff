import type { FromCoveragePage } from "../../shared/protocol/coverageMessages.ts";

const textMost = 4_000;

/** What the page sent, if it is one of its messages; whatever else comes out of a frame is nothing. */
export function readCoverageMessage(message: unknown): FromCoveragePage | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const given = message as Readonly<Record<string, unknown>>;
  const { kind, folder, key, path, line, hash } = given;
  const withInferred = given["withInferred"] === true;
  switch (kind) {
    case "ready":
      return { kind, withInferred, ...(isText(folder) ? { folder } : {}) };
    case "count":
      return isText(folder) ? { kind, folder, withInferred } : undefined;
    case "stop":
    case "export":
      return { kind };
    case "openItem":
    case "showTrace":
      return isText(key) ? { kind, key } : undefined;
    case "openPlace":
      if (!isPath(path) || !isLine(line)) return undefined;
      return { kind, path, line, ...(isText(key) ? { key } : {}) };
    case "openCommit":
      return isText(hash) && /^[0-9a-f]{40,64}$/.test(hash) ? { kind, hash } : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= textMost;
}

function isLine(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

/** Below the folder, and nowhere else. */
function isPath(value: unknown): value is string {
  return isText(value) && !/^(?:[/\\]|[a-z]:[/\\])|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(value);
}
