/** What is known of an exchange before anything is sent. Holds no path, query, header or text of it. */
export interface ExchangeStart {
  /** ISO 8601. */
  readonly startedAt: string;
  /** Host with a port where it is not the usual one. */
  readonly host: string;
  /** What it is for, for example `embeddings`. */
  readonly purpose: string;
  readonly method: string;
  /** Bytes of path, query and body, before encryption. */
  readonly bytesOut: number;
  /** Passages or questions in it, where they can be counted. */
  readonly items?: number;
  /** Host of the proxy in between. */
  readonly via?: string;
}

/** How an exchange ended. */
export interface ExchangeEnd {
  /** `answered` by the server, whatever its status; `failed` on the way; `refused` by our rules, so that nothing was sent; `cancelled` by us. */
  readonly outcome: "answered" | "failed" | "refused" | "cancelled";
  readonly status?: number;
  /** Bytes of the body, after decompression. */
  readonly bytesIn: number;
  readonly durationMs: number;
  /** Of a connection that stays open for long, whose start does not know them. */
  readonly bytesOut?: number;
  /** True where no connection came about, so that the bytes and items of the start stayed here. */
  readonly nothingSent?: boolean;
  /** Short reason of a failure or refusal. */
  readonly problem?: string;
}

/** What a person allowed, with who and when. */
export interface Approval {
  /**
   * `host`: anything may be sent to this origin. `model`: this model may be paid to embed. `team`: what a team file shares may
   * be sent to its server.
   */
  readonly kind: "host" | "model" | "team";
  /** Canonical origin, id of a model, or the team file as JSON; empty once a team was left. */
  readonly subject: string;
  /** ISO 8601. */
  readonly at: string;
  /** Name of the account on this machine. */
  readonly by: string;
  /** How it was said: an answer on the terminal, or an option. */
  readonly how: string;
  /** Size of what was approved, in tokens, for a model. */
  readonly tokens?: number;
}

/** Where the door writes down every exchange. */
export interface ExchangeLedger {
  /** Writes a row before anything is sent, so that not even a killed process sends something unrecorded. Throws where it cannot: then nothing is sent. */
  begin(start: ExchangeStart): number;
  end(id: number, end: ExchangeEnd): void;
  /** The latest approval of a subject. */
  approval(kind: Approval["kind"], subject: string): Approval | undefined;
  approve(approval: Approval): void;
}
