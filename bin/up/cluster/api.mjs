/** A small client of the cluster's API with the administrator's certificate: JSON in and out, and watches. */
import https from "node:https";
import path from "node:path";
import { readText } from "../../state-files.mjs";

/** @param {import("./plan.mjs").Plan} plan */
export function adminApi({ places, server }) {
  const tls = () => {
    const at = (name) => readText(path.join(places.admin, name));
    return { ca: at("ca.crt"), cert: at("admin.crt"), key: at("admin.key"), agent: false };
  };
  const send = (method, url, headers, body) =>
    https.request(`${server}${url}`, {
      method,
      ...tls(),
      timeout: 30_000,
      headers: {
        accept: "application/json",
        "user-agent": "craton-supervisor",
        ...headers,
        ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
      },
    });

  /** Answers the object; rejects with the server's message and `status`. */
  const json = (method, url, body, type = "application/json") =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const request = send(method, url, text === undefined ? {} : { "content-type": type }, text);
      request.on("timeout", () => request.destroy(new Error(`${url} did not answer within 30 s`)));
      request.on("error", reject);
      request.on("response", async (response) => {
        try {
          let answer = "";
          for await (const piece of response.setEncoding("utf8")) answer += piece;
          const value = JSON.parse(answer);
          if (response.statusCode < 300) resolve(value);
          else reject(Object.assign(new Error(`${url}: ${value.message}`), { status: response.statusCode }));
        } catch (error) {
          reject(error);
        }
      });
      request.end(text);
    });

  return {
    get: (url) => json("GET", url),
    remove: (url) => json("DELETE", url),
    /** Server-side apply as `craton`: what others set on the object stays. */
    apply: (url, object) =>
      json("PATCH", `${url}?fieldManager=craton&force=true`, object, "application/apply-patch+yaml"),
    /** Calls `event` for each event; `end(error?)` once when the stream is over. Answers how to close it. */
    watch: (url, event, end) => {
      const request = send("GET", url, {});
      let isOver = false;
      const over = (error) => {
        if (!isOver) end(error);
        isOver = true;
      };
      request.setTimeout(0);
      request.on("error", over);
      request.on("response", async (response) => {
        try {
          if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
          let rest = "";
          for await (const piece of response.setEncoding("utf8")) {
            const lines = (rest + piece).split("\n");
            rest = lines.pop();
            for (const line of lines) if (line !== "") event(JSON.parse(line));
          }
          over();
        } catch (error) {
          over(error);
        }
      });
      request.end();
      return () => {
        isOver = true;
        request.destroy();
      };
    },
  };
}
