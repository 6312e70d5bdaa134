/** Whether a health path answers 200 over TLS. */
import https from "node:https";

/** Longer than this and it counts as no answer: a hung apiserver accepts connections and never speaks. */
const patience = 2000;

/** Answers a probe; `tls()` is read at each call, since certificates are renewed. */
export function httpsProbe(url, tls) {
  return () =>
    new Promise((resolve) => {
      const request = https.get(url, { ...tls(), agent: false, timeout: patience }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.on("timeout", () => request.destroy());
      request.on("error", () => resolve(false));
      request.on("close", () => resolve(false));
    });
}
