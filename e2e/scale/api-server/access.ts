/** Who asks, by bearer token, and what they may: everything, or everything in some namespaces. */
import { ApiError, unauthorized } from "./status.ts";

export type Identity = { token: string; name: string; groups: string[]; namespaces: "all" | readonly string[] };

export class Access {
  private readonly identities: Identity[];
  constructor(identities: Identity[]) {
    this.identities = identities;
  }

  /** Throws a 401. */
  identify(authorization: string | undefined): Identity {
    const found = this.identities.find(({ token }) => authorization === `Bearer ${token}`);
    if (found === undefined) throw unauthorized();
    return found;
  }

  /** Changes what an identity may, as a new RoleBinding does. */
  grant(name: string, namespaces: Identity["namespaces"]): void {
    const found = this.identities.find((one) => one.name === name);
    if (found !== undefined) found.namespaces = namespaces;
  }
}

/** Kinds that everybody may list: who they are for is no secret, and a console must know where to ask. */
const open = ["namespaces"];

export const mayIn = ({ namespaces }: Identity, namespace: string): boolean =>
  namespaces === "all" || (namespace !== "" && namespaces.includes(namespace));

/** Throws the real server's 403. */
export function demand(who: Identity, verb: string, group: string, resource: string, namespace: string): void {
  if (mayIn(who, namespace) || open.includes(resource)) return;
  const scope = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  throw new ApiError(
    ...([403, "Forbidden"] as const),
    `${resource}${group === "" ? "" : `.${group}`} is forbidden: User "${who.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`,
    { ...(group === "" ? {} : { group }), kind: resource },
  );
}

type Review = {
  spec?: {
    namespace?: string;
    resourceAttributes?: { namespace?: string; resource?: string };
    nonResourceAttributes?: object;
  };
};

/** The review kinds that every user may create; null for another path. */
export function review(who: Identity, path: string, body: Review): object | null {
  const spec = body.spec ?? {};
  if (path === "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews") {
    const { namespace = "", resource = "" } = spec.resourceAttributes ?? {};
    const allowed = spec.resourceAttributes === undefined || mayIn(who, namespace) || open.includes(resource);
    return {
      kind: "SelfSubjectAccessReview",
      apiVersion: "authorization.k8s.io/v1",
      metadata: {},
      spec,
      status: { allowed },
    };
  }
  if (path === "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews") {
    const all = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };
    const own = {
      verbs: ["create"],
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
    };
    const listing = { verbs: ["get", "list", "watch"], apiGroups: [""], resources: open };
    const resourceRules = mayIn(who, spec.namespace ?? "") ? [all, own] : [own, listing];
    const nonResourceRules = [
      {
        verbs: ["get"],
        nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/readyz", "/version"],
      },
    ];
    const status = { resourceRules, nonResourceRules, incomplete: false };
    return { kind: "SelfSubjectRulesReview", apiVersion: "authorization.k8s.io/v1", metadata: {}, spec: {}, status };
  }
  if (path === "/apis/authentication.k8s.io/v1/selfsubjectreviews") {
    const userInfo = { username: who.name, groups: [...who.groups, "system:authenticated"] };
    return { kind: "SelfSubjectReview", apiVersion: "authentication.k8s.io/v1", metadata: {}, status: { userInfo } };
  }
  return null;
}
