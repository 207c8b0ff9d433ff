/** See `notices.mjs`. */
export function isPermissive(expression: string): boolean;
