/**
 * Builds what runs, each part only when its sources changed (by content hash, kept in dist/stamp.json):
 *   bundles  dist/{agent,unpack,server,index-worker,craton,…}.js by esbuild
 *   keeper   dist/keeper and the small dist/xattrs, static C programs, by cc (Linux only)
 *   console  .next by next build
 * `node bin/build.mjs [bundles|keeper|console …] [--force]`; all by default.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");

/** Bundle name → entry point. One entry point is one process or thread. */
export const entries = {
  agent: "agent/main.ts",
  unpack: "agent/image/unpack-main.ts",
  squash: "agent/image/squash-main.ts",
  server: "lib/server/main.ts",
  "index-worker": "lib/server/index/worker.ts",
  craton: "bin/cli/main.ts",
  tour: "bin/tour.ts",
  kubeconfig: "bin/kubeconfig.ts",
  "keeper-control": "bin/keeper-control.ts",
  "uninstall-network": "bin/uninstall-network.ts",
};

const parts = {
  keeper: {
    sources: ["agent/host/native", "agent/host/xattr"],
    made: ["dist/keeper", "dist/xattrs"],
    make: () => {
      compile("agent/host/native", path.join(dist, "keeper"));
      compile("agent/host/xattr", path.join(dist, "xattrs"));
    },
  },
  bundles: {
    sources: [
      "agent",
      "lib",
      "bin/cli",
      "bin/up/packages.mjs",
      "bin/up/cluster/places.mjs",
      "bin/up/cluster/toolchain.mjs",
      "bin/tour.ts",
      "bin/kubeconfig.ts",
      "bin/keeper-control.ts",
      "bin/uninstall-network.ts",
      "bin/build.mjs",
      "package-lock.json",
    ],
    made: Object.keys(entries).map((name) => `dist/${name}.js`),
    make: buildBundles,
  },
  console: {
    sources: [
      "app",
      "components",
      "lib",
      "public",
      "next.config.mjs",
      "instrumentation-client.ts",
      "postcss.config.mjs",
      "tsconfig.json",
      "package-lock.json",
    ],
    made: [".next/BUILD_ID"],
    make: buildConsole,
  },
};

/** Builds the stale ones of `names`; answers the names that were built. */
export async function build(names, { force = false, log = console.log } = {}) {
  fs.mkdirSync(dist, { recursive: true });
  const stampFile = path.join(dist, "stamp.json");
  const built = [];
  for (const name of names) {
    const part = parts[name];
    if (part === undefined) throw new Error(`there is no part ${name} to build, only ${Object.keys(parts).join(", ")}`);
    if (!force && stale([name]).length === 0) continue;
    const hash = hashOf(part.sources);
    log(`builds ${name}`);
    await part.make(log);
    const now = fs.existsSync(stampFile) ? JSON.parse(fs.readFileSync(stampFile, "utf8")) : {};
    fs.writeFileSync(`${stampFile}.tmp`, JSON.stringify({ ...now, [name]: hash }, null, 2));
    fs.renameSync(`${stampFile}.tmp`, stampFile);
    built.push(name);
  }
  return built;
}

/** Names of parts whose sources changed since they were built, or whose output is missing. */
export function stale(names) {
  const stampFile = path.join(dist, "stamp.json");
  const stamps = fs.existsSync(stampFile) ? JSON.parse(fs.readFileSync(stampFile, "utf8")) : {};
  return names.filter(
    (name) =>
      stamps[name] !== hashOf(parts[name].sources) ||
      !parts[name].made.every((file) => fs.existsSync(path.join(root, file))),
  );
}

/** SHA-256 over names and contents of all files below the sources; tests are no source. */
function hashOf(sources) {
  const hash = createHash("sha256");
  const visit = (file) => {
    const full = path.join(root, file);
    if (!fs.existsSync(full)) return;
    if (fs.statSync(full).isDirectory()) {
      for (const name of fs.readdirSync(full).sort()) visit(path.join(file, name));
    } else if (!/\.(test|spec)\.tsx?$|\.md$/.test(file)) {
      hash.update(file).update("\0").update(fs.readFileSync(full)).update("\0");
    }
  };
  for (const source of sources) visit(source);
  return hash.digest("hex");
}

