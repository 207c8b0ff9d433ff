import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EgressDoor } from "../../../server/base/egress/egressDoor.ts";
import type { RetryClock } from "../../../server/base/retry.ts";
import { OpenAiEmbedder } from "../../../server/embedding/openai/openaiEmbedder.ts";
import type { OpenAiSettings } from "../../../server/embedding/openai/openaiOptions.ts";
import { openAiOptions } from "../../../server/embedding/openai/openaiOptions.ts";
import { SqliteEgressLedger } from "../../../server/stores/sqlite/egressLedger.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import type { OpenAiServer } from "../../support/openaiServer.ts";
import { hangUp, refuse, say, startOpenAiServer, vectorOf } from "../../support/openaiServer.ts";

let server: OpenAiServer;
let ledger: SqliteEgressLedger;
let doors: EgressDoor[];
/** How long the embedder paused, in milliseconds; a pause takes no time. */
let pauses: number[];

beforeEach(async () => {
  server = await startOpenAiServer();
  ledger = new SqliteEgressLedger(temporaryFolder());
  doors = [];
  pauses = [];
});
afterEach(async () => {
  for (const door of doors) await door.close();
  ledger.close();
  await server.close();
});

function embedder(more: Partial<OpenAiSettings> = {}, attempts = 6): OpenAiEmbedder {
  const options = openAiOptions({
    baseUrl: server.baseUrl,
    model: "m",
    dimensions: 0,
    batchSize: 10,
    concurrency: 1,
    maxInputTokens: 8000,
    azureApiVersion: "",
    ...more,
  });
  const { endpoint } = options;
  const door = new EgressDoor({
    rules: { offline: false, endpoints: [endpoint], approvedHosts: [endpoint.host] },
    ledger,
    network: { environment: {}, caFile: "" },
  });
  doors.push(door);
  let nowMs = Date.parse("2026-11-21T12:00:00Z");
  const clock: RetryClock = {
    now: () => nowMs,
    random: () => 1,
    async sleep(delayMs) {
      pauses.push(delayMs);
      nowMs += delayMs;
    },
  };
  const purpose = { name: "embeddings", timeoutMs: 20_000, responseBytesMost: 1e8 };
  return new OpenAiEmbedder({ options, send: door.fetchFor(purpose), attempts, clock });
}

const texts = (count: number) =>
  Array.from({ length: count }, (_, at) => `text ${"abcdefghij"[at % 10]} ${at}`);
const unit = (text: string) => {
  const parts = vectorOf(text, server.dimensions);
  const length = Math.hypot(...parts);
  return Float32Array.from(parts, (part) => part / length);
};

