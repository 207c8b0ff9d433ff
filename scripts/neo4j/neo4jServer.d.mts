/** See `neo4jServer.mjs`. */
export interface ServerWish {
  readonly port?: number;
  readonly data?: string;
  readonly password?: string;
  readonly readOnly?: boolean;
  readonly tls?: "valid" | "expired";
  readonly owner?: number;
  readonly heapMb?: number;
  readonly pageCacheMb?: number;
  readonly say?: (line: string) => void;
}

/** See `neo4jServer.mjs`. */
export interface RunningServer {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly data: string;
  readonly caFile?: string;
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

/** See `neo4jServer.mjs`. */
export function startNeo4j(
  wish?: ServerWish,
): Promise<
  | { readonly server: RunningServer; readonly reason?: undefined }
  | { readonly server?: undefined; readonly reason: string }
>;
