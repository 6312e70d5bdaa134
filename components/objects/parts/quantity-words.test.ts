import { expect, test } from "vitest";
import { quantityWords } from "./quantity-words.ts";

test("quantities are told by what they count", () => {
  expect(quantityWords("cpu", "1500m")).toBe("1.5");
  expect(quantityWords("requests.cpu", "250m")).toBe("250 m");
  expect(quantityWords("memory", "128Mi")).toBe("128 MiB");
  expect(quantityWords("requests.storage", "1Gi")).toBe("1 GiB");
  expect(quantityWords("pods", "10")).toBe("10");
  expect(quantityWords("memory", "much")).toBe("much");
});
