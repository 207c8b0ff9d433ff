import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder, lockFolder } from "../fetching/cacheFolder.mjs";
import { installDebianPackages } from "../fetching/debianPackages.mjs";

// Neo4j's Community edition as jars, fetched when somebody first wants it; `npm install` never does.

/** Version of the server that is fetched. */
const neo4jVersion = "5.26.0";
const artifacts = ["neo4j", "neo4j-bolt"];
const aptPackages = ["maven", "default-jdk-headless"];

/**
 * Folder with all jars, which it fetches where they are missing; or why that cannot be, as a sentence with the command
 * that helps. Any number of processes may ask at once.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<{ jars: string, reason?: undefined } | { jars?: undefined, reason: string }>}
 */
export async function installNeo4j(say) {
  const place = path.join(cacheFolder(), `neo4j-${neo4jVersion}`);
  const jars = path.join(place, "lib");
  mkdirSync(place, { recursive: true });
  const release = await lockFolder(path.join(place, "lock"));
  try {
    const missing = missingPrograms(existsSync(jars));
    if (missing.length > 0) {
      const reason = installDebianPackages(`Neo4j needs ${missing.join(" and ")}`, aptPackages, say);
      if (reason !== undefined) return { reason };
    }
    if (existsSync(jars)) return { jars };
    return fetchJars(place, jars, say);
  } finally {
    release();
  }
}

function fetchJars(place, jars, say) {
  say(`Fetching Neo4j ${neo4jVersion} and what it needs (130 MB, about a minute) …`);
  const half = path.join(place, "half");
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  writeFileSync(path.join(half, "pom.xml"), pom());
  const args = ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"];
  const { status, stdout } = spawnSync(windowsName("mvn"), args, {
    cwd: half,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const fetched = path.join(half, "lib");
  if (status !== 0 || !existsSync(fetched) || readdirSync(fetched).length === 0) {
    const line = (stdout ?? "").split("\n").find((each) => each.includes("ERROR")) ?? "";
    return {
      reason: `Maven could not fetch Neo4j (${line.trim().slice(0, 300)}): is its repository reachable?`,
    };
  }
  renameSync(fetched, jars);
  rmSync(half, { recursive: true, force: true });
  return { jars };
}

function missingPrograms(hasJars) {
  const isThere = (command) =>
    spawnSync(windowsName(command), ["--version"], { shell: process.platform === "win32" }).status === 0;
  const java = spawnSync("java", ["-version"], { encoding: "utf8" });
  const major = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0);
  // A run-time without a compiler cannot start a source file.
  const hasJdk = major >= 17 && isThere("javac");
  return [...(hasJdk ? [] : ["a JDK 17"]), ...(hasJars || isThere("mvn") ? [] : ["Maven"])];
}

function pom() {
  const one = (name) =>
    `<dependency><groupId>org.neo4j</groupId><artifactId>${name}</artifactId><version>${neo4jVersion}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>whence</groupId><artifactId>neo4j-jars</artifactId><version>1</version>
<dependencies>${artifacts.map(one).join("")}</dependencies></project>\n`;
}

function windowsName(command) {
  return process.platform === "win32" && command === "mvn" ? "mvn.cmd" : command;
}
