import { takenFromUnder } from "./a02-races.ts";
import { killedAnywhere } from "./f01-kill.ts";
import { killedAtEveryStatement } from "./f02-boundaries.ts";
import { zombie } from "./f03-zombie.ts";
import { brokenServer } from "./f04-server.ts";
import { fullDisk } from "./f05-disk.ts";
import { deadlocks } from "./f06-deadlock.ts";
import { wrongClocks } from "./f07-time.ts";
import { schedulersMeet } from "./f08-schedulers.ts";
import { duplicates } from "./f09-duplicates.ts";
import { editedMeanwhile } from "./f10-edits.ts";
import { badNetwork } from "./f11-network.ts";
import { laggingReplica } from "./f12-lag.ts";
import { poisonRows } from "./f13-poison.ts";
import { littleMemory } from "./f14-memory.ts";
import { allJobs } from "./f15-all-jobs.ts";
import { mailServers } from "./f16-mail.ts";
import { erasedLate } from "./f17-erasure.ts";
import { rollingRestarts } from "./f20-restarts.ts";
import type { Scenario } from "./scenario.ts";

/** The race that every batch is built against, and the fault plan in its order. */
export const scenarios: Scenario[] = [
  takenFromUnder,
  killedAnywhere,
  killedAtEveryStatement,
  zombie,
  brokenServer,
  fullDisk,
  deadlocks,
  wrongClocks,
  schedulersMeet,
  duplicates,
  editedMeanwhile,
  badNetwork,
  laggingReplica,
  poisonRows,
  littleMemory,
  allJobs,
  mailServers,
  erasedLate,
  rollingRestarts,
];
