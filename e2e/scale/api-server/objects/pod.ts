/** Generated pods, as a Deployment's look on a running cluster: about 4.5 kB of JSON, 1.75 kB of it managedFields. */
import { hash, uuid } from "../hash.ts";
import type { Entry, Labels, Maker, PodState, PodWord } from "../kind.ts";
import {
  created,
  deploymentName,
  deploymentOfPod,
  namespaceOf,
  nodeOfPod,
  podName,
  replicaSetName,
  stamp,
  templateHash,
  type World,
  word,
} from "../world.ts";
import { podManagedFields } from "./pod-fields.ts";
import { podStatus } from "./pod-status.ts";

/** Of 1,000 pods, so many have this word at first. */
const share: [PodWord, number][] = [
  ["Running", 930],
  ["Pending", 20],
  ["CrashLoopBackOff", 20],
  ["Completed", 15],
  ["ImagePullBackOff", 10],
  ["Error", 5],
];

export function firstPodState(world: World, index: number): PodState {
  let rest = hash(world.seed, index, 5) % 1000;
  const found = share.find(([, count]) => {
    rest -= count;
    return rest < 0;
  });
  const word = found?.[0] ?? "Running";
  const restarts = word === "CrashLoopBackOff" ? 5 + (index % 90) : hash(world.seed, index, 6) % 20 === 0 ? 1 : 0;
  return { word, restarts, at: world.epoch - (hash(world.seed, index, 7) % 86_400) * 1000 };
}

export const podEntry = (world: World, index: number, rv: number, state: PodState): Entry => {
  const namespace = namespaceOf(world, deploymentOfPod(world, index));
  const name = podName(world, index);
  return { key: `${namespace}/${name}`, namespace, name, rv, index, state, object: null };
};

export function podMaker(world: World): Maker {
  const labels = (entry: Entry): Labels => {
    const deployment = deploymentOfPod(world, entry.index);
    return {
      app: deploymentName(deployment),
      "app.kubernetes.io/name": word(deployment),
      "pod-template-hash": templateHash(world, deployment),
      tier: deployment % 3 === 0 ? "front" : "back",
    };
  };
  return {
    first: () =>
      Array.from({ length: world.pods }, (_, index) =>
        podEntry(world, index, 1000 + index, firstPodState(world, index)),
      ),
    labels,
    metadata: (entry) => {
      const deployment = deploymentOfPod(world, entry.index);
      const made = entry.index < world.pods ? created(world, entry.index, 8) : stamp((entry.state as PodState).at);
      return (
        `{"name":"${entry.name}","generateName":"${replicaSetName(world, deployment)}-","namespace":"${entry.namespace}",` +
        `"uid":"${uuid(world.seed, entry.index, 1)}","resourceVersion":"${entry.rv}","generation":1,` +
        `"creationTimestamp":"${made}","labels":${JSON.stringify(labels(entry))},` +
        `"annotations":{"prometheus.io/scrape":"true"},` +
        `"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"${replicaSetName(world, deployment)}",` +
        `"uid":"${uuid(world.seed, deployment, 2)}","controller":true,"blockOwnerDeletion":true}],` +
        `"managedFields":${podManagedFields(uuid(world.seed, deployment, 2), made, stamp((entry.state as PodState).at))}}`
      );
    },
    rest: (entry) => `${podSpec(world, entry)},${podStatus(world, entry)}`,
  };
}

function podSpec(world: World, entry: Entry): string {
  const deployment = deploymentOfPod(world, entry.index);
  const name = word(deployment);
  const state = entry.state as PodState;
  const node = state.word === "Pending" ? "" : `"nodeName":"${nodeOfPod(world, entry.index)}",`;
  const volume = `kube-api-access-${templateHash(world, deployment).slice(0, 5)}`;
  return (
    `"spec":{"volumes":[{"name":"${volume}","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},` +
    `{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace",` +
    `"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}],"containers":[{"name":"${name}",` +
    `"image":"registry.example.com/team/${name}:1.${deployment % 40}.${deployment % 7}","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],` +
    `"env":[{"name":"LOG_LEVEL","value":"info"},{"name":"REGION","value":"eu-1"}],` +
    `"resources":{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"${100 + (deployment % 4) * 50}m","memory":"${128 + (deployment % 3) * 64}Mi"}},` +
    `"volumeMounts":[{"name":"${volume}","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],` +
    `"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"` +
    `}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,` +
    `"dnsPolicy":"ClusterFirst","serviceAccountName":"default","serviceAccount":"default",${node}"securityContext":{},` +
    `"schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},` +
    `{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,` +
    `"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"}`
  );
}
