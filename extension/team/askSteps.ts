import * as vscode from "vscode";

/** What a person did at a step. */
export type StepAnswer<T> = { readonly value: T } | "back" | "cancel";

/** What all questions of one flow have in common. */
interface Question {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  /** True where there is nothing to go back to. */
  readonly isFirst?: boolean;
}

/** A text that is asked for. */
export interface TextQuestion extends Question {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isSecret?: boolean;
  /** Why the text cannot be taken, as a sentence; shown below it. */
  readonly check: (text: string) => Promise<string | undefined>;
}

/** One of several things that can be chosen. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** Asks for a text. What does not fit is told below the field, where it can be mended. */
export function askText(question: TextQuestion): Promise<StepAnswer<string>> {
  const input = vscode.window.createInputBox();
  prepare(input, question);
  input.prompt = question.prompt;
  input.value = question.value;
  input.placeholder = question.placeholder;
  input.password = question.isSecret === true;
  const typing = input.onDidChangeValue(() => {
    input.validationMessage = undefined;
  });
  return answered(input, [typing], async () => {
    const problem = await question.check(input.value);
    input.validationMessage = problem;
    return problem === undefined ? { value: input.value.trim() } : undefined;
  });
}

/** Asks for one of several; rows without a value are there to be read. */
export function askOne<T>(
  question: Question & { readonly placeholder: string; readonly choices: readonly Choice<T>[] },
): Promise<StepAnswer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  prepare(pick, question);
  pick.placeholder = question.placeholder;
  pick.items = question.choices;
  pick.matchOnDescription = true;
  return answered(pick, [], async () => {
    const [chosen] = pick.selectedItems;
    return chosen?.value === undefined ? undefined : { value: chosen.value };
  });
}

/** Asks for any number of several. */
export function askMany<T>(
  question: Question & {
    readonly placeholder: string;
    readonly choices: readonly (Choice<T> & { readonly value: T })[];
    readonly chosen: (value: T) => boolean;
  },
): Promise<StepAnswer<readonly T[]>> {
  const pick = vscode.window.createQuickPick<Choice<T> & { readonly value: T }>();
  prepare(pick, question);
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.items = question.choices;
  pick.selectedItems = question.choices.filter(({ value }) => question.chosen(value));
  return answered(pick, [], async () => ({ value: pick.selectedItems.map(({ value }) => value) }));
}

/** What fields and lists have in common. */
type Shown = Pick<
  vscode.InputBox,
  | "title"
  | "step"
  | "totalSteps"
  | "ignoreFocusOut"
  | "buttons"
  | "busy"
  | "onDidAccept"
  | "onDidTriggerButton"
  | "onDidHide"
  | "show"
  | "dispose"
>;

/** Whoever looks up a password in another window finds the question as it was. */
function prepare(input: Shown, question: Question): void {
  input.title = question.title;
  input.step = question.step;
  input.totalSteps = question.steps;
  input.ignoreFocusOut = true;
  input.buttons = question.isFirst === true ? [] : [vscode.QuickInputButtons.Back];
}

/** Shows a question until it is answered; `take` gives nothing where the answer does not fit yet. */
function answered<T>(
  input: Shown,
  listeners: readonly vscode.Disposable[],
  take: () => Promise<{ readonly value: T } | undefined>,
): Promise<StepAnswer<T>> {
  return new Promise((resolve, reject) => {
    const end = (answer: StepAnswer<T>) => {
      resolve(answer);
      input.dispose();
    };
    const accept = async () => {
      if (input.busy) return;
      input.busy = true;
      try {
        const taken = await take();
        if (taken !== undefined) end(taken);
      } catch (error) {
        reject(error);
        input.dispose();
      } finally {
        input.busy = false;
      }
    };
    input.onDidAccept(() => void accept());
    input.onDidTriggerButton(() => end("back"));
    input.onDidHide(() => {
      for (const each of listeners) each.dispose();
      end("cancel");
    });
    input.show();
  });
}
