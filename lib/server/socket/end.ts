/** Ends a socket whose session is over: says so, and does not wait long for the browser to agree. */
import type { WebSocket } from "ws";
import { closeSessionOver } from "../../contract/live.ts";

const patienceMs = 500;

export function endSocket(socket: WebSocket, why: string): void {
  if (socket.readyState === socket.OPEN) socket.close(closeSessionOver, why.slice(0, 100));
  setTimeout(() => socket.terminate(), patienceMs).unref();
}
