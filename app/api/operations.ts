import { operationsOf } from "#lib/server/operations.ts";
import * as anonymization from "./anonymization/route.ts";
import * as preview from "./anonymization/preview/route.ts";
import * as rules from "./anonymization/rules/[family]/route.ts";
import * as comparison from "./anonymization/rules/[family]/comparison/route.ts";
import * as audit from "./audit/route.ts";
import * as verification from "./audit/verification/route.ts";
import * as codes from "./codes/route.ts";
import * as health from "./health/route.ts";
import * as imports from "./imports/route.ts";
import * as oneImport from "./imports/[id]/route.ts";
import * as importFile from "./imports/[id]/files/[number]/route.ts";
import * as importRejects from "./imports/[id]/rejects/route.ts";
import * as importStart from "./imports/[id]/start/route.ts";
import * as importStop from "./imports/[id]/stop/route.ts";
import * as institution from "./institution/route.ts";
import * as jobRuns from "./job-runs/route.ts";
import * as jobRun from "./job-runs/[id]/route.ts";
import * as abortion from "./job-runs/[id]/abortion/route.ts";
import * as report from "./job-runs/[id]/report/route.ts";
import * as explanation from "./records/[family]/[id]/explanation/route.ts";
import * as overview from "./overview/route.ts";
import * as schedules from "./schedules/route.ts";
import * as schedule from "./schedules/[job]/route.ts";
import * as statistics from "./statistics/[family]/route.ts";

/** Every route of the API but the one that describes them. A test compares this list with the folders. */
export const operations = operationsOf({
  overview: overview,
  anonymization: anonymization,
  "anonymization/rules/[family]": rules,
  "anonymization/rules/[family]/comparison": comparison,
  "anonymization/preview": preview,
  "records/[family]/[id]/explanation": explanation,
  codes: codes,
  "job-runs": jobRuns,
  "job-runs/[id]": jobRun,
  "job-runs/[id]/report": report,
  "job-runs/[id]/abortion": abortion,
  schedules: schedules,
  "schedules/[job]": schedule,
  "statistics/[family]": statistics,
  institution: institution,
  imports: imports,
  "imports/[id]": oneImport,
  "imports/[id]/files/[number]": importFile,
  "imports/[id]/start": importStart,
  "imports/[id]/stop": importStop,
  "imports/[id]/rejects": importRejects,
  audit: audit,
  "audit/verification": verification,
  health: health,
});