describe("vectors of a server", () => {
  it("come one per text, in order whatever the order of the answer, with length 1", async () => {
    const asked = texts(25);
    const vectors = await embedder({ concurrency: 3 }).embed(asked);
    expect(server.requests.map(({ body }) => body.input.length).toSorted()).toEqual([10, 10, 5].toSorted());
    for (const [at, text] of asked.entries()) {
      for (const [part, value] of unit(text).entries()) expect(vectors[at]?.[part]).toBeCloseTo(value, 5);
    }
  });

  it("are the same as numbers and as base64, and a server that knows one of them is asked for that", async () => {
    const [binary] = await embedder().embed(["harbour"]);
    server.faults.push(refuse(400, { message: "encoding_format base64 is not supported" }));
    const plain = embedder();
    const [numbers] = await plain.embed(["harbour"]);
    await plain.embed(["again"]);
    expect(numbers).toEqual(binary);
    expect(server.requests.map(({ body }) => body.encoding_format)).toEqual([
      "base64",
      "base64",
      "float",
      "float",
    ]);
  });

  it("have the size that was asked for, also where the server only has that one and knows no such field", async () => {
    const [small] = await embedder({ dimensions: 8 }).embed(["harbour"]);
    expect(small).toHaveLength(8);
    server.dimensions = 8;
    server.faults.push(refuse(400, { message: "Model does not support matryoshka representation" }));
    const [fixed] = await embedder({ dimensions: 8 }).embed(["harbour"]);
    expect(fixed).toHaveLength(8);
    expect(server.requests.at(-1)?.body).not.toHaveProperty("dimensions");
  });

  it("are handed out batch by batch, also those that come after another batch failed", async () => {
    server.faults.push((...answer) => refuse(400, { message: "no" })(...answer));
    const kept: number[] = [];
    const failing = embedder({ concurrency: 2 }).embed(texts(30), undefined, (start) => kept.push(start));
    await expect(failing).rejects.toMatchObject({ reason: "serviceFailed" });
    expect(kept).toHaveLength(1);
  });

  it("are asked for with the key from the environment, or with none", async () => {
    await embedder().embed(["x"]);
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
    server.key = "sk-test";
    await embedder({ apiKey: "sk-test" }).embed(["x"]);
    expect(server.requests[1]?.headers.authorization).toBe("Bearer sk-test");
  });

  it("are asked for without telling about this machine", async () => {
    process.env.OPENAI_CUSTOM_HEADERS = "X-Other: of-another-service";
    await embedder()
      .embed(["x"])
      .finally(() => delete process.env.OPENAI_CUSTOM_HEADERS);
    const known = [
      "accept",
      "accept-encoding",
      "accept-language",
      "connection",
      "content-length",
      "content-type",
    ];
    const names = Object.keys(server.requests[0]?.headers ?? {});
    expect(names.filter((name) => !known.includes(name)).toSorted()).toEqual([
      "host",
      "sec-fetch-mode",
      "user-agent",
    ]);
    expect(server.requests[0]?.headers["user-agent"]).toBe("whence");
  });

  it("come from an Azure deployment with its key and version", async () => {
    process.env.OPENAI_BASE_URL = "https://elsewhere.example.com";
    server.key = "azure-key";
    const base = server.baseUrl.replace("/v1", "");
    const azure = embedder({
      baseUrl: base,
      azureApiVersion: "2024-10-21",
      apiKey: "azure-key",
      model: "my-deployment",
    });
    expect(await azure.embed(["x"])).toHaveLength(1);
    expect(server.requests[0]?.path).toBe(
      "/openai/deployments/my-deployment/embeddings?api-version=2024-10-21",
    );
    expect(server.requests[0]?.headers["api-key"]).toBe("azure-key");
    delete process.env.OPENAI_BASE_URL;
  });

  it("bear an id that tells servers, models and sizes apart", () => {
    const ids = [{}, { model: "n" }, { dimensions: 8 }, { baseUrl: "http://localhost:1/v1" }].map(
      (more) => embedder(more).modelId,
    );
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe(`openai:localhost:${server.port}/m@8`);
  });
});