/** esbuild's options for bundles named by `which` (name → entry point). */
export async function bundleOptions(which) {
  const version = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).version;
  return {
    absWorkingDir: root,
    entryPoints: which,
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    sourcemap: "linked",
    sourcesContent: false,
    // The text of a bundle stays in the memory of its process.
    minifyWhitespace: true,
    // Native add-ons, Next, and OpenPGP that most agents never load stay packages; the rest is one file a process.
    external: ["next", "node-liblzma", "openpgp", "bufferutil", "utf-8-validate"],
    alias: { "server-only": path.join(root, "node_modules/server-only/empty.js") },
    define: { "process.env.CRATON_VERSION": JSON.stringify(version) },
    banner: {
      js: "import{createRequire as __cratonRequire}from'node:module';const require=__cratonRequire(import.meta.url);",
    },
    logLevel: "warning",
  };
}

async function buildBundles() {
  const { craton: _, ...others } = entries;
  await bundle(await bundleOptions(others));
  fs.rmSync(path.join(dist, "craton"), { recursive: true, force: true });
  await bundle(await commandLineOptions());
}

/** Each file is a new one, by rename: releases are hard links to the old ones, and what runs must stay what it was. */
export async function bundle(options) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({ ...options, write: false });
  for (const { path: file, contents } of outputFiles) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.tmp`, contents);
    fs.renameSync(`${file}.tmp`, file);
  }
}

/**
 * craton.js with its pieces in craton/: a verb loads what it needs and nothing else, since its start is part of each pod's.
 * Node's own modules come by getBuiltinModule: an import statement would touch every export of them, and so load the lazy
 * half of Node too, which doubles the time until the first request.
 */
export async function commandLineOptions() {
  const options = await bundleOptions({ craton: entries.craton });
  const builtIn = {
    name: "built-in",
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path: name }) => ({ path: name, namespace: "built-in" }));
      build.onLoad({ filter: /.*/, namespace: "built-in" }, ({ path: name }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(name)})`,
      }));
    },
  };
  const require =
    "const require=(id)=>{const m=process.getBuiltinModule(id);if(!m)throw Error(id+' is not built in');return m};";
  return {
    ...options,
    external: options.external.filter((name) => name !== "openpgp"),
    banner: { js: require },
    plugins: [builtIn],
    splitting: true,
    chunkNames: "craton/[name]-[hash]",
    minify: true,
  };
}

/** All C files of `folder` as one static program. */
export function compile(folder, made) {
  const native = path.join(root, folder);
  const files = fs
    .readdirSync(native)
    .filter((name) => name.endsWith(".c"))
    .sort();
  const result = spawnSync(
    "cc",
    [
      "-static",
      "-O2",
      "-Wall",
      "-Wextra",
      "-Werror",
      "-o",
      `${made}.tmp`,
      ...files.map((name) => path.join(native, name)),
    ],
    { encoding: "utf8" },
  );
  if (result.error) throw new Error(`cc could not be started: ${result.error.message} (package gcc)`);
  if (result.status !== 0) throw new Error(`${path.basename(made)} does not build:\n${result.stderr}`);
  fs.renameSync(`${made}.tmp`, made);
}

function buildConsole(log) {
  const out = execFileSync(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 << 20,
  });
  if (process.env.CRATON_VERBOSE) log(out);
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const all = process.platform === "linux" ? ["keeper", "bundles", "console"] : ["bundles", "console"];
  const wanted = names.length > 0 ? names : all;
  try {
    if (process.argv.includes("--stale")) console.log(stale(wanted).join(" "));
    else await build(wanted, { force: process.argv.includes("--force") });
  } catch (error) {
    console.error(error.stdout ? `${error.message}\n${error.stdout}\n${error.stderr}` : error.message);
    process.exitCode = 1;
  }
}
