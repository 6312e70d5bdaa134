/** Generated Deployments and their ReplicaSets, ten pods each; their counts are the world's first ones. */
import { uuid } from "../hash.ts";
import type { Entry, Labels, Maker } from "../kind.ts";
import { created, deploymentName, namespaceOf, replicaSetName, templateHash, type World, word } from "../world.ts";

const replicas = (world: World, deployment: number): number =>
  Math.floor(world.pods / world.deployments) + (deployment < world.pods % world.deployments ? 1 : 0);

const managed = (manager: string, time: string) =>
  `[{"manager":"${manager}","operation":"Update","apiVersion":"apps/v1","time":"${time}","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},` +
  `"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"main\\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{}}}}}}}}]`;

function template(deployment: number, labels: Labels): string {
  const name = word(deployment);
  return (
    `{"metadata":{"labels":${JSON.stringify(labels)}},"spec":{"containers":[{"name":"${name}",` +
    `"image":"registry.example.com/team/${name}:1.${deployment % 40}.${deployment % 7}","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],` +
    `"resources":{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"128Mi"}},"terminationMessagePath":"/dev/termination-log",` +
    `"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",` +
    `"securityContext":{},"schedulerName":"default-scheduler"}}`
  );
}

const entriesOf = (world: World, name: (deployment: number) => string): Entry[] =>
  Array.from({ length: world.deployments }, (_, index) => {
    const namespace = namespaceOf(world, index);
    return {
      ...{ key: `${namespace}/${name(index)}`, namespace, name: name(index), rv: 900 + (index % 90) },
      ...{ index, state: null, object: null },
    };
  });

export function deploymentMaker(world: World): Maker {
  const labels = ({ index }: Entry): Labels => ({ app: deploymentName(index), "app.kubernetes.io/name": word(index) });
  return {
    first: () => entriesOf(world, deploymentName),
    labels,
    metadata: (entry) =>
      `{"name":"${entry.name}","namespace":"${entry.namespace}","uid":"${uuid(world.seed, entry.index, 31)}","resourceVersion":"${entry.rv}","generation":1,` +
      `"creationTimestamp":"${created(world, entry.index, 32)}","labels":${JSON.stringify(labels(entry))},` +
      `"annotations":{"deployment.kubernetes.io/revision":"1"},"managedFields":${managed("kubectl", created(world, entry.index, 32))}}`,
    rest: (entry) => {
      const count = replicas(world, entry.index);
      const since = created(world, entry.index, 32);
      return (
        `"spec":{"replicas":${count},"selector":{"matchLabels":{"app":"${entry.name}"}},"template":${template(entry.index, labels(entry))},` +
        `"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}},"revisionHistoryLimit":10,"progressDeadlineSeconds":600},` +
        `"status":{"observedGeneration":1,"replicas":${count},"updatedReplicas":${count},"readyReplicas":${count},"availableReplicas":${count},"conditions":[` +
        `{"type":"Available","status":"True","lastUpdateTime":"${since}","lastTransitionTime":"${since}","reason":"MinimumReplicasAvailable","message":"Deployment has minimum availability."}]}`
      );
    },
  };
}

export function replicaSetMaker(world: World): Maker {
  const labels = ({ index }: Entry): Labels => ({
    app: deploymentName(index),
    "app.kubernetes.io/name": word(index),
    "pod-template-hash": templateHash(world, index),
  });
  return {
    first: () => entriesOf(world, (deployment) => replicaSetName(world, deployment)),
    labels,
    metadata: (entry) =>
      `{"name":"${entry.name}","namespace":"${entry.namespace}","uid":"${uuid(world.seed, entry.index, 2)}","resourceVersion":"${entry.rv}","generation":1,` +
      `"creationTimestamp":"${created(world, entry.index, 32)}","labels":${JSON.stringify(labels(entry))},"annotations":{"deployment.kubernetes.io/revision":"1"},` +
      `"ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"${deploymentName(entry.index)}","uid":"${uuid(world.seed, entry.index, 31)}","controller":true,"blockOwnerDeletion":true}],` +
      `"managedFields":${managed("kube-controller-manager", created(world, entry.index, 32))}}`,
    rest: (entry) => {
      const count = replicas(world, entry.index);
      return (
        `"spec":{"replicas":${count},"selector":{"matchLabels":${JSON.stringify(labels(entry))}},"template":${template(entry.index, labels(entry))}},` +
        `"status":{"replicas":${count},"fullyLabeledReplicas":${count},"readyReplicas":${count},"availableReplicas":${count},"observedGeneration":1}`
      );
    },
  };
}
