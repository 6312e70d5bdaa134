/** A kubeconfig with one cluster and one user, certificates inline, as YAML. */

const base64 = (pem) => Buffer.from(pem).toString("base64");

/** `server` is an https URL; `ca`, `crt` and `key` are PEM. */
export function kubeconfig({ server, ca, user, crt, key }) {
  return `apiVersion: v1
kind: Config
clusters:
- name: local
  cluster:
    server: ${server}
    certificate-authority-data: ${base64(ca)}
users:
- name: ${JSON.stringify(user)}
  user:
    client-certificate-data: ${base64(crt)}
    client-key-data: ${base64(key)}
contexts:
- name: local
  context:
    cluster: local
    user: ${JSON.stringify(user)}
current-context: local
`;
}
