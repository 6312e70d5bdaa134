/** Every open socket by its session: they end within a second of it, and are looked through for expired ones. */
import type { SessionRecord } from "../session/sessions.ts";

export type Held = {
  session: string;
  /** Says why and closes; must be safe to call twice. */
  end(why: string): void;
  /** The session as it is now: rights may have shrunk. */
  recheck(record: SessionRecord): void;
  /** Windows that it has open; none when left out. */
  windows?(): number;
};

const lookEveryMs = 2_000;

export class SocketRegistry {
  private readonly held = new Map<string, Set<Held>>();
  private readonly find: (hash: string) => SessionRecord | null;
  private readonly timer: NodeJS.Timeout;

  constructor(find: (hash: string) => SessionRecord | null) {
    this.find = find;
    this.timer = setInterval(() => this.look(), lookEveryMs);
    this.timer.unref();
  }

  count(session: string): number {
    return this.held.get(session)?.size ?? 0;
  }

  /** Windows of all tabs of a session. */
  windows(session: string): number {
    let count = 0;
    for (const socket of this.held.get(session) ?? []) count += socket.windows?.() ?? 0;
    return count;
  }

  /** The answer takes it off. */
  add(socket: Held): () => void {
    const set = this.held.get(socket.session) ?? new Set();
    set.add(socket);
    this.held.set(socket.session, set);
    return () => {
      set.delete(socket);
      if (set.size === 0 && this.held.get(socket.session) === set) this.held.delete(socket.session);
    };
  }

  endSession(session: string, why: string): void {
    for (const socket of [...(this.held.get(session) ?? [])]) socket.end(why);
  }

  endAll(why: string): void {
    for (const session of [...this.held.keys()]) this.endSession(session, why);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const [session, sockets] of [...this.held]) {
      const record = this.find(session);
      if (!record) this.endSession(session, "the session has expired");
      else for (const socket of [...sockets]) socket.recheck(record);
    }
  }
}
