import { describe, expect, it } from "vitest";
import { networkFailure } from "../../../../server/base/egress/networkFailures.ts";

const attempt = { host: "api.example.com", timeoutMs: 120_000 };
const failed = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });

describe("what is said of a network that failed", () => {
  it.each(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"])(
    "%s is no connection, and names no time that nobody waited",
    (code) => {
      const { message, reason } = networkFailure(failed(code), attempt);
      expect([reason, message]).toEqual([
        "unreachable",
        "api.example.com cannot be reached (it does not answer): check the address and that the server is running.",
      ]);
    },
  );

  it("the end of our own time says how long that was", () => {
    const over = new DOMException("The time is over.", "TimeoutError");
    expect(networkFailure(over, attempt).message).toMatch(/did not answer within 120 s/);
  });

  it("of a name with several addresses the first failure is told", () => {
    const several = new TypeError("fetch failed", {
      cause: new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" }), new Error()]),
    });
    expect(networkFailure(several, attempt).message).toMatch(/nothing listens there/);
  });
});
