import type { QuestionContext } from "./model/conversation.ts";

/** What a question is about, as people name it. Names and titles stand in it as others wrote them. */
export function contextWords(context: QuestionContext): string {
  switch (context.kind) {
    case "item":
      return context.key === context.title ? context.key : `${context.key} ${context.title}`;
    case "symbol":
      return `${context.name} in ${context.path}`;
    case "selection":
      return `${context.path}:${context.startLine}-${context.endLine}`;
    default:
      return context.path;
  }
}
