import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { liveProtocol, type ServerMessage } from "../../contract/live.ts";
import { LiveClient } from "./client.ts";

/** What the client opens in place of a socket; the test speaks for the server. */
class Socket {
  static readonly OPEN = 1;
  static made: Socket[] = [];
  readyState = 1;
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number; reason: string }) => void = () => {};
  constructor() {
    Socket.made.push(this);
  }
  send(): void {}
  close(): void {
    this.readyState = 3;
  }
  say(message: ServerMessage): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
  hello(): void {
    this.onopen();
    this.say({ op: "hello", protocol: liveProtocol, user: "ann", role: "viewer", now: Date.now() });
  }
}
const hour = 3_600_000;
let client: LiveClient;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  Socket.made = [];
  client = new LiveClient({ url: "ws://x/", random: () => 0 });
  Socket.made[0]?.hello();
});
afterEach(() => {
  client.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const state = () => client.connection.getSnapshot().state;

test("after an hour of sleep, which timers do not count, the connection is given up with the first look at the clock", () => {
  expect(state()).toBe("open");
  vi.setSystemTime(Date.now() + hour);
  vi.advanceTimersByTime(1_000);
  expect(state()).toBe("reconnecting");
  vi.advanceTimersByTime(1_000);
  expect(Socket.made).toHaveLength(2);
  Socket.made[1]?.hello();
  expect(state()).toBe("open");
});

test("what was said before the sleep and is read after it is not believed, nor is its clock", () => {
  const then = Date.now();
  vi.setSystemTime(then + hour);
  Socket.made[0]?.say({ op: "beat", now: then + 10_000 });
  expect(state()).toBe("reconnecting");
  expect(client.serverNow()).toBe(then + hour);
});

test("a tab that is looked at again finds out at once", () => {
  vi.setSystemTime(Date.now() + hour);
  client.retry();
  expect(state()).not.toBe("open");
  expect(Socket.made).toHaveLength(2);
});

test("a clock that is set back is no silence, and hides none", () => {
  vi.setSystemTime(Date.now() - hour);
  vi.advanceTimersByTime(20_000);
  expect(state()).toBe("open");
  vi.advanceTimersByTime(10_000);
  expect(state()).toBe("reconnecting");
});
