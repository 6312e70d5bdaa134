/** `kubeconfig FILE`: the file on stdout with its certificates and keys inline, for a console that may not read them. */
import fs from "node:fs";
import path from "node:path";
import { inlineFiles } from "../lib/api/kube/kubeconfig-paths.ts";

const file = process.argv[2] ?? "";
try {
  process.stdout.write(inlineFiles(fs.readFileSync(file, "utf8"), path.dirname(file), (name) => fs.readFileSync(name)));
} catch (error) {
  process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
