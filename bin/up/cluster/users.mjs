/** The system users of the components: etcd and apiserver each have one, controllers and scheduler share one. */
import { ensureSystemUser } from "../system-user.mjs";

export const clusterUsers = {
  etcd: "craton-etcd",
  apiserver: "craton-apiserver",
  controllers: "craton-controllers",
};

/** Answers {uid, gid} by part. Needs root. */
export async function ensureClusterUsers() {
  const { etcd, apiserver, controllers } = clusterUsers;
  return {
    etcd: await ensureSystemUser(etcd),
    apiserver: await ensureSystemUser(apiserver),
    controllers: await ensureSystemUser(controllers),
  };
}
