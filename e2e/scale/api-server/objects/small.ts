/** Generated namespaces, services and events. */
import { hash, uuid } from "../hash.ts";
import type { Entry, Labels, Maker } from "../kind.ts";
import { created, deploymentName, namespaceName, namespaceOf, podName, stamp, type World, word } from "../world.ts";

const plain = (world: World, entry: Entry, salt: number, labels: Labels): string =>
  `{"name":"${entry.name}",${entry.namespace === "" ? "" : `"namespace":"${entry.namespace}",`}"uid":"${uuid(world.seed, entry.index, salt)}",` +
  `"resourceVersion":"${entry.rv}","creationTimestamp":"${created(world, entry.index, salt + 1)}"` +
  `${Object.keys(labels).length === 0 ? "" : `,"labels":${JSON.stringify(labels)}`}}`;

export function namespaceMaker(world: World): Maker {
  const labels = ({ name }: Entry): Labels => ({ "kubernetes.io/metadata.name": name });
  return {
    first: () =>
      Array.from({ length: world.namespaces }, (_, index) => ({
        ...{ key: namespaceName(index), namespace: "", name: namespaceName(index), rv: 10 + (index % 90) },
        ...{ index, state: null, object: null },
      })),
    labels,
    metadata: (entry) => plain(world, entry, 41, labels(entry)),
    rest: () => `"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}`,
  };
}

export function serviceMaker(world: World): Maker {
  const labels = ({ index }: Entry): Labels => ({ app: deploymentName(index), "app.kubernetes.io/name": word(index) });
  return {
    first: () =>
      Array.from({ length: world.services }, (_, index) => {
        const namespace = namespaceOf(world, index);
        const name = deploymentName(index);
        return {
          key: `${namespace}/${name}`,
          namespace,
          name,
          rv: 800 + (index % 90),
          index,
          state: null,
          object: null,
        };
      }),
    labels,
    metadata: (entry) => plain(world, entry, 51, labels(entry)),
    rest: ({ index, name }) => {
      const ip = `10.96.${(index >> 8) & 255}.${index & 255}`;
      return (
        `"spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":8080}],"selector":{"app":"${name}"},"clusterIP":"${ip}","clusterIPs":["${ip}"],` +
        `"type":"ClusterIP","sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}}`
      );
    },
  };
}

const reasons = [
  ["Normal", "Scheduled", "Successfully assigned to a node"],
  ["Normal", "Pulled", "Container image already present on machine"],
  ["Normal", "Started", "Container started"],
  ["Warning", "BackOff", "Back-off restarting failed container"],
  ["Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"],
] as const;

/** `state` is the time of the event in ms; those of the first world are within the hour before its epoch. */
export const eventEntry = (world: World, index: number, rv: number, at: number): Entry => {
  const pod = hash(world.seed, index, 61) % Math.max(1, world.pods);
  const namespace = namespaceOf(world, pod % Math.max(1, world.deployments));
  const name = `${podName(world, pod)}.${(index + 0x18a0000).toString(16)}`;
  return { key: `${namespace}/${name}`, namespace, name, rv, index, state: at, object: null };
};

export function eventMaker(world: World): Maker {
  return {
    first: () =>
      Array.from({ length: world.events }, (_, index) =>
        eventEntry(world, index, 950 + (index % 40), world.epoch - (hash(world.seed, index, 63) % 3600) * 1000),
      ),
    labels: () => ({}),
    metadata: (entry) =>
      `{"name":"${entry.name}","namespace":"${entry.namespace}","uid":"${uuid(world.seed, entry.index, 64)}","resourceVersion":"${entry.rv}",` +
      `"creationTimestamp":"${stamp(Number(entry.state))}"}`,
    rest: (entry) => {
      const pod = hash(world.seed, entry.index, 61) % Math.max(1, world.pods);
      const [type, reason, message] = reasons[hash(world.seed, entry.index, 62) % reasons.length] ?? reasons[0];
      const time = stamp(Number(entry.state));
      return (
        `"involvedObject":{"kind":"Pod","namespace":"${entry.namespace}","name":"${podName(world, pod)}","uid":"${uuid(world.seed, pod, 1)}","apiVersion":"v1"},` +
        `"reason":"${reason}","message":"${message}","source":{"component":"kubelet"},"firstTimestamp":"${time}","lastTimestamp":"${time}","count":${1 + (entry.index % 7)},` +
        `"type":"${type}","eventTime":null,"reportingComponent":"kubelet","reportingInstance":""`
      );
    },
  };
}
