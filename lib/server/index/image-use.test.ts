import { expect, test } from "vitest";
import { ImageUse } from "./image-use.ts";

const app = (id: string) => ({ image: { id } });

test("a pod uses its images from its first word until it ends, and each change is told once", () => {
  const use = new ImageUse();
  expect(use.pod({ uuid: "p1", state: "preparing", apps: [app("a"), app("b"), app("a")] })).toEqual(["a", "b"]);
  expect(use.pod({ uuid: "p1", state: "running", apps: [app("a"), app("b")] })).toEqual([]);
  expect(use.pod({ uuid: "p2", state: "running", apps: [app("a")] })).toEqual(["a"]);
  expect(use.of("a")).toEqual(["p1", "p2"]);
  expect(use.pod({ uuid: "p1", state: "exited", apps: [app("a"), app("b")] })).toEqual(["a", "b"]);
  expect(use.of("a")).toEqual(["p2"]);
  expect(use.of("b")).toEqual([]);
});

test("a pod that is gone uses nothing; one that nobody knows changes nothing", () => {
  const use = new ImageUse();
  use.pod({ uuid: "p1", state: "running", apps: [app("a")] });
  expect(use.gone("p2")).toEqual([]);
  expect(use.gone("p1")).toEqual(["a"]);
  expect(use.of("a")).toEqual([]);
});
