import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { RunningProcess } from "./processes.ts";

/** A socket that reaches, or can be reached from, outside of this machine. */
export interface ForeignSocket {
  readonly command: string;
  readonly local: string;
  readonly remote: string;
}

const tables = ["tcp", "tcp6", "udp", "udp6"];
const loopback = /^(?:127\.|::1$|::ffff:127\.)/;

/** Looks many times a second until `stop`, which gives each foreign socket that was seen. */
export function watchSockets(processes: () => readonly RunningProcess[]): {
  stop(): readonly ForeignSocket[];
} {
  const seen = new Map<string, ForeignSocket>();
  const look = () => {
    for (const socket of foreignSocketsOf(processes)) seen.set(JSON.stringify(socket), socket);
  };
  const timer = setInterval(look, 100);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return [...seen.values()];
    },
  };
}

/**
 * Sockets of these processes that are not on loopback alone, as they are in this moment. Whose they are is looked up only where the
 * machine has such sockets at all, for that is what takes time.
 */
function foreignSocketsOf(processes: () => readonly RunningProcess[]): readonly ForeignSocket[] {
  const rows = tables.flatMap(rowsOf).filter(({ local, remote }) => !(isHere(local) && isHere(remote)));
  if (rows.length === 0) return [];
  return processes().flatMap(({ pid, command }) => {
    const inodes = inodesOf(pid);
    return rows
      .filter(({ inode }) => inodes.has(inode))
      .map(({ local, remote }) => ({ command, local, remote }));
  });
}

/** A peer that is not there yet is no peer elsewhere; an own address of "any" can be reached by all. */
function isHere(address: string): boolean {
  return loopback.test(address) || address === "0.0.0.0:0" || address === ":::0";
}

function inodesOf(pid: number): ReadonlySet<string> {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return new Set();
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

/** Of the whole machine, or of the part of it that this process and those it started see. */
function rowsOf(table: string): readonly { local: string; remote: string; inode: string }[] {
  try {
    const lines = readFileSync(`/proc/self/net/${table}`, "utf8").split("\n").slice(1);
    return lines.flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [, local, remote] = fields;
      const inode = fields[9];
      if (local === undefined || remote === undefined || inode === undefined) return [];
      return [{ local: addressOf(local), remote: addressOf(remote), inode }];
    });
  } catch {
    return [];
  }
}

/** `0100007F:1F90` is 127.0.0.1:8080; the bytes of each group of four stand in reverse. */
function addressOf(text: string): string {
  const [host = "", port = "0"] = text.split(":");
  const bytes = (host.match(/.{8}/g) ?? []).flatMap((group) =>
    (group.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return `${bytes.join(".")}:${number}`;
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  if (isMapped) return `::ffff:${bytes.slice(12).join(".")}:${number}`;
  const isLoopback = bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
  const isAny = bytes.every((byte) => byte === 0);
  return isLoopback ? "::1" : `${isAny ? "::" : host.toLowerCase()}:${number}`;
}
