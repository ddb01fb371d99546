import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run types` checks all of the project, which a start need not wait for.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pg-boss", "pino"],
};

export default config;
