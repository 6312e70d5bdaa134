/** Questions about rights, asked of the API server as the user in question: who am I, what are my rules, may I. */
import { z } from "zod";
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { isCratonError } from "../http/craton-error.ts";
import { type Rules, rulesReview } from "./rules.ts";

const timeoutMs = 3_000;
const limit = 4 * 1024 * 1024;
const whoAnswer = z.object({
  status: z.object({ userInfo: z.object({ username: z.string(), groups: z.array(z.string()).nullish() }) }),
});
const mayAnswer = z.object({ status: z.object({ allowed: z.boolean(), denied: z.boolean().optional() }) });

type Place = Pick<KubeKind, "group" | "resource">;

function ask<T>(connection: KubeConnection, group: string, kind: string, resource: string, spec: unknown): Promise<T> {
  const apiVersion = `${group}/v1`;
  const body = { apiVersion, kind, ...(spec === null ? {} : { spec }) };
  return connection.json<T>({ method: "POST", path: `/apis/${apiVersion}/${resource}`, body, timeoutMs }, limit);
}

/** Servers of before 1.28, or without the right to ask, do not tell. */
const isRefusal = (error: unknown) =>
  isCratonError(error) && ["not-found", "forbidden", "kube-forbidden"].includes(error.code);

/** The name and groups that the API server knows the user by; null when it does not say. */
export async function whoAmI(connection: KubeConnection): Promise<{ user: string; groups: string[] } | null> {
  try {
    const answer = await ask(connection, "authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews", null);
    const { username, groups } = whoAnswer.parse(answer).status.userInfo;
    return { user: username, groups: groups ?? [] };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** All rules that hold in a namespace; null when the API server cannot tell all: some of its authorisers do not list theirs. */
export async function myRules(connection: KubeConnection, namespace: string): Promise<Rules | null> {
  try {
    const answer = await ask(connection, "authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", {
      namespace,
    });
    const { incomplete, resourceRules } = rulesReview.parse(answer).status;
    return incomplete === false || incomplete === undefined ? (resourceRules ?? []) : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** `namespace` null is everywhere. */
export async function mayI(
  connection: KubeConnection,
  verb: string,
  { group, resource }: Place,
  namespace: string | null,
): Promise<boolean> {
  const resourceAttributes = { verb, group, resource, ...(namespace === null ? {} : { namespace }) };
  const answer = await ask(connection, "authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", {
    resourceAttributes,
  });
  const { allowed, denied } = mayAnswer.parse(answer).status;
  return allowed && denied !== true;
}
