import { describe, expect, test } from "vitest";
import { appCan, podCan, podState, podWord, wordTone } from "./pod-state.ts";

const ended = (exitCode: number | null, ...apps: [number | null, string | null][]) => ({
  state: "exited" as const,
  exitCode,
  apps: apps.map(([code, exitReason]) => ({ exitCode: code, exitReason })),
});

describe("what an ended pod is called", () => {
  test.each([
    ["exited", ended(0, [0, "exited"])],
    ["failed", ended(7, [7, "exited"])],
    ["failed", ended(255, [255, "lost"])],
    ["stopped", ended(143, [143, "stopped"])],
    ["stopped", ended(137, [0, "exited"], [137, "stopped"])],
    ["failed", ended(7, [7, "exited"], [143, "stopped"])],
    ["failed", ended(null)],
  ] as const)("%s", (word, pod) => {
    expect(podWord(pod)).toBe(word);
  });

  test("only a failure is red", () => {
    expect(wordTone("failed")).toBe("bad");
    expect(wordTone("stopped")).toBe("idle");
    expect(wordTone("exited")).toBe("idle");
  });
});

test("each verb is refused with the state's name, in every state but its own", () => {
  for (const state of podState.options) {
    for (const [verb, allowed] of Object.entries(podCan)) {
      const verdict = allowed(state);
      if (verdict !== null) expect(verdict, verb).toContain(state);
    }
  }
  expect(podCan.start("prepared")).toBeNull();
  expect(podCan.remove("running")).toBe("it is running; stop it first");
  expect(podCan.remove("preparing")).toBe("it is preparing");
  expect(appCan.exec("exited")).toContain("exited");
});
