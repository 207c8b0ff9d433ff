import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readEndpoint } from "../../../server/base/egress/endpoint.ts";
import { readArguments } from "../../../server/cli/arguments.ts";
import { refusalToSend } from "../../../server/cli/consent.ts";
import type { CommandContext } from "../../../server/cli/context.ts";
import type { CostPreview } from "../../../server/cli/costPreview.ts";
import type { RemoteEmbedding } from "../../../server/embedderWiring.ts";
import { openAiOptions } from "../../../server/embedding/openai/openaiOptions.ts";

const address = "https://api.example.com/v1";
const work: CostPreview = {
  files: 10,
  commits: 2,
  chunks: 40,
  known: 0,
  tokens: 12_000,
  isBegun: false,
  requests: 1,
  minutes: 0.1,
};

interface Remembered {
  readonly isHostApproved?: boolean;
  readonly approvedTokens?: number;
}

function remote({ isHostApproved = false, approvedTokens }: Remembered = {}) {
  const said: string[] = [];
  const value: RemoteEmbedding = {
    endpoint: readEndpoint(address, "x"),
    options: openAiOptions({
      baseUrl: address,
      model: "m",
      dimensions: 0,
      batchSize: 64,
      concurrency: 4,
      maxInputTokens: 8000,
      azureApiVersion: "",
    }),
    modelId: "openai:api.example.com/m",
    isHostApproved: () => isHostApproved,
    modelApproval: () =>
      approvedTokens === undefined
        ? undefined
        : { kind: "model", subject: "m", at: "", by: "", how: "", tokens: approvedTokens },
    approve: (how) => void said.push(how),
    usualMs: () => undefined,
    estimateTokens: () => 0,
  };
  return { value, said };
}

function terminal(answer: string | undefined, args: readonly string[] = []) {
  const [input, errors] = [new PassThrough(), new PassThrough()];
  const shown: string[] = [];
  errors.on("data", (piece) => shown.push(String(piece)));
  if (answer !== undefined) {
    Object.assign(input, { isTTY: true });
    Object.assign(errors, { isTTY: true });
    input.end(answer);
  }
  const context = {
    arguments: readArguments(["index", ...args]),
    input,
    errors,
    signal: new AbortController().signal,
  } as unknown as CommandContext;
  return { context, shown: () => shown.join("") };
}

describe("before the first texts go to a server", () => {
  it("a terminal is shown what it takes, and a yes is remembered", async () => {
    const { value, said } = remote();
    const { context, shown } = terminal("y\n");
    expect(await refusalToSend(context, value, work)).toBeUndefined();
    expect(shown()).toMatch(/"m" at api\.example\.com; nothing was sent there before/);
    expect(shown()).toMatch(/10 files, 2 commits[\s\S]*40 to send[\s\S]*about 12,000[\s\S]*\(y\/N\)/);
    expect(said).toEqual(["asked on the terminal"]);
  });

  it.each(["n\n", "\n", "maybe\n", ""])("%j is no yes", async (answer) => {
    const { value, said } = remote();
    expect(await refusalToSend(terminal(answer).context, value, work)).toMatch(/as you chose/);
    expect(said).toEqual([]);
  });

  it("without a terminal nothing is asked and nothing is sent, unless --yes is given", async () => {
    const { value, said } = remote();
    expect(await refusalToSend(terminal(undefined).context, value, work)).toMatch(
      /`whence index --yes` sends/,
    );
    expect(said).toEqual([]);
    expect(await refusalToSend(terminal(undefined, ["--yes"]).context, value, work)).toBeUndefined();
    expect(said).toEqual(["--yes"]);
  });
});

describe("once a model was agreed to", () => {
  const quiet = (remembered: Remembered, more: Partial<CostPreview>) =>
    refusalToSend(terminal(undefined).context, remote(remembered).value, { ...work, ...more });

  it("small changes and interrupted runs go on, a large one asks again", async () => {
    const agreed = { isHostApproved: true, approvedTokens: 900_000 };
    expect(await quiet(agreed, { tokens: 200_000 })).toBeUndefined();
    expect(await quiet(agreed, { tokens: 800_000, isBegun: true })).toBeUndefined();
    expect(await quiet(agreed, { tokens: 800_000 })).toMatch(/--yes/);
    expect(await quiet(agreed, { tokens: 1_000_000, isBegun: true })).toMatch(/--yes/);
  });

  it("a complete index whose host lost its approval can be given it again", async () => {
    const { value, said } = remote();
    const nothing = { ...work, chunks: 0, tokens: 0 };
    expect(await refusalToSend(terminal(undefined).context, value, nothing)).toBeUndefined();
    expect(said).toEqual([]);
    expect(await refusalToSend(terminal(undefined, ["--yes"]).context, value, nothing)).toBeUndefined();
    expect(said).toEqual(["--yes"]);
  });

  it("another model of an approved host asks, and nothing to do never does", async () => {
    expect(await quiet({ isHostApproved: true }, {})).toMatch(/--yes/);
    expect(await quiet({}, { chunks: 0, tokens: 0 })).toBeUndefined();
  });
});
