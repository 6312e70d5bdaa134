import { expect, test } from "vitest";
import { modeText } from "./mode-text.ts";

test("modes read as ls writes them", () => {
  expect(modeText("file", 0o644)).toBe("-rw-r--r--");
  expect(modeText("folder", 0o1777)).toBe("drwxrwxrwt");
  expect(modeText("file", 0o4755)).toBe("-rwsr-xr-x");
  expect(modeText("file", 0o2644)).toBe("-rw-r-Sr--");
  expect(modeText("symlink", 0o777)).toBe("lrwxrwxrwx");
  expect(modeText("character", 0)).toBe("c---------");
  expect(modeText("folder", 0o1770)).toBe("drwxrwx--T");
});
