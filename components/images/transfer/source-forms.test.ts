import { expect, test } from "vitest";
import { formOf, sourceFault, sourceText } from "./source-forms.ts";

test("what is written becomes the source that the node takes", () => {
  expect(sourceText("registry", " registry.example/app:1 ")).toBe("docker://registry.example/app:1");
  expect(sourceText("registry", "docker://registry.example/app")).toBe("docker://registry.example/app");
  expect(sourceText("registry", "/srv/app.aci")).toBe("/srv/app.aci");
  expect(sourceText("name", "example.com/app:1,os=linux")).toBe("example.com/app:1,os=linux");
  expect(sourceText("url", "https://example.com/a.aci")).toBe("https://example.com/a.aci");
});

test("a recorded source goes back into its form", () => {
  for (const source of ["docker://registry.example/app:1", "https://example.com/a.aci"]) {
    const { form, written } = formOf(source);
    expect(sourceText(form, written)).toBe(source);
  }
  expect(formOf("discover:example.com/app:1")).toEqual({ form: "name", written: "example.com/app:1" });
  expect(formOf("file:/srv/a.aci")).toEqual({ form: "file", written: "/srv/a.aci" });
});

test("faults are told before anybody is asked", () => {
  expect(sourceFault("registry", "")).toBe("give an image");
  expect(sourceFault("url", "example.com/a.aci")).toContain("https://");
  expect(sourceFault("file", "srv/a.aci")).toContain("/");
  expect(sourceFault("name", "https://example.com/app")).not.toBeNull();
  expect(sourceFault("name", "example.com/app:1")).toBeNull();
  expect(sourceFault("file", "/srv/with blank.aci")).toBeNull();
});
