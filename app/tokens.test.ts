import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

/** The custom properties of the first block whose selector is `selector`. */
function block(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));
}

const light = block(":root");
const dark = block('[data-theme="dark"]');
const system = block(":root:not([data-theme])");

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const channel = (at: number) => {
    const c = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [high, low] = [luminance(a ?? ""), luminance(b ?? "")].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

describe("tokens", () => {
  it("are the same dark by choice and by the system", () => expect(system).toEqual(dark));

  const surfaces = ["bg", "bg-sunken", "bg-hover", "bg-selected", "bg-raised"];
  const inks = ["text", "text-2", "text-3", "accent", "ok", "busy", "warn", "bad", "idle"];
  for (const [theme, own] of [
    ["light", light],
    ["dark", dark],
  ] as const) {
    const tokens = { ...light, ...own };
    it.each(inks.flatMap((ink) => surfaces.map((surface) => [ink, surface])))(
      `reach AA in ${theme}: %s on %s`,
      (ink, surface) => expect(contrast(tokens[ink], tokens[surface])).toBeGreaterThanOrEqual(4.5),
    );
    it.each(["ok", "busy", "warn", "bad", "idle", "accent"])(`reach AA in ${theme}: %s on its weak tone`, (tone) =>
      expect(contrast(tokens[tone], tokens[`${tone}-weak`])).toBeGreaterThanOrEqual(4.5),
    );
    it.each(["nav-text", "nav-strong", "nav-dim", "nav-bad"])(`reach AA in ${theme}: %s in the navigation`, (ink) => {
      expect(contrast(tokens[ink], tokens["nav-bg"])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens[ink], tokens["nav-hover"])).toBeGreaterThanOrEqual(4.5);
    });
    it(`reach AA in ${theme}: the primary action`, () =>
      expect(contrast(tokens["on-accent"], tokens.accent)).toBeGreaterThanOrEqual(4.5));
  }
});
