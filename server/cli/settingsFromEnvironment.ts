import path from "node:path";
import type { Setting, SettingValue, SettingValues } from "../../shared/settings.ts";
import { environmentName, settings } from "../../shared/settings.ts";
import { WhenceError } from "../base/errors.ts";

/** Each setting from its environment variable, else its default. Throws `badInput` for a value that it does not take. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingValues {
  const entries = settings.map((setting) => {
    const name = environmentName(setting.key);
    const word = environment[name];
    if (word === undefined || word === "") return [setting.key, setting.default];
    return [setting.key, readValue(setting, name, word)];
  });
  return Object.fromEntries(entries) as SettingValues;
}

function readValue(setting: Setting, name: string, word: string): SettingValue {
  const say = (takes: string) => new WhenceError("badInput", `${name} must be ${takes}, not "${word}".`);
  if (setting.type === "array") {
    const separator = setting.key === "whence.sources.extraFolders" ? path.delimiter : ",";
    return word.split(separator).flatMap((part) => part.trim() || []);
  }
  if (setting.type === "boolean") {
    if (!/^(?:1|0|true|false)$/i.test(word)) throw say("true or false");
    return /^(?:1|true)$/i.test(word);
  }
  if (setting.type === "number") {
    const number = Number(word);
    if (!Number.isFinite(number) || number < 0) throw say("a number from 0 on");
    return number;
  }
  if (setting.enum !== undefined && !setting.enum.includes(word))
    throw say(setting.enum.filter((value) => value !== "").join(" or "));
  return word;
}
