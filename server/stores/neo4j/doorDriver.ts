import type { Driver } from "neo4j-driver";
import type { BoltEndpoint, BoltTarget } from "../../base/egress/boltEndpoint.ts";
import type { EgressDoor } from "../../base/egress/egressDoor.ts";

/** Who asks for what at a server. */
export interface DriverParts {
  readonly endpoint: BoltEndpoint;
  readonly user: string;
  readonly password: string;
  readonly door: Pick<EgressDoor, "openBolt" | "checkBolt">;
  /** Hears why a connection was not opened or broke, which the driver only tells in words of its own. */
  readonly onFailure: (error: Error, target: BoltTarget) => void;
  /** How long a connection, and a transaction that failed in passing, is tried. */
  readonly patienceMs: number;
}

/** Word for the ledger. */
export const graphPurpose = "team graph";
const connectMs = 10_000;

/** What the driver's connection providers keep, of which only the making of a connection is replaced. */
interface Provider {
  _createChannelConnection?: (address: Address) => Promise<unknown>;
  readonly _config: unknown;
  readonly _log: unknown;
  readonly _routingContext?: unknown;
  readonly _channelSsrCallback?: (...words: unknown[]) => unknown;
  _createConnectionErrorHandler(): unknown;
}

interface Address {
  host(): string;
  port(): number;
}

/**
 * Neo4j's driver with sockets of the door alone. The driver has no option for that, so the one function by which all of its
 * connections are made, those to members of a cluster too, is replaced in each connection provider before its first use; where a
 * provider has no such function, nothing is opened. Encryption is the door's: to the driver every connection looks plain.
 */
export async function openDriver(parts: DriverParts): Promise<Driver> {
  const { endpoint, door, user, password, patienceMs } = parts;
  const { default: neo4j } = await import("neo4j-driver");
  const { createChannelConnection } = await import("neo4j-driver-bolt-connection/lib/connection/index.js");
  const { Channel } = await import("neo4j-driver-bolt-connection/lib/channel/node/index.js");
  const driver = neo4j.driver(endpoint.href.replace("+s:", ":"), neo4j.auth.basic(user, password), {
    disableLosslessIntegers: true,
    connectionTimeout: connectMs,
    connectionAcquisitionTimeout: patienceMs,
    // Its own last error says more than that the time is over.
    maxTransactionRetryTime: patienceMs / 2,
    maxConnectionPoolSize: 20,
    userAgent: "whence",
    // What the driver would tell its makers of how it is used.
    telemetryDisabled: true,
  });
  const connect: ConstructorParameters<typeof Channel>[1] = ({ address }, connected, failed) => {
    const target = {
      host: bracketed(address.host()),
      port: address.port(),
      isEncrypted: endpoint.isEncrypted,
    };
    try {
      return door.openBolt({
        target,
        resolvedHost: address.resolvedHost(),
        purpose: graphPurpose,
        connected,
        failed: (error) => {
          parts.onFailure(error, target);
          failed(error);
        },
      });
    } catch (error) {
      if (error instanceof Error) parts.onFailure(error, target);
      throw error;
    }
  };
  const inner = driver as unknown as { _createConnectionProvider?: (...words: unknown[]) => Provider };
  const create = inner._createConnectionProvider;
  if (create === undefined) throw unfit();
  inner._createConnectionProvider = (...words) => {
    const provider = create(...words);
    if (typeof provider._createChannelConnection !== "function") throw unfit();
    provider._createChannelConnection = async (address) =>
      createChannelConnection(
        address,
        provider._config,
        provider._createConnectionErrorHandler(),
        provider._log,
        null,
        provider._routingContext ?? null,
        provider._channelSsrCallback?.bind(provider),
        (config) => new Channel(config, connect),
      );
    return provider;
  };
  return driver;
}

function unfit(): Error {
  return new Error("This version of neo4j-driver cannot be given the sockets of the door.");
}

/** As addresses are written. */
function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host.toLowerCase();
}
