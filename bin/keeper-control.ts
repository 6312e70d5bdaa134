/**
 * `keeper-control ping|keep|retire SOCKET`: what the starter asks of the keeper. Prints the keeper's answer to a ping as
 * JSON; `retire` lets it end with its last child, `keep` takes that back.
 */
import { Keeper } from "../agent/host/keeper/client.ts";

const [verb, socket] = process.argv.slice(2);
if (socket === undefined) throw new Error("usage: keeper-control ping|keep|retire SOCKET");
const keeper = new Keeper(socket);
const facts = await keeper.ping();
if (verb === "keep") await keeper.keep();
if (verb === "retire") await keeper.retire();
process.stdout.write(
  `${JSON.stringify(facts, (_key, value) => (typeof value === "bigint" ? String(value) : value))}\n`,
);
keeper.close();
