/** Makes names of parts of a document which may repeat different: `open`, `open-2`, `open-3`. */
export function uniqueParts(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
}
