/**
 * True for values that stand where a secret would stand and are none: templates (`${X}`, `<token>`, `%s`), stars and
 * dots, words such as `changeme` or `your-password`, one character repeated, `123456`.
 */
export function isPlaceholder(value: string): boolean {
  if (template.test(value) || /^(.)\1*$/.test(value) || counting.test(value)) return true;
  const words = value.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  return words.length > 0 && words.every((word) => placeholderWords.has(word.toLowerCase()));
}

const template = /[<>{}]|\$[(\w]|%[sd(]|%\w+%|\.\.\.|…|\*{3}|x{4}|\[masked/i;
const counting = /^(?:0?123456?7?8?9?0?|abc123|abcd(?:ef)?\d*|deadbeef\w*)$/i;

const placeholderWords = new Set(
  (
    "a access admin an and any api app auth bad bar basic baz bearer blank change changeit changeme client credential " +
    "credentials default demo dev dummy empty enter example fake false foo from good goes guest here hidden id in " +
    "insert invalid is it key local localhost me mock my n no none not null of old or new other pass passphrase passwd " +
    "password path placeholder postgres private pw pwd random real redacted replace root s sample secret secrets set " +
    "shared some string super supersecret test testing the this to todo token tokens top true tutorial type " +
    "undefined unused user username value with wrong x xx xxx y yes you your z"
  ).split(" "),
);
