// What of the driver's own modules is used to hand it sockets; the version is pinned, and `doorDriver.ts` looks that it fits.

declare module "neo4j-driver-bolt-connection/lib/channel/node/index.js" {
  import type { Socket } from "node:net";

  interface ServerAddress {
    host(): string;
    port(): number;
    resolvedHost(): string;
  }

  interface ChannelConfig {
    readonly address: ServerAddress;
  }

  export class Channel {
    constructor(
      config: ChannelConfig,
      connect: (config: ChannelConfig, connected: () => void, failed: (error: Error) => void) => Socket,
    );
  }
}

declare module "neo4j-driver-bolt-connection/lib/connection/index.js" {
  import type { Channel } from "neo4j-driver-bolt-connection/lib/channel/node/index.js";

  /** Shakes hands over a new channel; arguments as its own connection providers give them. */
  export function createChannelConnection(
    address: unknown,
    config: unknown,
    errorHandler: unknown,
    log: unknown,
    clientCertificate: null,
    serverSideRouting: unknown,
    ssrCallback: unknown,
    createChannel: (config: ConstructorParameters<typeof Channel>[0]) => Channel,
  ): Promise<unknown>;
}
