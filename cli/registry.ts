import { abort } from "./abort.ts";
import { backup } from "./backup.ts";
import { certificate } from "./certificate.ts";
import type { Command } from "./command.ts";
import { config } from "./config.ts";
import { databaseUrl } from "./database-url.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { importCommand } from "./import.ts";
import { maintain } from "./maintain.ts";
import { migrate } from "./migrate.ts";
import { pause } from "./pause.ts";
import { preview } from "./preview.ts";
import { proposals } from "./proposals.ts";
import { resume } from "./resume.ts";
import { run } from "./run.ts";
import { runs } from "./runs.ts";
import { sets } from "./sets.ts";
import { statistics } from "./statistics.ts";
import { stop } from "./stop.ts";
import { users } from "./users.ts";
import { withhold } from "./withhold.ts";

/** In the order of the help. */
export const commands: readonly Command[] = [
  migrate,
  importCommand,
  config,
  users,
  sets,
  preview,
  run,
  runs,
  pause,
  resume,
  abort,
  withhold,
  proposals,
  certificate,
  backup,
  maintain,
  statistics,
  demo,
  databaseUrl,
  stop,
  doctor,
];
