/** Random users, roles and bindings, made and changed by the administrator. */
import type { Role } from "../../../lib/contract/roles.ts";
import type { ApiServer, Who } from "./api-server.ts";
import { kinds } from "./kinds.ts";
import type { Chance } from "./random.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const apiGroup = "rbac.authorization.k8s.io";
/** The administrators' group sees everything: it would make every question easy. */
const groupNames: Role[] = ["editor", "viewer", "auditor"];
const mostBindings = 24;

type Binding = { url: string };

export class Rights {
  readonly users: string[];
  private readonly api: ApiServer;
  private readonly chance: Chance;
  private readonly namespaces: readonly string[];
  private readonly groups = new Map<string, Role[]>();
  private readonly roles: { kind: "Role" | "ClusterRole"; namespace: string | null; name: string }[] = [];
  private bindings: Binding[] = [];
  private next = 0;

  constructor(api: ApiServer, chance: Chance, namespaces: readonly string[], userCount: number) {
    this.api = api;
    this.chance = chance;
    this.namespaces = namespaces;
    this.users = Array.from({ length: userCount }, (_, at) => `user-${at}`);
    for (const user of this.users) this.groups.set(user, chance.once(3) ? [chance.of(groupNames)] : []);
  }

  groupsOf(user: string): Role[] {
    return this.groups.get(user) ?? [];
  }

  who(user: string): Who {
    return { user, groups: this.groupsOf(user).map((group) => `craton:${group}`) };
  }

  async begin(): Promise<void> {
    for (let at = 0; at < 16; at++) {
      const name = `oracle-${at}`;
      const rules = this.rules();
      await this.api.must("POST", `${rbac}/clusterroles`, { metadata: { name }, rules });
      this.roles.push({ kind: "ClusterRole", namespace: null, name });
    }
    for (const namespace of this.namespaces) {
      await this.api.must("POST", `${rbac}/namespaces/${namespace}/roles`, {
        metadata: { name: "local" },
        rules: this.rules(),
      });
      this.roles.push({ kind: "Role", namespace, name: "local" });
    }
    for (let at = 0; at < 14; at++) await this.bind();
  }

  /** A few changes of any sort. */
  async change(): Promise<void> {
    for (let left = 1 + this.chance.below(4); left > 0; left--) {
      const dice = this.chance.below(10);
      if (dice === 0) this.groups.set(this.chance.of(this.users), this.chance.some(groupNames).slice(0, 1));
      else if (dice <= 2) await this.rewrite();
      else if (this.bindings.length >= mostBindings || dice <= 6) await this.unbind();
      else await this.bind();
    }
  }

  private rules(): object[] {
    const { chance } = this;
    return Array.from({ length: 1 + chance.below(3) }, () => {
      const some = chance.shuffled(kinds).slice(0, 1 + chance.below(4));
      return {
        apiGroups: chance.once(12) ? ["*"] : [...new Set(some.map(({ group }) => group))],
        resources: chance.once(12) ? ["*"] : some.map(({ resource }) => resource),
        verbs: chance.once(3) ? chance.some(["get", "list", "watch"]).concat("get") : ["get", "list", "watch"],
        ...(chance.once(8) ? { resourceNames: ["thing-0"] } : {}),
      };
    });
  }

  private subjects(): object[] {
    const { chance } = this;
    if (chance.once(12)) return [{ kind: "Group", apiGroup, name: "system:authenticated" }];
    if (chance.once(4)) return [{ kind: "Group", apiGroup, name: `craton:${chance.of(groupNames)}` }];
    return chance
      .shuffled(this.users)
      .slice(0, 1 + chance.below(2))
      .map((name) => ({ kind: "User", apiGroup, name }));
  }

  private async bind(): Promise<void> {
    const role = this.chance.of(this.roles);
    const everywhere = role.kind === "ClusterRole" && this.chance.once(5);
    const namespace = role.namespace ?? this.chance.of(this.namespaces);
    const url = everywhere ? `${rbac}/clusterrolebindings` : `${rbac}/namespaces/${namespace}/rolebindings`;
    const name = `bound-${this.next++}`;
    const roleRef = { apiGroup, kind: role.kind, name: role.name };
    await this.api.must("POST", url, { metadata: { name }, roleRef, subjects: this.subjects() });
    this.bindings.push({ url: `${url}/${name}` });
  }

  private async unbind(): Promise<void> {
    const gone = this.bindings.splice(this.chance.below(this.bindings.length), 1)[0];
    if (gone) await this.api.must("DELETE", gone.url);
  }

  private async rewrite(): Promise<void> {
    const { kind, namespace, name } = this.chance.of(this.roles);
    const url = kind === "Role" ? `${rbac}/namespaces/${namespace}/roles/${name}` : `${rbac}/clusterroles/${name}`;
    const known = (await this.api.must("GET", url)) as object;
    await this.api.must("PUT", url, { ...known, rules: this.rules() });
  }
}
