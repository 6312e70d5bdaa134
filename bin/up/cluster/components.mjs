/**
 * How each component is started: flags, user, log, pid file, and the probe that tells when it is ready. All listen on
 * loopback alone, and all but the health paths ask for a certificate.
 */
import path from "node:path";
import { readText } from "../../state-files.mjs";
import { httpsProbe } from "./probe.mjs";

const cleanEnv = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" };

/** @param {import("./plan.mjs").Plan} plan */
export function componentSpecs(plan) {
  const { places, users, ports, server, consoleOwner } = plan;
  const clusterCa = () => readText(path.join(places.ca.cluster, "ca.crt"));
  const healthz = (port) => httpsProbe(`https://127.0.0.1:${port}/healthz`, () => ({ ca: clusterCa() }));
  const spec = (name, owner, args, probe, graceMs) => ({
    name,
    file: places.binary,
    args: [name, ...args],
    env: cleanEnv,
    cwd: "/",
    uid: owner?.uid,
    gid: owner?.gid,
    log: path.join(places.log, `${name}.log`),
    logGid: consoleOwner?.gid,
    pidFile: path.join(places.run, `${name}.pid`),
    probe,
    graceMs,
  });
  const health = () => {
    const at = (name) => readText(path.join(places.admin, "etcd", name));
    return { ca: at("ca.crt"), cert: at("client.crt"), key: at("client.key") };
  };
  const specs = [
    spec("etcd", users.etcd, etcdArgs(plan), httpsProbe(`https://127.0.0.1:${ports.etcd}/health`, health), 30_000),
    // It may hang when something went wrong; killed after 10 s it comes up clean on the same etcd.
    spec(
      "kube-apiserver",
      users.apiserver,
      apiserverArgs(plan),
      httpsProbe(`${server}/readyz`, () => ({ ca: clusterCa() })),
      10_000,
    ),
    spec("kube-controller-manager", users.controllers, managerArgs(plan), healthz(ports.controllerManager), 5_000),
    spec("kube-scheduler", users.controllers, schedulerArgs(plan), healthz(ports.scheduler), 5_000),
  ];
  return specs.filter(({ name }) => plan.components.includes(name));
}

function etcdArgs({ places, ports }) {
  const tls = path.join(places.etcd, "server");
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  const client = `https://127.0.0.1:${ports.etcd}`;
  return [
    "--name=local",
    `--data-dir=${path.join(places.etcd, "data")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=local=${peer}`,
    `--cert-file=${tls}/server.crt`,
    `--key-file=${tls}/server.key`,
    `--trusted-ca-file=${tls}/ca.crt`,
    "--client-cert-auth",
    `--peer-cert-file=${tls}/server.crt`,
    `--peer-key-file=${tls}/server.key`,
    `--peer-trusted-ca-file=${tls}/ca.crt`,
    "--peer-client-cert-auth",
    "--enable-grpc-gateway=false",
    "--auto-compaction-mode=periodic",
    "--auto-compaction-retention=10m",
    `--quota-backend-bytes=${4 * 2 ** 30}`,
    "--log-level=warn",
  ];
}

function apiserverArgs({ places, ports, serviceCidr, apiserverArgs: more }) {
  const at = (...parts) => path.join(places.apiserver, ...parts);
  return [
    "--bind-address=127.0.0.1",
    `--secure-port=${ports.apiserver}`,
    // Nothing but this machine reaches it, so no endpoint of the Service `kubernetes` is written.
    "--advertise-address=127.0.0.1",
    "--endpoint-reconciler-type=none",
    `--tls-cert-file=${at("server/server.crt")}`,
    `--tls-private-key-file=${at("server/server.key")}`,
    `--client-ca-file=${at("server/ca.crt")}`,
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${at("etcd/ca.crt")}`,
    `--etcd-certfile=${at("etcd/client.crt")}`,
    `--etcd-keyfile=${at("etcd/client.key")}`,
    `--authentication-config=${at("authentication.json")}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged",
    `--service-cluster-ip-range=${serviceCidr}`,
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-signing-key-file=${at("service-account.key")}`,
    `--service-account-key-file=${at("service-account.pub")}`,
    `--requestheader-client-ca-file=${at("front-proxy/ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    `--proxy-client-cert-file=${at("front-proxy/client.crt")}`,
    `--proxy-client-key-file=${at("front-proxy/client.key")}`,
    `--audit-policy-file=${at("audit-policy.json")}`,
    `--audit-log-path=${at("audit/audit.log")}`,
    "--audit-log-maxsize=50",
    "--audit-log-maxbackup=4",
    "--audit-log-maxage=30",
    // Watches of others are ended at once when it stops; without this it waits a minute for them.
    "--shutdown-watch-termination-grace-period=2s",
    "--profiling=false",
    ...more,
  ];
}

function managerArgs({ places, ports, serviceCidr }) {
  const at = (...parts) => path.join(places.controllers, ...parts);
  return [
    ...common(at("manager"), ports.controllerManager),
    // The default of 20 a second holds up its own start by five seconds.
    "--kube-api-qps=200",
    "--kube-api-burst=400",
    "--use-service-account-credentials",
    `--service-account-private-key-file=${at("service-account.key")}`,
    `--root-ca-file=${at("manager/ca.crt")}`,
    `--cluster-signing-cert-file=${at("manager/signer-ca.crt")}`,
    `--cluster-signing-key-file=${at("manager/signer-ca.key")}`,
    // The default is a folder of the system, and is made when it is missing.
    `--flex-volume-plugin-dir=${at("volume-plugins")}`,
    "--allocate-node-cidrs",
    "--cluster-cidr=10.244.0.0/16",
    `--service-cluster-ip-range=${serviceCidr}`,
  ];
}

function schedulerArgs({ places, ports }) {
  return common(path.join(places.controllers, "scheduler"), ports.scheduler);
}

function common(folder, port) {
  return [
    `--kubeconfig=${folder}/kubeconfig`,
    `--authentication-kubeconfig=${folder}/kubeconfig`,
    `--authorization-kubeconfig=${folder}/kubeconfig`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--tls-cert-file=${folder}/server.crt`,
    `--tls-private-key-file=${folder}/server.key`,
    "--leader-elect=false",
    "--profiling=false",
  ];
}
