import { describe, expect, it } from "vitest";
import { refusalOf } from "../../../../server/base/egress/egressRules.ts";
import { readEndpoint } from "../../../../server/base/egress/endpoint.ts";

const noApproval = { approval: () => undefined };
const refusal = (named: string, approvedHosts: readonly string[], url = named) =>
  refusalOf(
    URL.parse(url),
    { offline: false, endpoints: [readEndpoint(named, "x")], approvedHosts },
    noApproval,
  );

describe("a host in whence.network.approvedHosts", () => {
  it.each([
    ["https://api.example.com/v1", "api.example.com"],
    ["https://api.example.com/v1", " API.example.com. "],
    ["https://api.example.com/v1", "api.example.com:443"],
    ["http://api.example.com/v1", "api.example.com:80"],
    ["https://api.example.com:8443/v1", "api.example.com:8443"],
    ["https://bücher.example/v1", "xn--bcher-kva.example"],
    ["https://xn--bcher-kva.example/v1", "bücher.example"],
    ["http://[::1]:11434/v1", "[0:0::1]:11434"],
    ["http://127.0.0.1:11434/v1", "127.1:11434"],
  ])("approves %s in the spelling %s", (named, approved) => {
    expect(refusal(named, [approved])).toBeUndefined();
  });

  it.each([
    ["https://api.example.com/v1", "example.com"],
    ["https://api.example.com/v1", "*.example.com"],
    ["https://api.example.com/v1", "*"],
    ["https://api.example.com/v1", "https://api.example.com"],
    ["https://api.example.com:8443/v1", "api.example.com"],
    ["http://api.example.com/v1", "api.example.com:443"],
    ["https://bücher.example/v1", "bucher.example"],
    ["https://api.example.com/v1", "api.example.com@evil.example"],
  ])("does not approve %s by %s", (named, approved) => {
    expect(refusal(named, [approved])).toMatch(/whence\.network\.approvedHosts/);
  });

  it("opens no host which no other setting names", () => {
    expect(refusal("https://api.example.com", ["evil.example"], "https://evil.example/")).toMatch(
      /evil\.example is not reached, because no setting names it/,
    );
  });
});

describe("the address of a server", () => {
  it("is kept in canonical form", () => {
    expect(readEndpoint(" HTTPS://API.Example.com.:443/v1/ ", "x")).toEqual({
      origin: "https://api.example.com",
      host: "api.example.com",
      href: "https://api.example.com./v1",
    });
  });

  it.each(["", "nonsense", "https://", "s3://bucket", "https://a@b.example", "https://b.example/?key=1"])(
    "%j is refused with the name of the setting",
    (text) => {
      expect(() => readEndpoint(text, "whence.some.setting")).toThrow(/^whence\.some\.setting /);
    },
  );
});
