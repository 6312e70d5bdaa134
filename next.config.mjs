// Headers, sessions and the content security policy are the custom server's (lib/server). Plain JavaScript, since the release has no compiler.
/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // Loaded by the server's own process; never part of a page.
  serverExternalPackages: ["ws"],
  // `npm run check` tells the types of everything; a build on an operator's machine has no use for that.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  devIndicators: false,
  // Asked for by browsers where a document names no icon of its own, such as an answer of the API that is opened by itself.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/assets/mark.svg" }],
};

export default config;
