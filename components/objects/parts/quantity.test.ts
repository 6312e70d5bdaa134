import { expect, test } from "vitest";
import { quantity, quantityWords } from "./quantity.ts";

test("quantities are read with every suffix, and nothing else is one", () => {
  const read = ["100m", "1", "1.5", "64Mi", "2G", "1e3", "12E", "5n", ".5", "-1", "1Kib", "", "x", "1 Mi", "0x1"].map(
    (one) => quantity(one),
  );
  expect(read).toEqual([0.1, 1, 1.5, 67108864, 2e9, 1000, 12e18, 5e-9, 0.5, -1, null, null, null, null, null]);
  expect(quantity(null)).toBeNull();
});

test("they are told by what they count", () => {
  expect(quantityWords("cpu", "1500m")).toBe("1.5");
  expect(quantityWords("requests.cpu", "250m")).toBe("250 m");
  expect(quantityWords("memory", "128Mi")).toBe("128 MiB");
  expect(quantityWords("requests.storage", "1Gi")).toBe("1 GiB");
  expect(quantityWords("pods", "10")).toBe("10");
  expect(quantityWords("memory", "much")).toBe("much");
});
