import { describe, expect, it } from "vitest";
import { RestartPolicy } from "../../../extension/client/restartPolicy.ts";
import { nodeTrouble, serverProcess } from "../../../extension/client/serverProcess.ts";

const plain = { proxy: "", noProxy: [], proxySupport: "override", systemCertificates: false };

describe("a server that ends by itself", () => {
  it("is started again after growing pauses, and left alone in the end", () => {
    const policy = new RestartPolicy();
    expect([1, 2, 3, 4, 5, 6].map(() => policy.pauseAfter(3))).toEqual([1, 2, 4, 8, 16, undefined]);
  });

  it("is forgiven what lies before a long run, and what a person restarts", () => {
    const policy = new RestartPolicy();
    for (const _ of [1, 2, 3, 4, 5]) policy.pauseAfter(3);
    expect(policy.pauseAfter(600)).toBe(1);
    expect(policy.pauseAfter(3)).toBe(2);
    policy.reset();
    expect(policy.pauseAfter(3)).toBe(1);
  });
});

describe("what the server is started with", () => {
  it("has the editor's proxy in its environment and never among its arguments", () => {
    const http = {
      ...plain,
      proxy: "http://ada:secret@proxy.example:8080",
      noProxy: ["intra.example", "10.0.0.1"],
    };
    const { environment, nodeArguments } = serverProcess("main.mjs", http, {});
    expect(environment).toMatchObject({
      HTTPS_PROXY: http.proxy,
      HTTP_PROXY: http.proxy,
      NO_PROXY: "intra.example,10.0.0.1",
    });
    expect(nodeArguments.join(" ")).not.toContain("secret");
  });

  it("has no proxy where the editor uses none", () => {
    const off = serverProcess(
      "main.mjs",
      { ...plain, proxy: "http://proxy.example", proxySupport: "off" },
      {},
    );
    expect(Object.keys(off.environment).filter((name) => /PROXY/.test(name))).toEqual([]);
  });

  it("trusts the system's certificates where the editor does", () => {
    expect(serverProcess("main.mjs", { ...plain, systemCertificates: true }, {}).environment).toHaveProperty(
      "NODE_USE_SYSTEM_CA",
      "1",
    );
    expect(serverProcess("main.mjs", plain, {}).environment).toHaveProperty("NODE_USE_SYSTEM_CA", "0");
  });

  it("runs as Node in an editor that is built on Electron, with a person's own allocator settings", () => {
    const { environment } = serverProcess("main.mjs", plain, { MALLOC_ARENA_MAX: "8" });
    expect(environment["ELECTRON_RUN_AS_NODE"]).toBe("1");
    expect(environment).not.toHaveProperty("MALLOC_ARENA_MAX");
    expect(environment).toHaveProperty("MALLOC_TRIM_THRESHOLD_");
  });
});

describe("a Node that is too old", () => {
  it("is told in a sentence with what to do", () => {
    expect(nodeTrouble("20.18.0")?.why).toContain("Node 20.18.0");
    expect(nodeTrouble("22.12.0")?.remedy).toContain("Update the editor");
    expect(nodeTrouble("22.13.0")).toBeUndefined();
    expect(nodeTrouble("24.1.0")).toBeUndefined();
  });
});
