import { hostContract } from "../../agent/host/host.contract.ts";
import { openLinux } from "../support/linux-host.ts";

for (const runtime of ["crun", "runc"] as const) hostContract(`linux host with ${runtime}`, () => openLinux(runtime));
