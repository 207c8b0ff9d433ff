import * as vscode from "vscode";
import type { TeamChoices, TeamDraft } from "../../shared/model/team.ts";
import {
  teamChoicesRequest,
  teamFileRequest,
  teamPreviewRequest,
} from "../../shared/protocol/teamRequests.ts";
import type { Reports } from "../commands/reports.ts";
import { askText } from "./askSteps.ts";
import { finishJoining } from "./joinTeam.ts";
import {
  type AfterFault,
  askAddress,
  askPassword,
  askUser,
  migrateServer,
  type ServerAccess,
  type ServerAnswer,
  type StepPlace,
  tryServer,
} from "./serverSteps.ts";
import { askKinds, askName, askPreview, askScopes, previewDocument } from "./shareSteps.ts";
import type { Team } from "./team.ts";

/** What the flow works with. */
export interface SetUpParts {
  readonly team: Team;
  readonly reports: Reports;
}

/** All that was answered so far. Nothing of it is kept anywhere before the last step. */
interface Answers {
  draft: TeamDraft;
  user: string;
  password: string;
  hasKinds: boolean;
  schema: "unknown" | "missing" | "ready";
}

type StepName =
  | "address"
  | "database"
  | "user"
  | "password"
  | "connection"
  | "schema"
  | "scopes"
  | "kinds"
  | "team"
  | "repository"
  | "preview";

type StepEnd = "next" | "back" | "cancel" | StepName;

const stepNames: readonly StepName[] = [
  ...(["address", "database", "user", "password", "connection", "schema"] as const),
  ...(["scopes", "kinds", "team", "repository", "preview"] as const),
];
/** Those that ask for nothing where all is well: who goes back does not want to run into them again. */
const silentSteps: readonly StepName[] = ["connection", "schema"];
const stepNumbers: Readonly<Record<StepName, number>> = {
  ...{ address: 1, database: 2, user: 3, password: 3, connection: 4, schema: 4 },
  ...{ scopes: 5, kinds: 5, team: 5, repository: 5, preview: 5 },
};
const flowTitle = "Set Up Team Graph";
const canEdit: readonly AfterFault[] = ["address", "database", "credential", "members"];

/** Leads from the address of a server to a team file; with `isShareOnly` only through what is shared. */
export async function setUpTeam(parts: SetUpParts, folder: string, isShareOnly = false): Promise<void> {
  const { team } = parts;
  const location = vscode.ProgressLocation.Window;
  const choices = await vscode.window.withProgress(
    { location, title: "Looking at what could be shared" },
    () => team.server.request(teamChoicesRequest, { folder }),
  );
  if (choices.problems.length > 0) return tellProblems(folder, choices.problems);
  if (!choices.hasAddress)
    throw new Error(
      "Git does not know your address, by which the team file names you as its lead: run `git config user.email NAME@HOST` in the folder, then set up the team graph.",
    );
  const flow = new SetUp(parts, folder, choices, await firstAnswers(team, folder, choices));
  await flow.run(isShareOnly ? "scopes" : "address");
}

/** A file with mistakes is mended by whoever wrote it, never overwritten. */
async function tellProblems(folder: string, problems: readonly string[]): Promise<void> {
  const open = "Open Team File";
  const picked = await vscode.window.showErrorMessage(problems.join(" "), open);
  if (picked === open) await vscode.commands.executeCommand("whence.team.openFile", folder);
}

async function firstAnswers(
  team: Team,
  folder: string,
  { file, repositories }: TeamChoices,
): Promise<Answers> {
  const stored = await team.credentials.of(folder);
  const [repository = "repository"] = repositories;
  const [name = "team"] = repository.split("/");
  const empty = { team: name, repository, endpoint: "", members: [], scopes: [], kinds: [] };
  return {
    draft: file ?? empty,
    user: stored?.credential.user ?? "neo4j",
    password: stored?.credential.password ?? "",
    hasKinds: file !== undefined,
    schema: "unknown",
  };
}

class SetUp {
  readonly #parts: SetUpParts;
  readonly #folder: string;
  readonly #choices: TeamChoices;
  readonly #answers: Answers;
  #first: StepName = "address";

  constructor(parts: SetUpParts, folder: string, choices: TeamChoices, answers: Answers) {
    this.#parts = parts;
    this.#folder = folder;
    this.#choices = choices;
    this.#answers = answers;
  }

  async run(first: StepName): Promise<void> {
    this.#first = first;
    let step = first;
    for (;;) {
      const end = await this.#steps[step]();
      if (end === "cancel") return;
      if (end === "next") {
        const next = stepNames[stepNames.indexOf(step) + 1];
        if (next === undefined) return;
        step = next;
      } else step = end === "back" ? this.#before(step) : end;
    }
  }

