import type { SettingValues } from "../../shared/settings.ts";
import { environmentName, settings } from "../../shared/settings.ts";
import { WhenceError } from "../base/errors.ts";

/** Each setting from its environment variable, else its default. Throws `badInput` for a number that is none. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingValues {
  const entries = settings.map((setting) => {
    const name = environmentName(setting.key);
    const word = environment[name];
    if (word === undefined || word === "") return [setting.key, setting.default];
    if (setting.type === "string") return [setting.key, word];
    const number = Number(word);
    if (!Number.isFinite(number) || number < 0) {
      throw new WhenceError("badInput", `${name} must be a number from 0 on, not "${word}".`);
    }
    return [setting.key, number];
  });
  return Object.fromEntries(entries) as SettingValues;
}
