import os from "node:os";
import { runGit } from "./runGit.ts";

/**
 * Who works in a folder, as Git is told to sign commits there: `Name <address>`. Without such a setting, or without Git, the
 * name by which the system knows the user.
 */
export async function gitIdentity(folder: string, signal?: AbortSignal): Promise<string> {
  const [name, address] = await Promise.all(
    ["user.name", "user.email"].map(async (key) => {
      const asked = runGit(folder, ["config", "--get", key], { signal, answers: [0, 1] });
      const { stdout } = await asked.catch(() => ({ stdout: "" }));
      return stdout.toString().trim();
    }),
  );
  if (name !== undefined && name !== "") return address ? `${name} <${address}>` : name;
  return address || os.userInfo().username;
}