  readonly #steps: Readonly<Record<StepName, () => Promise<StepEnd>>> = {
    address: async () => {
      const { endpoint } = this.#answers.draft;
      const answer = await askAddress(
        this.#parts.team.server,
        this.#folder,
        this.#place("address"),
        endpoint,
      );
      return this.#took(answer, (value) => {
        // Members belong to the cluster that was named.
        if (value !== endpoint) this.#change({ endpoint: value, members: [] });
      });
    },
    database: () => this.#askDatabase(),
    user: async () => {
      const answer = await askUser(this.#place("user"), this.#host(), this.#answers.user);
      return this.#took(answer, (value) => {
        this.#answers.user = value;
      });
    },
    password: async () => {
      const answer = await askPassword(this.#place("password"), this.#host(), this.#answers.user);
      return this.#took(answer, (value) => {
        this.#answers.password = value;
      });
    },
    connection: () => this.#tryConnection(),
    schema: () => this.#makeSchema(),
    scopes: async () => {
      const answer = await askScopes(this.#place("scopes"), this.#choices, this.#answers.draft.scopes);
      return this.#took(answer, (scopes) => this.#change({ scopes }));
    },
    kinds: async () => {
      const chosen = this.#answers.hasKinds ? this.#answers.draft.kinds : undefined;
      const answer = await askKinds(this.#place("kinds"), this.#choices, chosen);
      return this.#took(answer, (kinds) => {
        this.#answers.hasKinds = true;
        this.#change({ kinds });
      });
    },
    team: async () => {
      const prompt = "Name of the team. Other teams on the same server see nothing of it.";
      const answer = await askName(this.#place("team"), prompt, this.#answers.draft.team);
      return this.#took(answer, (team) => this.#change({ team }));
    },
    repository: async () => {
      const prompt =
        "Name of this repository in the graph, such as owner/name. Each repository of a team has its own.";
      const answer = await askName(this.#place("repository"), prompt, this.#answers.draft.repository);
      return this.#took(answer, (repository) => this.#change({ repository }));
    },
    preview: () => this.#showPreview(),
  };

  #place(step: StepName): StepPlace {
    return { title: flowTitle, step: stepNumbers[step], steps: 5, isFirst: step === this.#first };
  }

  #before(step: StepName): StepName {
    let at = stepNames.indexOf(step) - 1;
    while (silentSteps.includes(stepNames[at] as StepName)) at -= 1;
    return stepNames[Math.max(at, stepNames.indexOf(this.#first))] ?? this.#first;
  }

  #took<T>(answer: { readonly value: T } | "back" | "cancel", take: (value: T) => void): StepEnd {
    if (typeof answer === "string") return answer;
    take(answer.value);
    return "next";
  }

  #change(change: Partial<TeamDraft>): void {
    this.#answers.draft = { ...this.#answers.draft, ...change };
  }

  #host(): string {
    return this.#answers.draft.endpoint.replace(/^[^/]*\/\//, "");
  }

  #access(): ServerAccess {
    const { draft, user, password } = this.#answers;
    const { endpoint, database, members } = draft;
    const server = { endpoint, members, ...(database === undefined ? {} : { database }) };
    return { folder: this.#folder, server, credential: { user, password } };
  }

  async #askDatabase(): Promise<StepEnd> {
    const answer = await askText({
      ...this.#place("database"),
      value: this.#answers.draft.database ?? "",
      prompt:
        "Name of the database. Leave it empty for the database of your account, which is right for most servers.",
      placeholder: "neo4j",
      check: async (text) =>
        /^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,62})?$/.test(text.trim())
          ? undefined
          : "The name of a database has letters, digits, dots and dashes.",
    });
    return this.#took(answer, (value) => {
      const { database: _, ...rest } = this.#answers.draft;
      this.#answers.draft = value === "" ? rest : { ...rest, database: value };
    });
  }

  async #tryConnection(): Promise<StepEnd> {
    const wish = { mustWrite: true, canEdit };
    return this.#after(await tryServer(this.#parts.team.server, this.#access(), wish), "connection");
  }

  async #makeSchema(): Promise<StepEnd> {
    if (this.#answers.schema === "ready") return "next";
    const make = "Make Schema";
    const picked = await vscode.window.showInformationMessage(
      `Prepare the database at ${this.#host()}?`,
      {
        modal: true,
        detail:
          "It has no schema for a team graph of this version yet. Constraints and indexes are made whose names begin with whence_; nothing else is touched, and it may be done again at any time.",
      },
      make,
    );
    if (picked !== make) return "cancel";
    const { server } = this.#parts.team;
    return this.#after(await migrateServer(server, this.#access(), canEdit), "schema");
  }

  #after(answer: ServerAnswer, step: StepName): StepEnd {
    if ("facts" in answer) {
      const { schema, newestSchema } = answer.facts;
      this.#answers.schema = schema === newestSchema ? "ready" : "missing";
      return "next";
    }
    const { after, members } = answer;
    if (after === "members") this.#change({ members: [...this.#answers.draft.members, ...members] });
    if (after === "retry" || after === "members") return step;
    return after === "credential" ? "user" : after;
  }

  async #showPreview(): Promise<StepEnd> {
    const { team, reports } = this.#parts;
    const { draft } = this.#answers;
    const { scopes, kinds } = draft;
    const folder = this.#folder;
    const preview = await team.server.request(teamPreviewRequest, { folder, scopes, kinds });
    const isNew = this.#choices.file === undefined;
    const answer = await askPreview(this.#place("preview"), preview, isNew);
    if (typeof answer === "string") return answer;
    if (answer.value === "list") {
      await reports.open("What would be shared.txt", folder, previewDocument(preview));
      return "preview";
    }
    await this.#write();
    return "next";
  }

  /** The only step that leaves something behind: the file, the agreement and the credential. */
  async #write(): Promise<void> {
    const { team } = this.#parts;
    const folder = this.#folder;
    const { path, text } = await team.server.request(teamFileRequest, { folder, draft: this.#answers.draft });
    const file = vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const { user, password } = this.#answers;
    const credential = password === "" ? undefined : { user, password };
    const sentence = await finishJoining(team, await team.refresh(folder), credential);
    const open = "Open Team File";
    const picked = await vscode.window.showInformationMessage(
      `${sentence} Commit .whence/team.json, and colleagues who open the repository are offered to join.`,
      open,
    );
    if (picked === open) await vscode.commands.executeCommand("vscode.open", file);
  }
}
