/** As whom an API server knows a connection. */
import { z } from "zod";
import type { KubeConnection } from "./connection.ts";
import { isErrorOf } from "./error-code.ts";

const review = z.object({ status: z.object({ userInfo: z.object({ username: z.string() }) }) });

/** The user's name; null from a server that is too old to tell (before 1.28). `cluster-auth` when it does not know the credential. */
export async function whoAmI(connection: KubeConnection, signal?: AbortSignal): Promise<string | null> {
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  try {
    const answer = await connection.json({ method: "POST", path, body, signal }, 1024 * 1024);
    return review.safeParse(answer).data?.status.userInfo.username ?? null;
  } catch (error) {
    if (!isErrorOf(error, "not-found", "kube-forbidden")) throw error;
    // A wrong token is refused before any path is looked at.
    await connection.json({ path: "/api", signal }, 1024 * 1024);
    return null;
  }
}
