import { describe, expect, it } from "vitest";
import { redacted } from "../../../server/session/redaction.ts";

const places = [
  { path: "/home/ada/work/shop", name: "folder 1" },
  { path: "/home/ada/work/shop/packages/inner", name: "folder 2" },
  { path: "/home/ada" },
];

describe("what goes to strangers", () => {
  it.each([
    ["/home/ada/work/shop/src/a.ts changed", "<folder 1>/src/a.ts changed"],
    ["/home/ada/work/shop/packages/inner/b.ts", "<folder 2>/b.ts"],
    ["cannot open /home/ada/.ssh/config: denied", "cannot open <path>: denied"],
    ["see /etc/ssl/private/key.pem.", "see <path>"],
    ["C:\\Users\\ada\\notes.txt is locked", "<path> is locked"],
    ["\\\\server\\share\\x", "<path>"],
    ["sent to https://embeddings.acme.example/v1?key=1", "sent to <address>"],
    ["by ada@acme.example", "by <mail>"],
    ["src/refund.ts and 3 more changed", "src/refund.ts and 3 more changed"],
    ["12/14 files, 50 %", "12/14 files, 50 %"],
  ])("%s", (text, shown) => {
    expect(redacted(text, places)).toBe(shown);
  });

  it("holds no secret", () => {
    const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    expect(redacted(`failed with ${token} and password: hunter2hunter2`, places)).not.toMatch(
      /ghp_0|hunter2/,
    );
  });
});
