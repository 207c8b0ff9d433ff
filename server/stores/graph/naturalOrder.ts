/** Behind all keys. */
const withoutKey = "\u{10ffff}";

/**
 * A text whose order by code points is the order of keys: numbers compare as numbers, `WH-9` before `WH-10`, and what has
 * no key comes last. A number is preceded by how many digits it has, in a form which itself has this order.
 */
export function sortKey(key: string | undefined): string {
  if (key === undefined) return withoutKey;
  return key.replaceAll(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, "");
    return `${digitCount(number.length)}${number}`;
  });
}

/** 1 to 8 in one digit; from there on a 9, the count of the count's digits, and the count. */
function digitCount(count: number): string {
  const written = String(count);
  return count < 9 ? written : `9${written.length}${written}`;
}
