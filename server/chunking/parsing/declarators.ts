/** Offsets into the text, end exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A node that declares what its declarators name. */
export interface Declaration extends Range {
  readonly body?: Range;
}

/**
 * Gives each declarator the range and body of the innermost declaration around it. In C a name may stand below any
 * number of pointers, references and brackets; a query that spells these out from the declaration down takes seconds
 * to compile. Dropped are declarators inside others (parameters which are functions) and those inside a body without a
 * declaration of their own (`Point p(x);` in a function). What has no body is `global`.
 */
export function placeDeclarators<D extends Range>(
  declarators: readonly D[],
  declarations: readonly Declaration[],
): (D & Declaration & { readonly global: boolean })[] {
  const inOrder = declarations.toSorted(outermostFirst);
  const stack: Declaration[] = [];
  const placed: (D & Declaration & { readonly global: boolean })[] = [];
  let next = 0;
  let coveredTo = 0;
  for (const declarator of declarators.toSorted(outermostFirst)) {
    for (let it = inOrder[next]; it !== undefined && it.start <= declarator.start; it = inOrder[next]) {
      popEnded(stack, it.start);
      stack.push(it);
      next++;
    }
    popEnded(stack, declarator.start);
    const declaration = stack.at(-1);
    if (declaration === undefined || declarator.start < coveredTo) continue;
    const { start, end, body } = declaration;
    // What has a body declares one thing; old C lists its parameters before the body.
    if (body !== undefined && (declarator.start >= body.start || start === placed.at(-1)?.start)) continue;
    coveredTo = declarator.end;
    placed.push({ ...declarator, start, end, ...(body && { body }), global: body === undefined });
  }
  return placed;
}

function outermostFirst(a: Range, b: Range): number {
  return a.start - b.start || b.end - a.end;
}

function popEnded(stack: Declaration[], offset: number): void {
  while (stack.length > 0 && (stack.at(-1)?.end ?? 0) <= offset) stack.pop();
}
