/** A console on a synthetic cluster: the built server, one administrator, and as many sessions as are wanted. */
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { openDatabase } from "../../../lib/server/store/database.ts";
import { type ConsoleServer, password, startConsole } from "../../support/console-server.ts";
import { LiveSocket } from "./live.ts";
import { type Synthetic, type SyntheticOptions, startSynthetic } from "./synthetic.ts";

export type ScaleWorld = {
  synthetic: Synthetic;
  console: ConsoleServer;
  /** The cluster's name in URLs and windows. */
  cluster: string;
  user: string;
  password: string;
  /** performance.now() when the console's server was ready. */
  readyAt: number;
  /** Cookies of new sessions of the administrator, as after so many sign-ins. */
  sessions(count: number): string[];
  socket(cookie?: string): Promise<LiveSocket>;
  stop(): Promise<void>;
};

export type ScaleOptions = SyntheticOptions & { context?: "admin" | "limited" };

export async function startScaleWorld(options: ScaleOptions): Promise<ScaleWorld> {
  const synthetic = await startSynthetic(options);
  const context = options.context ?? "admin";
  try {
    const args = ["--kubeconfig", `${synthetic.kubeconfig}:${context}`];
    const server = await startConsole({ agents: 0, args });
    const readyAt = performance.now();
    await server.user("admin", "scale");
    const sessions = (count: number) => makeSessions(server.state, "scale", count);
    return {
      ...{ synthetic, console: server, cluster: context, user: "scale", password, readyAt, sessions },
      socket: (cookie = sessions(1)[0] ?? "") => LiveSocket.connect(server.url, cookie, context),
      async stop() {
        await server.stop();
        await synthetic.stop();
      },
    };
  } catch (error) {
    await synthetic.stop();
    throw error;
  }
}

/** Straight into the table: 500 sign-ins would hash 500 passwords, which is not what is measured. */
function makeSessions(state: string, user: string, count: number): string[] {
  const db = openDatabase(path.join(state, "console/console.db"));
  try {
    const insert = db.prepare(
      "insert into sessions (id_hash, user, address, created_at, seen_at) values (?, ?, ?, ?, ?)",
    );
    return Array.from({ length: count }, () => {
      const id = randomBytes(32).toString("base64url");
      const now = Date.now();
      insert.run(createHash("sha256").update(id).digest("hex"), user, "127.0.0.1", now, now);
      return `craton=${id}`;
    });
  } finally {
    db.close();
  }
}
