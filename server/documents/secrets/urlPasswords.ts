import type { SecretFinding } from "./masking.ts";
import { isPlaceholder } from "./placeholders.ts";

const userAndPassword = /:\/\/([^\s/:@"'<>`]{0,120}):([^\s/@"'<>`]{3,300})@(?=[\w[$%{.-])/g;
const tokenAsUser = /:\/\/([A-Za-z0-9_-]{20,300})@(?=[\w[-])/g;

/**
 * Passwords and tokens in URLs of any scheme: `https://user:PASSWORD@host`, `https://TOKEN:x-oauth-basic@host`,
 * `https://TOKEN@host`. User, host and path stay readable.
 */
export function urlPasswords(text: string): SecretFinding[] {
  if (!text.includes("://")) return [];
  const findings: SecretFinding[] = [];
  for (const match of text.matchAll(userAndPassword)) {
    const [, user = "", password = ""] = match;
    const userStart = match.index + 3;
    const passwordStart = userStart + user.length + 1;
    if (password === "x-oauth-basic") findings.push(finding(userStart, user, "url-token"));
    else if (password !== user && !isPlaceholder(password))
      findings.push(finding(passwordStart, password, "url-password"));
  }
  for (const match of text.matchAll(tokenAsUser)) {
    const token = match[1] ?? "";
    if (/\d/.test(token) && !isPlaceholder(token))
      findings.push(finding(match.index + 3, token, "url-token"));
  }
  return findings;
}

function finding(start: number, secret: string, rule: string): SecretFinding {
  return { start, end: start + secret.length, rule };
}
