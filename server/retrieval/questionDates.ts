import { casual } from "chrono-node/en";

/**
 * Time span that a question asks for: "last month", "since 2024-03-01", "between May and June 2023". Only spans that
 * the words tie to a change ("changed last week", "since …") count, because "today" in prose rarely restricts anything.
 */
export function readDates(question: string, now: Date): { readonly since?: string; readonly until?: string } {
  const year = /\b(in|of|during|since|after|before|until)\s+((?:19|20)\d{2})\b(?![-/.]\d)/i.exec(question);
  if (year !== null) return spanOfYear(year[1] ?? "", Number(year[2]));
  if (!timeWord.test(question)) return {};
  const found = casual.parse(question, now, { forwardDate: false })[0];
  if (found === undefined || !namesADay(found.start, contextOf(question, found))) return {};
  const start = found.start.date();
  if (/\b(?:before|until|till)\s*$/i.test(question.slice(0, found.index))) {
    return { until: start.toISOString() };
  }
  const isSpan = found.end !== null && found.end !== undefined;
  const isOpen = /\b(?:since|after|from)\s*(?:the\s*)?$/i.test(question.slice(0, found.index));
  const since = beginningOf(found.start, start);
  if (isSpan && found.end) return { since, until: found.end.date().toISOString() };
  if (isOpen) return { since };
  const until = endOf(found.start, start, found.text);
  return until === undefined || until > now ? { since } : { since, until: until.toISOString() };
}

/** Every span that counts has one of these; the parser takes over a millisecond to find that there is none. */
const timeWord =
  /\d|\b(?:last|past|this|ago|yesterday|tonight|tomorrow|tmr|(?:day|week|fortnight|month|quarter|year|yr|hour|hr|min|minute|sec|second)s?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)[a-z]*)\b/i;

/** A bare year is no date for the parser. */
function spanOfYear(word: string, year: number): { readonly since?: string; readonly until?: string } {
  const begin = (number: number): string => new Date(Date.UTC(number, 0, 1)).toISOString();
  if (/since|after/i.test(word)) return { since: begin(/after/i.test(word) ? year + 1 : year) };
  if (/before|until/i.test(word)) return { until: begin(year) };
  return { since: begin(year), until: begin(year + 1) };
}

interface Parsed {
  isCertain(component: "day" | "month" | "year" | "weekday"): boolean;
}

/** Whether an ISO date lies in the time that a question names; every date does where it names none. */
export function isInSpan(span: { readonly since?: string; readonly until?: string }, date: string): boolean {
  return date >= (span.since ?? "") && date < (span.until ?? "9999");
}

/** "6:22" in a stack trace is a time of day and says nothing of a change; nor does "today" in prose. */
function namesADay(parsed: Parsed, context: string): boolean {
  const isCertain = (["day", "month", "year", "weekday"] as const).some((part) => parsed.isCertain(part));
  const isRelative = /last|past|this|yesterday|ago/i.test(context);
  return isRelative || (isCertain && /\d|since|in|on/i.test(context) && !/today|now/i.test(context));
}

function contextOf(question: string, found: { readonly index: number; readonly text: string }): string {
  return question.slice(Math.max(0, found.index - 12), found.index + found.text.length);
}

/** "May 2023" is parsed as a day in it; the span begins with the month or year that was named. */
function beginningOf(parsed: Parsed, date: Date): string {
  if (parsed.isCertain("day") || parsed.isCertain("weekday")) return startOfDay(date).toISOString();
  if (parsed.isCertain("month"))
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)).toISOString();
  if (parsed.isCertain("year")) return new Date(Date.UTC(date.getUTCFullYear(), 0, 1)).toISOString();
  return startOfDay(date).toISOString();
}

function endOf(parsed: Parsed, date: Date, words: string): Date | undefined {
  if (/week/i.test(words)) return undefined;
  if (parsed.isCertain("day") || parsed.isCertain("weekday")) {
    return new Date(startOfDay(date).getTime() + 24 * 3_600_000);
  }
  if (parsed.isCertain("month")) return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
  if (parsed.isCertain("year")) return new Date(Date.UTC(date.getUTCFullYear() + 1, 0, 1));
  return undefined;
}

function startOfDay(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}
