/** Whether the open page can be used by everybody: axe, wide and narrow, in both themes; and whether it stays as wide as its window. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
export const wide = sizes.slice(0, 1);

/** Colours move from one theme to the other at once. Call it before the first page is opened. */
export const withoutMotion = (page: Page) => page.emulateMedia({ reducedMotion: "reduce" });

/**
 * What is not so is a soft failure. All rules are asked in the light theme; what is different in the dark one, by `data-theme` as
 * components/layout/theme.ts sets it, is colours alone.
 */
export async function expectAccessible(page: Page, name: string, at = sizes): Promise<void> {
  for (const size of at) {
    await page.setViewportSize(size);
    const where = `${name} at ${size.width}`;
    for (const theme of ["dark", "light"]) {
      await page.evaluate((one) => {
        document.documentElement.dataset.theme = one;
      }, theme);
      const axe = new AxeBuilder({ page });
      const { violations } = await (theme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const found = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      expect.soft(found, `${where}, ${theme}`).toEqual([]);
    }
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(sideways, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

/** Puts the console's errors, as its page tells them, into a list. */
export function complaintsOf(page: Page): string[] {
  const said: string[] = [];
  // A resource that fails is told without its address, which is what matters.
  page.on(
    "console",
    (message) => message.type() === "error" && said.push(`${message.text()} ${message.location().url}`),
  );
  page.on("pageerror", (error) => said.push(error.message));
  return said;
}
