import { grantLogins } from "#db/location.ts";
import { migrate as bringUpToDate } from "#db/migrate.ts";
import { migrationState } from "#db/queries/migrations.ts";
import { formatCountOf } from "#lib/format.ts";
import { noOperands } from "./arguments.ts";
import { command } from "./command.ts";
import { locate, withLogin } from "./connection.ts";

export const migrate = command({
  name: "migrate",
  summary: "Bring the database's schema, roles and queues up to date. Safe to run twice.",
  usage: "migrate [--single-role]",
  options: {
    "single-role": {
      type: "boolean",
      about: "go without database roles where this login may not make them; doctor says so",
    },
  },
  examples: ["migrate", "migrate --single-role"],

  async run({ values, positionals, terminal }) {
    noOperands(positionals);
    const { url, embedded } = await locate();
    const { missing } = await withLogin(url, migrationState);
    const singleRole = values["single-role"] ?? false;
    await bringUpToDate(url, { singleRole, say: terminal.say });
    if (embedded && !singleRole) await grantLogins(url);
    const text =
      missing.length === 0
        ? "The database is up to date."
        : `Applied ${formatCountOf(missing.length, "migration", "migrations")}: ${missing.join(", ")}.`;
    return { json: { applied: missing, embedded }, text };
  },
});
