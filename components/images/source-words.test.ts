import { expect, test } from "vitest";
import { sourceWords } from "./source-words.ts";

test("each kind of source has its word", () => {
  expect(sourceWords("docker://registry.example/team/app:1")).toEqual({
    what: "registry",
    from: "docker://registry.example/team/app:1",
  });
  expect(sourceWords("upload:app.aci")).toEqual({ what: "upload of", from: "app.aci" });
  expect(sourceWords("file:/srv/app.aci")).toEqual({ what: "file of the node", from: "/srv/app.aci" });
  expect(sourceWords("something else")).toEqual({ what: "", from: "something else" });
});