describe("a server in trouble", () => {
  it("is asked again after the pause that it wants: in seconds, as a date, in milliseconds", async () => {
    const slow = { message: "slow down" };
    server.faults.push(
      refuse(429, slow, { "retry-after": "7" }),
      refuse(429, slow, { "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }),
      refuse(503, slow, { "retry-after-ms": "250", "retry-after": "9" }),
    );
    expect(await embedder().embed(["x"])).toHaveLength(1);
    expect(pauses).toEqual([7_000, 23_000, 250]);
  });

  it("is asked again with growing pauses where it does not say", async () => {
    server.faults.push(refuse(500, { message: "oops" }), hangUp, say('{"data": [', "application/json"));
    expect(await embedder().embed(["x"])).toHaveLength(1);
    expect(pauses).toEqual([500, 1_000, 2_000]);
  });

  it("is given up in the end, with a sentence", async () => {
    server.faults.push(...Array.from({ length: 9 }, () => refuse(503, { message: "overloaded" })));
    await expect(embedder({}, 3).embed(["x"])).rejects.toThrow(
      /failed again and again \(503, "overloaded"\)/,
    );
    expect(server.requests).toHaveLength(3);
  });

  it("that wants a pause of hours is left alone", async () => {
    server.faults.push(refuse(429, { message: "tomorrow" }, { "retry-after": "36000" }));
    await expect(embedder().embed(["x"])).rejects.toThrow(/more patience.*"tomorrow"/);
    expect(pauses).toEqual([]);
  });

  it.each([
    [
      401,
      { message: "Incorrect API key provided: sk-geheim." },
      /does not accept the key in WHENCE_EMBEDDING_API_KEY/,
    ],
    [403, { message: "not yours" }, /does not let this key use the model "m", "not yours"/],
    [404, { message: 'model "m" not found' }, /has no model "m".*whence\.embedding\.model/],
    [429, { message: "You exceeded your current quota", code: "insufficient_quota" }, /no quota left/],
    [400, { message: "bad sk-geheim\u001b[31m\nthing" }, /refuses the request \(400, "bad … \[31m thing"\)/],
    [302, { message: "" }, /redirects \(302\)/],
  ])(
    "that answers %d is not asked twice, and the sentence says what to do",
    async (status, error, sentence) => {
      server.faults.push(refuse(status, error));
      const failure = await embedder({ apiKey: "sk-geheim" })
        .embed(["x"])
        .catch((thrown: Error) => thrown);
      expect(failure).toMatchObject({ reason: "serviceFailed", message: expect.stringMatching(sentence) });
      expect(JSON.stringify([failure, (failure as Error).cause, ledger.exchanges("", 9)])).not.toContain(
        "geheim",
      );
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each([
    ["a page", say("<html>Sign in</html>", "text/html"), /something else than embeddings.*baseUrl/],
    ["other JSON", say('{"ok":true}'), /something else than embeddings/],
    ["too few", say('{"data":[]}'), /gave 0 vectors for 1 texts/],
    ["a wrong place", say('{"data":[{"index":4,"embedding":[1]}]}'), /which vector belongs to which text/],
    ["zeros", say('{"data":[{"index":0,"embedding":[0,0]}]}'), /all zeros/],
    ["no numbers", say('{"data":[{"index":0,"embedding":[1,"x"]}]}'), /not made of numbers/],
    ["nothing", say('{"data":[{"index":0,"embedding":[]}]}'), /empty/],
  ])("that answers with %s is not trusted", async (_, fault, sentence) => {
    server.faults.push(fault);
    await expect(embedder().embed(["x"])).rejects.toThrow(sentence);
  });

  it("that changes the size of its vectors is not trusted, and the sentence says what to set", async () => {
    const asking = embedder();
    await asking.embed(["x"]);
    server.dimensions = 16;
    await expect(asking.embed(["y"])).rejects.toThrow(
      /16 numbers where 32 were expected: set whence\.embedding\.dimensions to 16/,
    );
  });

  it("stops at once when it is asked to", async () => {
    const stop = new AbortController();
    server.faults.push(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    await expect(embedder().embed(texts(30), stop.signal)).rejects.toMatchObject({ reason: "cancelled" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("long texts", () => {
  it("are cut by the estimate before they are sent", async () => {
    await embedder({ maxInputTokens: 50 }).embed(["word ".repeat(1_000)]);
    expect(server.embedded[0]?.length).toBeLessThan(300);
  });

  it("are halved until the server takes them, without losing others of their batch", async () => {
    server.mostCharacters = 300;
    const vectors = await embedder().embed(["short one", "long ".repeat(200), "another"]);
    expect(vectors).toHaveLength(3);
    expect(server.embedded).toContain("short one");
    expect(server.embedded.every((text) => text.length <= 300)).toBe(true);
  });

  it("that stay too long whatever is cut end with a sentence", async () => {
    server.mostCharacters = 0;
    await expect(embedder().embed(["x".repeat(500)])).rejects.toThrow(/maximum context length/);
  });
});

describe("settings that cannot work", () => {
  it.each([
    [{ baseUrl: "" }, /baseUrl is missing/],
    [{ baseUrl: "localhost" }, /baseUrl is no address/],
    [{ baseUrl: "ftp://example.com" }, /must begin with https/],
    [{ baseUrl: "https://ada:geheim@example.com" }, /must not hold a name or password/],
    [{ model: "" }, /model is missing/],
    [{ batchSize: 0 }, /batchSize must be a whole number from 1/],
    [{ concurrency: 1.5 }, /concurrency must be a whole number/],
    [{ apiKey: "sk geheim" }, /WHENCE_EMBEDDING_API_KEY holds characters/],
  ])("%j is a sentence before anything is sent", (more, sentence) => {
    expect(() => embedder(more)).toThrow(sentence);
    expect(() => embedder(more)).not.toThrow(/geheim/);
  });
});
