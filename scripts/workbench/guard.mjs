import { spawn } from "node:child_process";

// Runs the program that its arguments name, and ends with all that came of it as soon as whoever started us is gone or closes our
// standard input. We lead a process group of our own.

const [command, ...words] = process.argv.slice(2);
const child = spawn(command, words, { stdio: ["ignore", "inherit", "inherit"] });
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
  endAll();
});
process.stdin.on("end", endAll).on("error", endAll).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, endAll);

function endAll() {
  if (process.platform === "win32") child.kill();
  else process.kill(-process.pid, "SIGKILL");
}
