import { describe, expect, it } from "vitest";
import { proxyFor } from "../../../../server/base/egress/proxyChoice.ts";

const proxy = "http://proxy.example.com:8080";
const chosen = (url: string, environment: Record<string, string>) =>
  proxyFor(new URL(url), environment)?.host;

describe("the proxy for an address", () => {
  it.each([
    ["https://api.example.com", { HTTPS_PROXY: proxy }, "proxy.example.com:8080"],
    ["https://api.example.com", { https_proxy: "http://small:1", HTTPS_PROXY: proxy }, "small:1"],
    ["https://api.example.com", { HTTPS_PROXY: "proxy.example.com:8080" }, "proxy.example.com:8080"],
    ["https://api.example.com", { HTTP_PROXY: proxy }, undefined],
    ["http://api.example.com", { HTTP_PROXY: proxy }, "proxy.example.com:8080"],
    ["https://api.example.com", { HTTPS_PROXY: "" }, undefined],
    ["https://api.example.com", {}, undefined],
    ["https://127.example.com", { HTTPS_PROXY: proxy }, "proxy.example.com:8080"],
  ])("%s with %j is %s", (url, environment, expected) => {
    expect(chosen(url, environment)).toBe(expected);
  });

  it.each([
    ["https://api.example.com", "api.example.com", undefined],
    ["https://api.example.com", "other.com, example.com", undefined],
    ["https://api.example.com", ".example.com", undefined],
    ["https://api.example.com", "*.example.com", undefined],
    ["https://api.example.com.", "API.EXAMPLE.COM", undefined],
    ["https://api.example.com", "*", undefined],
    ["https://api.example.com", "ample.com", "proxy.example.com:8080"],
    ["https://api.example.com", "api.example.com:8443", "proxy.example.com:8080"],
    ["https://api.example.com:8443", "api.example.com:8443", undefined],
    ["https://api.example.com", "api.example.com:443", undefined],
    ["https://10.1.2.3", "10.1.2.3", undefined],
    ["https://[2001:db8::1]", "2001:db8::1", undefined],
  ])("%s with NO_PROXY=%s is %s", (url, list, expected) => {
    expect(chosen(url, { HTTPS_PROXY: proxy, NO_PROXY: list })).toBe(expected);
  });

  it.each([
    "https://localhost:1",
    "https://127.0.0.2",
    "https://[::1]",
    "https://a.localhost",
    "https://0x7f.1",
  ])("%s is this machine and is not reached through one", (url) => {
    expect(chosen(url, { HTTPS_PROXY: proxy })).toBeUndefined();
  });

  it("that is none is a sentence without its password", () => {
    const bad = () => chosen("https://api.example.com", { HTTPS_PROXY: "socks5://ada:geheim@proxy:1080" });
    expect(bad).toThrow(/HTTPS_PROXY is no address of an HTTP proxy/);
    expect(bad).not.toThrow(/geheim/);
  });
});
