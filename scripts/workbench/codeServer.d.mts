/** See `codeServer.mjs`. */
export interface RunningWorkbench {
  readonly address: string;
  /** Leads the process group of all that it starts. */
  readonly pid: number;
  readonly dataFolder: string;
  said(): string;
  changeMachineSettings(settings: Readonly<Record<string, unknown>>): void;
  stop(): void;
  readonly ended: Promise<number>;
}

/** See `codeServer.mjs`. */
export function startCodeServer(wish: {
  readonly entry: string;
  readonly place: string;
  readonly vsix: string;
  readonly port?: number;
  readonly isTrusted?: boolean;
  readonly graceSeconds?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}): Promise<RunningWorkbench>;
