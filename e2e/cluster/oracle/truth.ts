/** What the API server itself gives a user, asked as that user: where each kind may be listed, and what there is. */
import type { ApiServer, Who } from "./api-server.ts";
import { type OracleKind, urlOf } from "./kinds.ts";

type Listed = { metadata: { name: string; namespace?: string } }[];

export class Truth {
  private readonly api: ApiServer;
  private readonly who: (user: string) => Who;
  private readonly places: readonly string[];
  private readonly allowed = new Map<string, Promise<"all" | Set<string>>>();
  private readonly objects = new Map<string, Promise<Listed>>();

  /** Of one moment: made anew after each change. `places`: all namespaces. */
  constructor(api: ApiServer, who: (user: string) => Who, places: readonly string[]) {
    this.api = api;
    this.who = who;
    this.places = places;
  }

  /** Namespaces in which the API server lists the kind for the user. */
  where(user: string, kind: OracleKind): Promise<"all" | Set<string>> {
    const key = `${user} ${kind.name}`;
    const known = this.allowed.get(key) ?? this.find(user, kind);
    this.allowed.set(key, known);
    return known;
  }

  /** Whether an object with this namespace may be seen in a list. */
  async allows(user: string, kind: OracleKind, namespace: string): Promise<boolean> {
    const where = await this.where(user, kind);
    return where === "all" || where.has(namespace);
  }

  /** How many objects the user could list at most; `namespaces` empty is everywhere. */
  async count(user: string, kind: OracleKind, namespaces: readonly string[]): Promise<number> {
    const where = await this.where(user, kind);
    const isWanted = (namespace: string) =>
      (where === "all" || where.has(namespace)) &&
      (!kind.namespaced || namespaces.length === 0 || namespaces.includes(namespace));
    return (await this.all(kind)).filter(({ metadata }) => isWanted(metadata.namespace ?? "")).length;
  }

  /** Whether the API server gives this one object. */
  async gives(user: string, kind: OracleKind, namespace: string | null, name: string): Promise<boolean> {
    const { status } = await this.api.ask("GET", `${urlOf(kind, namespace)}/${name}`, this.who(user));
    return status === 200;
  }

  private async find(user: string, kind: OracleKind): Promise<"all" | Set<string>> {
    const who = this.who(user);
    if ((await this.lists(who, kind, null)) === 200) return "all";
    if (!kind.namespaced) return new Set();
    const may = await Promise.all(this.places.map((place) => this.lists(who, kind, place)));
    return new Set(this.places.filter((_, at) => may[at] === 200));
  }

  private async lists(who: Who, kind: OracleKind, namespace: string | null): Promise<number> {
    const { status } = await this.api.ask("GET", `${urlOf(kind, namespace)}?limit=1`, who);
    if (status !== 200 && status !== 403) throw new Error(`${kind.name} in ${namespace}: ${status}`);
    return status;
  }

  private all(kind: OracleKind): Promise<Listed> {
    const known =
      this.objects.get(kind.name) ??
      this.api.must("GET", urlOf(kind, null)).then((body) => (body as { items: Listed }).items);
    this.objects.set(kind.name, known);
    return known;
  }
}
