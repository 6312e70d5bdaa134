/** What a control plane is made of: one plain value that certificates, files and components are derived from. */
import { componentNames, placesOf, portsOf } from "./places.mjs";

/**
 * @typedef {{ uid: number, gid: number } | null} Owner null: the starter's own user
 * @typedef {ReturnType<typeof makePlan>} Plan
 */

/**
 * `state`: the state folder. `port`: the apiserver's; the others follow it. `users`: system users, null without root.
 * `consoleOwner`: who reads logs and the two identities. `components`: a subset for tests. `apiserverArgs`: more flags, last.
 * @param {{ state: string, port: number, node: string, serviceCidr?: string, users?: { etcd: Owner, apiserver: Owner,
 *   controllers: Owner } | null, consoleOwner?: Owner, components?: string[], apiserverArgs?: string[] }} options
 */
export function makePlan({ state, port, node, serviceCidr, users, consoleOwner, components, apiserverArgs }) {
  return {
    state,
    node,
    places: placesOf(state),
    ports: portsOf(port),
    server: `https://127.0.0.1:${port}`,
    serviceCidr: serviceCidr ?? "10.96.0.0/16",
    users: users ?? { etcd: null, apiserver: null, controllers: null },
    consoleOwner: consoleOwner ?? null,
    components: componentNames.filter((name) => components === undefined || components.includes(name)),
    apiserverArgs: apiserverArgs ?? [],
  };
}
