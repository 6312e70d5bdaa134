import { expect, it } from "vitest";
import { CratonError } from "../../lib/contract/errors.ts";
import { brokeOff, patiently } from "./patient.ts";

const away = (code: string) =>
  new CratonError("agent-unreachable", { node: "n", why: "x" }, { cause: Object.assign(new Error(), { code }) });
const failing = (...errors: Error[]) => {
  let asked = 0;
  return {
    ask: async () => {
      const error = errors[asked];
      asked += 1;
      if (error) throw error;
      return asked;
    },
    get asked() {
      return asked;
    },
  };
};

it("asks again while the agent is away", async () => {
  expect(await patiently(failing(away("ECONNREFUSED"), away("ECONNRESET")).ask, { pause: 0 })).toBe(3);
});

it("passes other errors, and gives up in the end", async () => {
  const other = failing(new CratonError("pod-not-found", { uuid: "u" }));
  await expect(patiently(other.ask, { pause: 0 })).rejects.toMatchObject({ code: "pod-not-found" });
  expect(other.asked).toBe(1);
  const gone = failing(...Array.from({ length: 50 }, () => away("ECONNREFUSED")));
  await expect(patiently(gone.ask, { pause: 0, patience: -1 })).rejects.toMatchObject({ code: "agent-unreachable" });
});

it("repeats a creation only when its answer was lost", async () => {
  expect([away("ECONNRESET"), away("EPIPE"), away("ECONNREFUSED"), new Error("x")].map(brokeOff)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const refused = failing(away("ECONNREFUSED"));
  await expect(patiently(refused.ask, { pause: 0, first: brokeOff })).rejects.toMatchObject({
    code: "agent-unreachable",
  });
  expect(await patiently(failing(away("ECONNRESET"), away("ECONNREFUSED")).ask, { pause: 0, first: brokeOff })).toBe(3);
});
