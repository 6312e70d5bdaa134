/** A browser's worth of HTTP for tests without a browser: one cookie, the page's token, the origin. */
import { WebSocket } from "ws";

export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };
export type Ask = { body?: unknown; raw?: BodyInit; headers?: Record<string, string>; token?: string | null };

export class HttpUser {
  readonly base: string;
  cookie = "";
  csrf = "";
  constructor(base: string) {
    this.base = base;
  }

  async call(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const headers: Record<string, string> = { origin: this.base };
    if (this.cookie !== "") headers.cookie = this.cookie;
    const token = ask.token === undefined ? this.csrf : ask.token;
    if (method !== "GET" && token) headers["x-csrf-token"] = token;
    if (ask.body !== undefined) headers["content-type"] = "application/json";
    for (const [name, value] of Object.entries(ask.headers ?? {})) {
      if (value === "") delete headers[name];
      else headers[name] = value;
    }
    const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    const response = await fetch(this.base + path, { method, headers, body, redirect: "manual" });
    const cookie = response.headers.get("set-cookie");
    if (cookie !== null) this.cookie = cookie.split(";", 1)[0] ?? "";
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }

  async signIn(user: string, password: string): Promise<Answer> {
    const answer = await this.call("POST", "/api/session", { body: { user, password } });
    if (answer.status === 200) this.csrf = String(answer.body.csrf);
    return answer;
  }

  async changePassword(current: string, next: string): Promise<Answer> {
    const answer = await this.call("POST", "/api/session/password", { body: { current, next } });
    if (answer.status === 200) this.csrf = String(answer.body.csrf);
    return answer;
  }

  /** An opened socket; throws the status of a refusal. */
  socket(path: string, protocol: string, headers: Record<string, string> = {}): Promise<TestSocket> {
    const given = { origin: this.base, cookie: this.cookie, ...headers };
    const socket = new WebSocket(this.base.replace("http", "ws") + path, protocol, { headers: given });
    return new Promise((resolve, reject) => {
      const made = new TestSocket(socket);
      socket.once("open", () => resolve(made));
      socket.once("unexpected-response", (_request, answer) => {
        socket.terminate();
        reject(new Error(`status ${answer.statusCode}`));
      });
      socket.on("error", (error) => reject(error));
    });
  }
}

/** What came over a socket, waited for without a clock. */
export class TestSocket {
  readonly socket: WebSocket;
  readonly heard: Buffer[] = [];
  readonly closed: Promise<{ code: number; why: string; at: number }>;
  private readonly waiting: (() => void)[] = [];
  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      this.heard.push(data);
      for (const go of this.waiting.splice(0)) go();
    });
    this.closed = new Promise((resolve) => {
      socket.once("close", (code, why) => {
        resolve({ code, why: why.toString(), at: Date.now() });
        for (const go of this.waiting.splice(0)) go();
      });
    });
  }

  /** The first message, also of before, that fits; throws when the socket closes first. */
  async find<T>(fits: (data: Buffer) => T | null | undefined | false): Promise<T> {
    for (let from = 0; ; ) {
      for (; from < this.heard.length; from++) {
        const found = fits(this.heard[from] as Buffer);
        if (found) return found;
      }
      if (this.socket.readyState >= this.socket.CLOSING) throw new Error("the socket closed before it came");
      await new Promise<void>((go) => this.waiting.push(go));
    }
  }

  say(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }
  frame(channel: number, payload: string): void {
    this.socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(payload)]));
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
