import type { Locator, Page } from "playwright-core";
import { until } from "./until.ts";

/** A notice in the corner. */
export interface Notification {
  readonly text: string;
  readonly buttons: readonly string[];
  press(button: string): Promise<void>;
}

/** Texts of all that are shown. */
export async function notifications(page: Page): Promise<readonly string[]> {
  return toasts(page).locator(".notification-list-item-message").allInnerTexts();
}

/** Waits for one that `wanted` matches. */
export async function notification(page: Page, wanted: RegExp): Promise<Notification> {
  await until(
    `a notification ${wanted}`,
    async () => (await notifications(page)).some((text) => wanted.test(text)),
    () => notifications(page),
  );
  const toast = toasts(page).filter({ hasText: wanted }).first();
  const buttons = toast.locator(".notification-list-item-buttons-container .monaco-button");
  return {
    text: (await toast.locator(".notification-list-item-message").allInnerTexts()).join(" "),
    buttons: await buttons.allInnerTexts(),
    press: (button) => buttons.filter({ hasText: button }).first().click(),
  };
}

function toasts(page: Page): Locator {
  return page.locator(".notifications-toasts .notification-toast");
}
