import { expect, test } from "vitest";
import { tenths } from "./build-progress.mjs";
import { compileProgress } from "./compile-progress.mjs";

test("packages count, other lines do not, and it is never done before the link", () => {
  const seen: (number | null)[] = [];
  const listen = compileProgress(4, ({ done }) => void seen.push(done));
  for (const line of ["go: downloading k8s.io/api v0.36.3", "# k8s.io/x", "", "internal/cpu", "k8s.io/api/core/v1"])
    listen(line);
  expect(seen).toEqual([0.2375, 0.475]);
  for (const line of ["gopkg.in/yaml.v3", "vendor/golang.org/x/net/idna", "one/more", "and/c++/more"]) listen(line);
  expect(seen.at(-1)).toBe(0.99);
});

test("each tenth is told once", () => {
  const said: string[] = [];
  const progress = tenths((text: string) => said.push(text));
  progress({ done: null, note: "downloads the modules" });
  for (let i = 0; i <= 100; i += 1) progress({ done: i / 400, note: "compiles" });
  expect(said).toEqual([
    "embedded Kubernetes: downloads the modules",
    "embedded Kubernetes: 0 % built",
    "embedded Kubernetes: 10 % built",
    "embedded Kubernetes: 20 % built",
  ]);
});
