import { socket } from "./endpoint.ts";
import { appParams } from "./params.ts";

export const appAttachGet = socket({
  method: "GET",
  path: "/v1/pods/:id/apps/:app/attach",
  right: { verb: "open", noun: "exec" },
  summary: "Joins an app's own output and input, over a WebSocket; the app lives on when the socket closes",
  params: appParams,
  handle: ({ pods }, { actor }, { params }) => pods.attach(params.id, params.app, actor),
});
