/** Credentials that have to be fetched, mostly by the authenticators of @kubernetes/client-node; each is loaded when it is needed. */
import { spawn } from "node:child_process";
import type { RequestOptions } from "node:https";
import type { KubeconfigContext } from "./kubeconfig.ts";
import { OidcTokens } from "./oidc.ts";

export type Fetched = { authorization: string | null; cert?: string; key?: string };
/** Asks for the credential as it is now; cheap while it has not expired. */
export type Authenticator = () => Promise<Fetched>;

/** A program that asks a person would hang for ever: it is ended. */
const programMs = 60_000;

/** Fits users without any: those answer nothing. Rejects when the program or the provider fails. */
export async function authenticatorFor(context: KubeconfigContext): Promise<Authenticator> {
  const { user, userName } = context;
  const provider = user["auth-provider"];
  if (user.exec) {
    const { ExecAuth } = await import("@kubernetes/client-node/dist/exec_auth.js");
    const auth = new ExecAuth();
    Object.assign(auth, { execFn: start });
    return ask(auth, { name: userName, exec: withInfo(user.exec, context) });
  }
  if (user.tokenFile) {
    const { FileAuth } = await import("@kubernetes/client-node/dist/file_auth.js");
    return ask(new FileAuth(), {
      name: userName,
      authProvider: { name: "file", config: { tokenFile: user.tokenFile } },
    });
  }
  if (!provider) return async () => ({ authorization: null });
  const authProvider = { name: provider.name, config: { ...provider.config } };
  switch (provider.name) {
    case "oidc": {
      const tokens = new OidcTokens(authProvider.config);
      return oneAtATime(async () => ({ authorization: `Bearer ${await tokens.get()}` }));
    }
    case "gcp": {
      const { GoogleCloudPlatformAuth } = await import("@kubernetes/client-node/dist/gcp_auth.js");
      return ask(new GoogleCloudPlatformAuth(), { name: userName, authProvider });
    }
    case "azure": {
      const { AzureAuth } = await import("@kubernetes/client-node/dist/azure_auth.js");
      return ask(new AzureAuth(), { name: userName, authProvider });
    }
    default:
      throw new Error(`the auth-provider ${provider.name.slice(0, 80)} is not known`);
  }
}

type User = { name: string; exec?: unknown; authProvider?: unknown };
type Auth = { applyAuthentication(user: User, options: RequestOptions): Promise<void> };

function ask(auth: Auth, user: User): Authenticator {
  return oneAtATime(async () => {
    const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
    await auth.applyAuthentication(user, options);
    const { cert, key, headers } = options;
    const authorization = headers.Authorization?.trim() ?? null;
    if (authorization === null && !(cert && key)) throw new Error("no credential was given");
    return { authorization, ...(cert && key ? { cert: String(cert), key: String(key) } : {}) };
  });
}

/** Requests at the same moment start one program, and use a refresh token once. */
function oneAtATime(work: Authenticator): Authenticator {
  let running: Promise<Fetched> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}

const start: typeof spawn = ((file: string, args: string[] | undefined, options: object) =>
  spawn(file, args ?? [], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: programMs,
    killSignal: "SIGKILL",
  })) as typeof spawn;

type Exec = NonNullable<KubeconfigContext["user"]["exec"]>;

/** What a program is told of the cluster (client.authentication.k8s.io): the version to answer in, and that nobody is there. */
function withInfo(exec: Exec, { cluster }: KubeconfigContext): Exec {
  const apiVersion = exec.apiVersion ?? "client.authentication.k8s.io/v1";
  const info = {
    server: cluster.server,
    "tls-server-name": cluster["tls-server-name"],
    "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"],
    "certificate-authority-data": cluster["certificate-authority-data"],
  };
  const value = JSON.stringify({
    apiVersion,
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: info } : {}) },
  });
  return { ...exec, args: exec.args ?? [], env: [...(exec.env ?? []), { name: "KUBERNETES_EXEC_INFO", value }] };
}
