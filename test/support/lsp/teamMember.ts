import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TeamState } from "../../../shared/model/team.ts";
import {
  type TeamCredential,
  teamCredentialRequest,
  teamExchangeRequest,
  teamFileRequest,
  teamJoinRequest,
  teamStateRequest,
} from "../../../shared/protocol/teamRequests.ts";
import type { TestRepository } from "../gitRepository.ts";
import type { TestServer } from "../neo4j/neo4jForTests.ts";
import type { UserClient } from "./userClient.ts";

/** Says who works in a repository, as Git signs commits there. */
export function signAs(repository: TestRepository, name: string): void {
  repository.git("config", "user.name", name);
  repository.git("config", "user.email", `${name.toLowerCase()}@example.com`);
}

/** Somebody with an editor and a team, in their words. */
export class TeamMember {
  readonly client: UserClient;
  readonly #server: TestServer;

  constructor(client: UserClient, server: TestServer) {
    this.client = client;
    this.#server = server;
  }

  get credential(): TeamCredential {
    return { user: this.#server.user, password: this.#server.password };
  }

  state(): Promise<TeamState> {
    return this.client.ask(teamStateRequest, { folder: this.client.folderUri });
  }

  /** Writes a team file that shares what lies in the repository. */
  async writeFile(
    team: string,
    repository: string,
    scopes: readonly string[] = ["repository"],
  ): Promise<void> {
    const { text, path: file } = await this.client.ask(teamFileRequest, {
      folder: this.client.folderUri,
      draft: {
        ...{ team, repository, endpoint: this.#server.address, members: [], scopes },
        kinds: ["prd", "epic", "story", "commit", "symbol", "file"],
      },
    });
    const absolute = path.join(this.client.folder, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
  }

  /** Agrees to the team file as it is, and gives the server the credential. */
  async join(): Promise<void> {
    const { team } = await this.state();
    const folder = this.client.folderUri;
    await this.client.ask(teamJoinRequest, { folder, fingerprint: team?.fingerprint ?? "" });
    const endpoint = team?.endpoint ?? "";
    await this.client.ask(teamCredentialRequest, { folder, endpoint, credential: this.credential });
  }

  async exchange(what: "push" | "pull" | "both"): Promise<string> {
    const { sentence } = await this.client.ask(teamExchangeRequest, { folder: this.client.folderUri, what });
    return sentence;
  }
}
