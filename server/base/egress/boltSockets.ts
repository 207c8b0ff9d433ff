import net from "node:net";
import tls from "node:tls";
import type { BoltTarget } from "./boltEndpoint.ts";
import { shownHost } from "./boltEndpoint.ts";
import type { CertificatePlaces } from "./certificateAuthorities.ts";
import { trustedAuthorities } from "./certificateAuthorities.ts";
import type { ExchangeLedger } from "./exchangeLedger.ts";
import { ExchangeRecord } from "./exchangeRecord.ts";
import { isNeverConnected, networkFailure } from "./networkFailures.ts";

/** Bytes by which every connection of Bolt begins. */
const handshakeBytes = 20;

/** A socket to open: to where, for what, and whom to tell how that went. */
export interface SocketWish {
  readonly target: BoltTarget;
  /** Address of the host, where its name has been looked up. */
  readonly resolvedHost?: string | undefined;
  /** Word for the ledger. */
  readonly purpose: string;
  readonly connected: () => void;
  readonly failed: (error: Error) => void;
}

/** Opens the connections of Neo4j's driver. Each is a row of the ledger from before its first byte until it is closed. */
export class BoltSockets {
  readonly #ledger: ExchangeLedger;
  readonly #network: CertificatePlaces;
  readonly #now: () => Date;
  readonly #open = new Set<net.Socket>();
  #authorities: tls.SecureContext | undefined;

  constructor(ledger: ExchangeLedger, network: CertificatePlaces, now: () => Date) {
    this.#ledger = ledger;
    this.#network = network;
    this.#now = now;
  }

  /** Opens a socket to an address that is allowed. Throws where the ledger cannot be written or the authorities cannot be read. */
  connect(wish: SocketWish): net.Socket {
    const host = shownHost(wish.target);
    if (wish.target.isEncrypted) this.#authorities ??= trustedAuthorities(this.#network);
    const start = { host, purpose: wish.purpose, method: "BOLT", bytesOut: handshakeBytes };
    const record = new ExchangeRecord(this.#ledger, start, this.#now);
    const socket = this.#connect(wish);
    this.#open.add(socket);
    let failure: Error | undefined;
    socket.on("error", (error: Error) => {
      failure = error;
      wish.failed(error);
    });
    socket.once("close", () => {
      this.#open.delete(socket);
      const counts = { bytesIn: socket.bytesRead, bytesOut: socket.bytesWritten };
      if (failure === undefined) record.end({ outcome: "answered", ...counts });
      else {
        const problem = networkFailure(failure, { host, timeoutMs: 0 }).message;
        record.end({ outcome: "failed", problem, ...counts, nothingSent: isNeverConnected(failure) });
      }
    });
    return socket.setNoDelay(true).setKeepAlive(true);
  }

  /** Ends all connections. */
  close(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #connect({ target, resolvedHost, connected }: SocketWish): net.Socket {
    const host = target.host.replace(/^\[(.*)\]$/, "$1");
    const place = { host: resolvedHost ?? host, port: target.port };
    if (!target.isEncrypted) return net.connect(place, connected);
    const name = net.isIP(host) === 0 ? { servername: host } : {};
    return tls.connect(
      {
        ...place,
        ...name,
        secureContext: this.#authorities,
        // Where the name was looked up before, the certificate still has to be that of the name.
        checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate),
      },
      connected,
    );
  }
}
