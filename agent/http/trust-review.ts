import { trustReview, trustReviewed } from "../../lib/contract/trust.ts";
import { json } from "./endpoint.ts";

export const trustReviewPost = json({
  method: "POST",
  path: "/v1/trust/review",
  right: { verb: "create", noun: "trust" },
  summary: "Shows the keys of a text, a URL or a name's own site, to be compared before one is added; changes nothing",
  body: trustReview,
  answer: trustReviewed,
  handle: ({ trust }, { actor, signal }, { body }) => trust.review(body, actor, signal),
});
