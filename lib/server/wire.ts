/** Makes the server context: the one place of the console that makes real things. */
import fs from "node:fs";
import path from "node:path";
import { AgentRegistry } from "./agents/registry.ts";
import { AuditHead } from "./audit/head.ts";
import { AuditLog } from "./audit/log.ts";
import { allAudit, readAudit } from "./audit/query.ts";
import { CachedVerify, verifyAudit } from "./audit/verify.ts";
import { closedPortsOf } from "./clusters/closed-ports.ts";
import { ClusterStore } from "./clusters/cluster-store.ts";
import { Clusters } from "./clusters/clusters.ts";
import { PooledIndex } from "./clusters/pooled-index.ts";
import { SecretBox } from "./clusters/secret-box.ts";
import type { Config } from "./config.ts";
import type { ServerContext } from "./context.ts";
import { IndexService } from "./index/service.ts";
import type { Log } from "./log.ts";
import { Sessions } from "./session/sessions.ts";
import { Tickets } from "./session/tickets.ts";
import { SocketRegistry } from "./socket/registry.ts";
import { openDatabase } from "./store/database.ts";
import { PasswordHasher } from "./user/password.ts";
import { SignInGuard } from "./user/sign-in-guard.ts";
import { Users } from "./user/users.ts";

export type Wired = { context: ServerContext; close(): Promise<void> };

/** `worker`: the index worker's bundle. */
export async function wire(config: Config, log: Log, worker: URL): Promise<Wired> {
  fs.mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const db = openDatabase(path.join(config.home, "console.db"));
  const head = new AuditHead(config.home);
  const audit = new AuditLog(db, head);
  await audit.recover();
  const sessions = new Sessions(db, config);
  const sockets = new SocketRegistry((hash) => sessions.byHash(hash));
  const tickets = new Tickets();
  const agents = new AgentRegistry(config.home, log);
  const index = new IndexService(worker, { home: config.home }, log);
  sessions.onEnd((hash, why) => {
    tickets.drop(hash);
    sockets.endSession(hash, why);
  });
  agents.onChange(() => index.setAgents(agents.list()));
  index.setAgents(agents.list());
  const users = new Users(db, new PasswordHasher());
  const clusters = new Clusters({
    ...{ state: config.state, home: config.home, kubeconfigs: config.kubeconfigs, log },
    store: new ClusterStore(db, await SecretBox.open(config.home)),
    groupsOf: (user) => users.find(user)?.groups ?? [],
    makeIndex: (source) => new PooledIndex(worker, { source }, log),
    closedPorts: () => closedPortsOf(config, agents.list()),
  });
  agents.onChange(() => clusters.portsChanged());
  const verifyNow = () => verifyAudit(db, audit, head);
  const cached = new CachedVerify(verifyNow, 30_000);
  const context: ServerContext = {
    config,
    secure: config.tls !== null,
    log,
    users,
    signIns: new SignInGuard(),
    sessions,
    tickets,
    audit: {
      append: (entry) => audit.append(entry),
      read: (filter) => readAudit(db, filter),
      all: () => allAudit(db),
      verified: () => cached.get(),
      verifyNow,
    },
    agents,
    index,
    clusters,
    sockets,
  };
  const close = async () => {
    sockets.endAll("the console stops");
    sockets.close();
    agents.close();
    await Promise.all([index.close(), clusters.close()]);
    await audit.quiet(() => db.close());
  };
  return { context, close };
}
