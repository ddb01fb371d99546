import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run types` checks all of the project, which a start need not wait for.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pg-boss", "pino"],
  // No page asks for pictures of other sizes: then nobody else does.
  images: { unoptimized: true },
  // Behind a proxy.ts a body is cut off at this size without a word: more than any handler takes, so
  // that it is the handler that refuses.
  experimental: { proxyClientMaxBodySize: 17 * 1024 ** 2 },
};

export default config;
