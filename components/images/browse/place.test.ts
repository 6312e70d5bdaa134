import { expect, it } from "vitest";
import { browseHref, imageName, type Place, wayTo } from "./place.ts";

const place: Place = { cluster: "fleet", node: "n", registry: "r:5000", repository: "team/app", reference: "1.2" };

it("each step of the way leads to less of it", () => {
  expect(wayTo(place)).toEqual({
    title: "app:1.2",
    crumbs: [
      { label: "Images", href: "/c/fleet/images" },
      { label: "Browse registries", href: "/c/fleet/images/browse?node=n" },
      { label: "r:5000", href: "/c/fleet/images/browse?node=n&registry=r%3A5000" },
      { label: "team/app", href: "/c/fleet/images/browse?node=n&registry=r%3A5000&repository=team%2Fapp" },
    ],
  });
  expect(wayTo({ ...place, registry: null, repository: null, reference: null }).title).toBe("Browse registries");
});

it("a step is added, with all that was chosen before", () => {
  expect(browseHref({ ...place, reference: null }, { reference: "a&b" })).toContain(
    "repository=team%2Fapp&reference=a%26b",
  );
  expect(imageName("a/b", "sha256:00")).toBe("a/b@sha256:00");
});
