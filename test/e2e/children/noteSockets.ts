// Loaded before a program with `node --import`: notes each attempt to open a socket or to look up a name, and lets it pass.
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import net from "node:net";

const file = process.env.NOTE_SOCKETS_IN ?? "";
const note = (holder: object, name: string) => {
  const original: (...args: unknown[]) => unknown = Reflect.get(holder, name);
  Reflect.set(holder, name, function noted(this: unknown, ...args: unknown[]) {
    appendFileSync(file, `${name}\n`);
    return original.apply(this, args);
  });
};
note(net.Socket.prototype, "connect");
note(net.Server.prototype, "listen");
note(dgram, "createSocket");
note(dns, "lookup");
note(dns.promises, "lookup");
