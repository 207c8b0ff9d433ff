import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const spans = {
  valid: ["-days", "30"],
  expired: ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"],
};

// `openssl req` knows dates since 3.4 only, `openssl ca` has always known them and wants this.
const configuration = `[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
policy = anyone
default_md = sha256
rand_serial = yes
copy_extensions = copy
unique_subject = no
[anyone]
commonName = supplied
`;

/**
 * Makes an authority and a certificate by it for `localhost` in a folder, under the names that Neo4j expects, unless they
 * are there. An `expired` one ended in 2021.
 *
 * @param {string} folder
 * @param {"valid" | "expired"} validity
 * @returns {{ folder: string, caFile: string, reason?: undefined } | { reason: string, caFile?: undefined, folder?: undefined }}
 */
export function makeCertificates(folder, validity) {
  for (const name of ["trusted", "revoked"]) mkdirSync(path.join(folder, name), { recursive: true });
  const made = { folder, caFile: path.join(folder, "ca.crt") };
  if (existsSync(path.join(folder, "public.crt"))) return made;
  writeFileSync(path.join(folder, "ca.conf"), configuration);
  writeFileSync(path.join(folder, "index.txt"), "");
  const key = ["req", "-newkey", "rsa:2048", "-nodes"];
  const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const authority = ["-cert", "ca.crt", "-keyfile", "ca.key"];
  const steps = [
    [
      ...key,
      "-x509",
      "-keyout",
      "ca.key",
      "-out",
      "ca.crt",
      "-days",
      "30",
      "-subj",
      "/CN=Authority of a test",
    ],
    [...key, "-new", "-keyout", "private.key", "-out", "server.csr", "-subj", "/CN=localhost", ...names],
    [
      "ca",
      "-batch",
      "-notext",
      "-config",
      "ca.conf",
      ...authority,
      ...spans[validity],
      "-in",
      "server.csr",
      "-out",
      "public.crt",
    ],
  ];
  for (const args of steps) {
    const { status, stderr, error } = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
    if (status === 0) continue;
    const why = error?.message ?? (stderr ?? "").trim().split("\n").at(-1);
    return { reason: `openssl could not make a certificate (${why}): install openssl.` };
  }
  return made;
}
