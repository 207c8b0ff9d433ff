import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancelledError } from "../../../server/base/errors.ts";
import type { Place } from "../../../server/model/place.ts";
import type { TaskRunner } from "../../../server/session/tasks.ts";
import { TeamSharing } from "../../../server/session/teamSharing.ts";
import type { ExchangeOutcome, ExchangeWish } from "../../../server/session/teamTasks.ts";
import type { TeamFault } from "../../../shared/model/team.ts";

const folder = "file:///harbour";
const credential = { user: "neo4j", password: "secret-word" };
const done: ExchangeOutcome = { sentence: "Nothing new.", hasNews: false, hasSent: false };
const dead: TeamFault = { kind: "unreachable", sentence: "It cannot be reached." };

/** What happens in a window whose exchanges end as `answers` say, one after the other. */
function window(...answers: readonly ExchangeOutcome[]) {
  const wishes: ExchangeWish[] = [];
  const logged: string[] = [];
  const signals: AbortSignal[] = [];
  const left = [...answers];
  const run = async (_: string, __: Place, wish: ExchangeWish, { signal }: { signal: AbortSignal }) => {
    wishes.push(wish);
    signals.push(signal);
    if (signal.aborted) throw cancelledError();
    return left.shift() ?? done;
  };
  let news = 0;
  const sharing = new TeamSharing({
    exchanging: { run } as unknown as TaskRunner,
    placeOf: async () => ({ folder: "/harbour", settings: {} }) as unknown as Place,
    pace: {
      ...{ soonMs: 10, calmMs: 100, everyMs: 1_000, personMs: 50_000 },
      retryMs: (failures) => 1_000 * 2 ** failures,
    },
    log: (_folder, sentence) => logged.push(sentence),
    changed: () => undefined,
    linksChanged: () => {
      news += 1;
    },
  });
  sharing.setCredential(folder, "bolt://localhost", credential);
  return { sharing, wishes, logged, signals, news: () => news };
}

describe("exchanges in the background", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("begin soon after the credential is there, and go on while nothing happens", async () => {
    const { wishes } = window();
    await vi.advanceTimersByTimeAsync(20);
    expect(wishes).toEqual([{ what: "both", endpoint: "bolt://localhost", credential }]);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(wishes).toHaveLength(3);
  });

  it("follow a decision soon, and many changes of the index once", async () => {
    const { sharing, wishes } = window();
    await vi.advanceTimersByTimeAsync(20);
    for (let n = 0; n < 5; n++) sharing.indexed(folder);
    await vi.advanceTimersByTimeAsync(50);
    expect(wishes).toHaveLength(1);
    sharing.decided(folder);
    await vi.advanceTimersByTimeAsync(20);
    expect(wishes).toHaveLength(2);
  });

  it("with a dead server wait longer each time, whatever is decided meanwhile, and say so once", async () => {
    const failed = { ...done, fault: dead };
    const { sharing, wishes, logged } = window(failed, failed, failed);
    await vi.advanceTimersByTimeAsync(20);
    sharing.decided(folder);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(wishes).toHaveLength(1);
    expect(sharing.note(folder)).toContain("nothing is lost by that. It cannot be reached.");
    await vi.advanceTimersByTimeAsync(200);
    expect(wishes).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_800);
    expect(wishes).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(8_500);
    expect(wishes).toHaveLength(4);
    expect(logged).toEqual(["Team graph: It cannot be reached."]);
    expect(sharing.note(folder)).toBeUndefined();
  });

  it("do not try a refused password again and again", async () => {
    const { wishes } = window({ ...done, fault: { kind: "credential", sentence: "Refused." } });
    await vi.advanceTimersByTimeAsync(49_000);
    expect(wishes).toHaveLength(1);
  });

  it("that somebody asks for end in a sentence, or in what stands in the way", async () => {
    const { sharing } = window(done, { ...done, fault: dead });
    const { signal } = new AbortController();
    expect(await sharing.exchange(folder, "push", signal)).toBe("Nothing new.");
    await expect(sharing.exchange(folder, "pull", signal)).rejects.toThrow("It cannot be reached.");
    await expect(sharing.exchange("file:///other", "pull", signal)).rejects.toThrow(
      "not known in this window",
    );
  });

  it("tell who shows links that others' have come", async () => {
    const { news, logged } = window({ sentence: "Fetched 1 decision.", hasNews: true, hasSent: false });
    await vi.advanceTimersByTimeAsync(20);
    expect(news()).toBe(1);
    expect(logged).toEqual(["Team graph: Fetched 1 decision."]);
  });

  it("end with the credential, and never tell it", async () => {
    const { sharing, wishes, signals, logged } = window();
    await vi.advanceTimersByTimeAsync(20);
    sharing.setCredential(folder, "bolt://localhost", undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wishes).toHaveLength(1);
    expect(signals[0]?.aborted).toBe(true);
    expect(sharing.facts(folder)).toEqual({ hasCredential: false, isBusy: false });
    expect(JSON.stringify([logged, sharing.note(folder) ?? ""])).not.toContain("secret-word");
  });
});
