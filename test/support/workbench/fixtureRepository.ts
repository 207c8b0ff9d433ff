import { createRepository, type TestRepository } from "../gitRepository.ts";

/** A definition of the fixture: where it stands, and the story behind it. */
export interface FixtureSymbol {
  readonly path: string;
  /** Line of its name, from 1. */
  readonly line: number;
  readonly name: string;
  /** Key of the story that it was written for. */
  readonly key: string;
}

/** A small harbour: specifications from PRD to story, code that was committed for them, and code of which it is only probable. */
export interface FixtureRepository {
  readonly repository: TestRepository;
  readonly folder: string;
  readonly prd: FixtureItem;
  readonly epic: FixtureItem;
  readonly stories: Readonly<Record<"night" | "refund" | "berth", FixtureItem>>;
  /** Stated: the commits name the story. */
  readonly nextDeparture: FixtureSymbol;
  readonly refundTicket: FixtureSymbol;
  /** Inferred: no commit names the story of berths, but words and names agree. */
  readonly assignBerth: FixtureSymbol;
  /** Nothing is known of it. */
  readonly unlinked: Omit<FixtureSymbol, "key">;
  /** Another file in which `nextDeparture` is called. */
  readonly use: FixtureSymbol;
  /** Hash of the commit that first brought `nextDeparture`. */
  readonly nightCommit: string;
  /** Branch on which there is one more function, `winterDeparture`, for the story of the night. */
  readonly branch: string;
}

/** A specification of the fixture. */
export interface FixtureItem {
  readonly key: string;
  readonly title: string;
  readonly path: string;
}

const item = (key: string, title: string): FixtureItem => ({ key, title, path: `docs/specs/${key}.md` });
const prd = item("PIER-1", "A harbour that people can rely on");
const epic = item("PIER-2", "Tickets and timetable");
const stories = {
  night: item("PIER-3", "No ferry at night"),
  refund: item("PIER-4", "Refund a ticket"),
  berth: item("PIER-5", "Assign a berth by the length of the ship"),
};

const timetable = `/** Hour of the next departure. At night the harbour is closed. */
export function nextDeparture(hour: number): number {
  return isNight(hour) ? 6 : hour + 1;
}

function isNight(hour: number): boolean {
  return hour >= 22 || hour < 5;
}
`;

const tickets = `export interface Ticket {
  readonly price: number;
  readonly isUsed: boolean;
}

/** What a customer gets back for a ticket. */
export function refundTicket(ticket: Ticket): number {
  if (ticket.isUsed) return 0;
  return Math.round(ticket.price * 90) / 100;
}
`;

const berths = `/** Assigns the shortest free berth that takes the length of the ship. */
export function assignBerth(shipLength: number, freeBerths: readonly Berth[]): Berth | undefined {
  const longEnough = freeBerths.filter((berth) => berth.length >= shipLength);
  return longEnough.toSorted((a, b) => a.length - b.length)[0];
}

export interface Berth {
  readonly name: string;
  readonly length: number;
}
`;

const board = `import { nextDeparture } from "./timetable";

export function departureBoard(hours: readonly number[]): string {
  return hours.map((hour) => String(nextDeparture(hour))).join(", ");
}
`;

const colours = `export const gullGrey = "#9aa5ad";

export function mixColours(first: string, second: string): string {
  return first + second;
}
`;

/** Makes it in a temporary folder, which goes away when the test file ends. */
export function fixtureRepository(): FixtureRepository {
  const repository = createRepository();
  repository.commit("Specifications of the harbour", {
    [prd.path]: spec(prd, "prd", undefined, "People plan their day by the ferry."),
    [epic.path]: spec(epic, "epic", prd.key, "Whoever has a ticket knows when the ferry leaves."),
    [stories.night.path]: spec(
      stories.night,
      "story",
      epic.key,
      "At night the harbour is closed, so no ferry leaves.",
    ),
    [stories.refund.path]: spec(
      stories.refund,
      "story",
      epic.key,
      "A customer returns a ticket and gets money back.",
    ),
    [stories.berth.path]: spec(
      stories.berth,
      "story",
      epic.key,
      "A ship gets the shortest free berth that takes its length.\n\n## Acceptance criteria\n\n1. A berth that is too short is never assigned to a ship.\n2. Of free berths that are long enough, the shortest is assigned.",
    ),
    "src/colours.ts": colours,
    ".gitignore": "node_modules/\n",
  });
  const nightCommit = repository.commit("PIER-3: no departure at night", { "src/timetable.ts": timetable });
  repository.commit("PIER-4: nine tenths of the price go back", { "src/tickets.ts": tickets });
  repository.commit("Ships get a berth that is long enough", { "src/berths.ts": berths });
  repository.commit("PIER-3: a board shows the departures", { "src/board.ts": board });
  const branch = "winter";
  repository.git("switch", "--quiet", "--create", branch);
  repository.commit("PIER-3: in winter the first ferry leaves later", {
    "src/winter.ts":
      "export function winterDeparture(hour: number): number {\n  return Math.max(hour, 8);\n}\n",
  });
  repository.git("switch", "--quiet", "main");
  return {
    repository,
    folder: repository.folder,
    prd,
    epic,
    stories,
    nextDeparture: { path: "src/timetable.ts", line: 2, name: "nextDeparture", key: stories.night.key },
    refundTicket: { path: "src/tickets.ts", line: 7, name: "refundTicket", key: stories.refund.key },
    assignBerth: { path: "src/berths.ts", line: 2, name: "assignBerth", key: stories.berth.key },
    unlinked: { path: "src/colours.ts", line: 3, name: "mixColours" },
    use: { path: "src/board.ts", line: 4, name: "nextDeparture", key: stories.night.key },
    nightCommit,
    branch,
  };
}

function spec({ key, title }: FixtureItem, kind: string, parent: string | undefined, body: string): string {
  const above = parent === undefined ? "" : `parent: ${parent}\n`;
  return `---\nid: ${key}\nkind: ${kind}\ntitle: ${title}\n${above}status: done\n---\n\n# ${title}\n\n${body}\n`;
}
