/** Generated nodes: a kubelet's report of about 5 kB, images included. `state` counts heartbeats. */
import { hash, uuid } from "../hash.ts";
import type { Entry, Labels, Maker } from "../kind.ts";
import { created, nodeName, stamp, type World } from "../world.ts";
import { nodeIp } from "./pod-status.ts";

const images = Array.from(
  { length: 20 },
  (_, i) => `{"names":["registry.example.com/team/image-${i}:1.${i}.0"],"sizeBytes":${20_000_000 + i * 7_000_000}}`,
).join(",");

export function nodeMaker(world: World): Maker {
  const labels = ({ index, name }: Entry): Labels => ({
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
    "node-role.kubernetes.io/worker": "",
    "topology.kubernetes.io/zone": `zone-${index % 3}`,
  });
  return {
    first: () =>
      Array.from({ length: world.nodes }, (_, index) => ({
        ...{ key: nodeName(index), namespace: "", name: nodeName(index), rv: 500 + (index % 400) },
        ...{ index, state: 0, object: null },
      })),
    labels,
    metadata: (entry) =>
      `{"name":"${entry.name}","uid":"${uuid(world.seed, entry.index, 21)}","resourceVersion":"${entry.rv}",` +
      `"creationTimestamp":"${created(world, entry.index, 22)}","labels":${JSON.stringify(labels(entry))},` +
      `"annotations":{"node.alpha.kubernetes.io/ttl":"300","volumes.kubernetes.io/controller-managed-attach-detach":"true"},` +
      `"managedFields":[{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"${stamp(world.epoch)}","fieldsType":"FieldsV1",` +
      `"fieldsV1":{"f:status":{"f:allocatable":{"f:cpu":{},"f:memory":{},"f:pods":{}},"f:conditions":{"k:{\\"type\\":\\"Ready\\"}":{"f:lastHeartbeatTime":{},` +
      `"f:lastTransitionTime":{},"f:message":{},"f:reason":{},"f:status":{}}},"f:images":{},"f:nodeInfo":{"f:kubeletVersion":{}}}},"subresource":"status"}]}`,
    rest: (entry) => nodeRest(world, entry),
  };
}

function nodeRest(world: World, { index, name, state }: Entry): string {
  const isReady = hash(world.seed, index, 23) % 200 !== 0;
  const beat = stamp(world.epoch + Number(state) * 10_000);
  const since = created(world, index, 22);
  const condition = (type: string, status: string, reason: string, message: string) =>
    `{"type":"${type}","status":"${status}","lastHeartbeatTime":"${beat}","lastTransitionTime":"${since}","reason":"${reason}","message":"${message}"}`;
  const cores = index % 4 === 0 ? 32 : 16;
  const size = `"cpu":"${cores}","ephemeral-storage":"194450132Ki","hugepages-2Mi":"0","memory":"${cores * 4 * 1024 * 1024}Ki","pods":"110"`;
  return (
    `"spec":{"podCIDR":"10.${index >> 8}.${index & 255}.0/24","podCIDRs":["10.${index >> 8}.${index & 255}.0/24"],"providerID":"metal://${name}"` +
    `${hash(world.seed, index, 24) % 100 === 0 ? ',"unschedulable":true' : ""}},` +
    `"status":{"capacity":{${size}},"allocatable":{${size}},"conditions":[` +
    `${condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available")},` +
    `${condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure")},` +
    `${condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available")},` +
    `${condition("Ready", isReady ? "True" : "Unknown", isReady ? "KubeletReady" : "NodeStatusUnknown", isReady ? "kubelet is posting ready status" : "Kubelet stopped posting node status.")}],` +
    `"addresses":[{"type":"InternalIP","address":"${nodeIp(index)}"},{"type":"Hostname","address":"${name}"}],` +
    `"daemonEndpoints":{"kubeletEndpoint":{"Port":10250}},"nodeInfo":{"machineID":"${uuid(world.seed, index, 25).replaceAll("-", "")}",` +
    `"systemUUID":"${uuid(world.seed, index, 26)}","bootID":"${uuid(world.seed, index, 27)}","kernelVersion":"6.1.0-30-amd64","osImage":"Debian GNU/Linux 12 (bookworm)",` +
    `"containerRuntimeVersion":"containerd://2.1.4","kubeletVersion":"v1.36.3","kubeProxyVersion":"","operatingSystem":"linux","architecture":"amd64"},"images":[${images}]}`
  );
}
