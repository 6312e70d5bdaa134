import { describe, expect, it } from "vitest";
import type { App } from "@/lib/contract/pod.ts";
import { failureOf } from "./failure.ts";

const app = (part: Partial<App>): App => ({
  name: "web",
  image: { id: "sha512-0", name: "web" },
  state: "exited",
  pid: null,
  exitCode: 1,
  exitReason: "exited",
  createdAt: "2026-11-24T00:00:00Z",
  startedAt: null,
  finishedAt: null,
  command: [],
  user: "0",
  group: "0",
  tty: false,
  workingDirectory: "/",
  readOnlyRootFS: false,
  mounts: [],
  limits: { cpu: null, memory: null },
  ...part,
});

describe("failureOf", () => {
  it("lets the pod's own reason speak", () =>
    expect(failureOf({ reason: "node rebooted", apps: [app({})] })).toBe("Node rebooted"));
  it.each([
    [{}, "App web ended with code 1"],
    [{ exitReason: "oom" as const, exitCode: 137 }, "App web ran out of memory and was killed"],
    [{ exitReason: "lost" as const, exitCode: 255 }, "App web was lost, its exit code is unknown"],
    [{ exitReason: "failed" as const, exitCode: null }, "App web did not start"],
    [{ exitReason: "stopped" as const, exitCode: 143 }, "App web was stopped and ended with code 143"],
  ])("names the app and how it ended (%#)", (part, says) =>
    expect(failureOf({ reason: null, apps: [app(part)] })).toBe(says),
  );
  it("passes over apps that ended well", () =>
    expect(failureOf({ reason: null, apps: [app({ name: "a", exitCode: 0 }), app({ name: "b", exitCode: 2 })] })).toBe(
      "App b ended with code 2",
    ));
});
