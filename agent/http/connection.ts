/** Connections that are not as they should be: requests that no parser takes, bodies that nobody reads. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { CratonError } from "../../lib/contract/errors.ts";
import { newRequestId } from "./authenticate.ts";

/** How long the rest of a refused body is taken in, so that its sender gets to read the answer. */
const linger = 2000;

/** Closes a connection whose request body is still on its way after the answer. */
export function closeUnread(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  request.resume();
  const timer = setTimeout(() => socket.destroy(), linger);
  const clear = () => clearTimeout(timer);
  request.once("end", clear);
  socket.once("close", clear);
}

/** Answers what never became a request, in the form of every other error. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (socket.destroyed || error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const why =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "the headers are too long"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "the headers took too long"
        : "it is no well-formed HTTP";
  const text = JSON.stringify(new CratonError("bad-request", { why }).body(newRequestId()));
  const head = `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`, () => socket.destroy());
}
