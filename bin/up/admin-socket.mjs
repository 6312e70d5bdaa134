/** Speaks to the console's admin socket: HTTP and JSON over a unix socket that only root and the console may open. */
import http from "node:http";

export function adminRequest(socketPath, method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { socketPath, method, path, headers: { "content-type": "application/json" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => {
          try {
            const value = JSON.parse(text);
            if (response.statusCode < 300) resolve(value);
            else reject(new Error(value.message ?? text));
          } catch {
            reject(new Error(`the console's admin socket answered ${response.statusCode}: ${text.slice(0, 200)}`));
          }
        });
      },
    );
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
