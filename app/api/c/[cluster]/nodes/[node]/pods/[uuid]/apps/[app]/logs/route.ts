/** An app's whole log as a text file. */
import { downloadLog } from "@/lib/server/data/logs.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { appParams } from "@/lib/server/http/params.ts";
import { downloadAnswer } from "@/lib/server/http/stream.ts";

export const GET = handle({ params: appParams }, async ({ context, actor, params }) =>
  downloadAnswer(await downloadLog(context, actor, params), `${params.uuid.slice(0, 8)}-${params.app}.log`),
);
