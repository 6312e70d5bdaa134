/** managedFields of a pod that kube-controller-manager made and a kubelet runs: the part of a pod that no list needs. */

const made =
  `{"f:metadata":{"f:annotations":{".":{},"f:prometheus.io/scrape":{}},"f:generateName":{},` +
  `"f:labels":{".":{},"f:app":{},"f:app.kubernetes.io/name":{},"f:pod-template-hash":{},"f:tier":{}},` +
  `"f:ownerReferences":{".":{},"k:{\\"uid\\":\\"OWNER\\"}":{}}},` +
  `"f:spec":{"f:containers":{"k:{\\"name\\":\\"main\\"}":{".":{},"f:env":{".":{},"k:{\\"name\\":\\"LOG_LEVEL\\"}":{".":{},"f:name":{},"f:value":{}},` +
  `"k:{\\"name\\":\\"REGION\\"}":{".":{},"f:name":{},"f:value":{}}},` +
  `"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},"k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:name":{},"f:protocol":{}}},` +
  `"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{},"f:memory":{}},"f:requests":{".":{},"f:cpu":{},"f:memory":{}}},` +
  `"f:securityContext":{".":{},"f:allowPrivilegeEscalation":{},"f:runAsNonRoot":{}},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},` +
  `"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}`;
const [before = "", after = ""] = made.split("OWNER");

const kubelet =
  `{"f:status":{"f:conditions":{"k:{\\"type\\":\\"ContainersReady\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}},` +
  `"k:{\\"type\\":\\"Initialized\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}},` +
  `"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}}},` +
  `"f:containerStatuses":{},"f:hostIP":{},"f:phase":{},"f:podIP":{},"f:podIPs":{},"f:startTime":{}}}`;

/** The array; `owner` is the ReplicaSet's uid, times are RFC 3339. */
export const podManagedFields = (owner: string, created: string, changed: string): string =>
  `[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"${created}","fieldsType":"FieldsV1","fieldsV1":${before}${owner}${after}},` +
  `{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"${changed}","fieldsType":"FieldsV1","fieldsV1":${kubelet},"subresource":"status"}]`;
