import { operationsOf } from "#lib/server/operations.ts";
import * as anonymization from "./anonymization/route.ts";
import * as preview from "./anonymization/preview/route.ts";
import * as rules from "./anonymization/rules/[family]/route.ts";
import * as comparison from "./anonymization/rules/[family]/comparison/route.ts";
import * as audit from "./audit/route.ts";
import * as verification from "./audit/verification/route.ts";
import * as backups from "./backups/route.ts";
import * as certificateKeys from "./certificate-keys/route.ts";
import * as deletePolicy from "./delete-user-policy/route.ts";
import * as policyApplication from "./delete-user-policy/application/route.ts";
import * as codes from "./codes/route.ts";
import * as health from "./health/route.ts";
import * as imports from "./imports/route.ts";
import * as oneImport from "./imports/[id]/route.ts";
import * as importFile from "./imports/[id]/files/[number]/route.ts";
import * as importRejects from "./imports/[id]/rejects/route.ts";
import * as importStart from "./imports/[id]/start/route.ts";
import * as importStop from "./imports/[id]/stop/route.ts";
import * as institution from "./institution/route.ts";
import * as zoneChange from "./institution/zone-change/route.ts";
import * as item from "./items/[id]/route.ts";
import * as jobRuns from "./job-runs/route.ts";
import * as jobRun from "./job-runs/[id]/route.ts";
import * as abortion from "./job-runs/[id]/abortion/route.ts";
import * as acknowledgement from "./job-runs/[id]/acknowledgement/route.ts";
import * as pause from "./job-runs/[id]/pause/route.ts";
import * as resumption from "./job-runs/[id]/resumption/route.ts";
import * as report from "./job-runs/[id]/report/route.ts";
import * as certificate from "./job-runs/[id]/certificate/route.ts";
import * as withholding from "./job-runs/[id]/withholding/route.ts";
import * as killSwitches from "./kill-switches/route.ts";
import * as killSwitch from "./kill-switches/[scope]/route.ts";
import * as legalHolds from "./legal-holds/route.ts";
import * as legalHold from "./legal-holds/[id]/route.ts";
import * as holdRelease from "./legal-holds/[id]/release/route.ts";
import * as letterCounts from "./letters/counts/route.ts";
import * as lettersPreview from "./letters/preview/route.ts";
import * as letterTypes from "./letters/types/route.ts";
import * as letterType from "./letters/types/[code]/route.ts";
import * as mail from "./mail/route.ts";
import * as outbox from "./outbox/route.ts";
import * as resending from "./outbox/[id]/resending/route.ts";
import * as recordLookup from "./records/lookup/route.ts";
import * as record from "./records/[family]/[id]/route.ts";
import * as explanation from "./records/[family]/[id]/explanation/route.ts";
import * as overview from "./overview/route.ts";
import * as purgeJobs from "./purge-jobs/route.ts";
import * as purgeJob from "./purge-jobs/[id]/route.ts";
import * as purgeJobRun from "./purge-jobs/[id]/run/route.ts";
import * as heldBack from "./purge-users/held-back/route.ts";
import * as purgePreview from "./purge-users/preview/route.ts";
import * as runLimits from "./run-limits/route.ts";
import * as proposals from "./run-proposals/route.ts";
import * as proposal from "./run-proposals/[id]/route.ts";
import * as proposalDecision from "./run-proposals/[id]/decision/route.ts";
import * as schedules from "./schedules/route.ts";
import * as schedule from "./schedules/[job]/route.ts";
import * as forecast from "./schedules/[job]/forecast/route.ts";
import * as subscriptions from "./schedules/[job]/subscriptions/route.ts";
import * as sets from "./sets/route.ts";
import * as setCombinations from "./sets/combinations/route.ts";
import * as oneSet from "./sets/[id]/route.ts";
import * as setCopies from "./sets/[id]/copies/route.ts";
import * as setItemization from "./sets/[id]/itemization/route.ts";
import * as setMembers from "./sets/[id]/members/route.ts";
import * as setMembersRemoval from "./sets/[id]/members/removal/route.ts";
import * as setQuery from "./sets/[id]/query/route.ts";
import * as setUploads from "./sets/[id]/uploads/route.ts";
import * as setUpload from "./sets/[id]/uploads/[upload]/route.ts";
import * as statistics from "./statistics/[family]/route.ts";
import * as user from "./users/[id]/route.ts";
import * as userHistory from "./users/[id]/history/route.ts";
import * as userParts from "./users/[id]/parts/route.ts";
import * as userPart from "./users/[id]/parts/[part]/route.ts";
import * as userProxies from "./users/[id]/proxies/route.ts";
import * as userProxy from "./users/[id]/proxies/[proxy]/route.ts";
import * as userRecords from "./users/[id]/records/[family]/route.ts";
import * as userRoles from "./users/[id]/roles/route.ts";
import * as userRoleRemoval from "./users/[id]/roles/removal/route.ts";
import * as userStatistics from "./users/[id]/statistics/route.ts";
import * as userStatisticsRemoval from "./users/[id]/statistics/removal/route.ts";
import * as userCodes from "./users/codes/route.ts";
import * as userLetters from "./users/[id]/letters/route.ts";
import * as userLetter from "./users/[id]/letters/[letter]/route.ts";
import * as updatePreview from "./update-users/preview/route.ts";
import * as users from "./users/route.ts";
import * as userDeletion from "./users/[id]/deletion/route.ts";
import * as usersCount from "./users/count/route.ts";
import * as usersQuery from "./users/query/route.ts";

/** Every route of the API but the one that describes them. A test compares this list with the folders. */
export const operations = operationsOf({
  overview: overview,
  anonymization: anonymization,
  "anonymization/rules/[family]": rules,
  "anonymization/rules/[family]/comparison": comparison,
  "anonymization/preview": preview,
  "letters/types": letterTypes,
  "letters/types/[code]": letterType,
  "letters/preview": lettersPreview,
  "letters/counts": letterCounts,
  "records/lookup": recordLookup,
  "items/[id]": item,
  "records/[family]/[id]": record,
  "records/[family]/[id]/explanation": explanation,
  codes: codes,
  "job-runs": jobRuns,
  "job-runs/[id]": jobRun,
  "job-runs/[id]/report": report,
  "job-runs/[id]/certificate": certificate,
  "job-runs/[id]/abortion": abortion,
  "job-runs/[id]/pause": pause,
  "job-runs/[id]/resumption": resumption,
  "job-runs/[id]/withholding": withholding,
  "job-runs/[id]/acknowledgement": acknowledgement,
  "run-proposals": proposals,
  "run-proposals/[id]": proposal,
  "run-proposals/[id]/decision": proposalDecision,
  "kill-switches": killSwitches,
  "kill-switches/[scope]": killSwitch,
  "run-limits": runLimits,
  backups: backups,
  "certificate-keys": certificateKeys,
  schedules: schedules,
  "schedules/[job]": schedule,
  "schedules/[job]/forecast": forecast,
  "schedules/[job]/subscriptions": subscriptions,
  mail: mail,
  outbox: outbox,
  "outbox/[id]/resending": resending,
  "statistics/[family]": statistics,
  users: users,
  "users/query": usersQuery,
  "users/count": usersCount,
  "users/codes": userCodes,
  "users/[id]": user,
  "users/[id]/parts": userParts,
  "users/[id]/parts/[part]": userPart,
  "users/[id]/roles": userRoles,
  "users/[id]/roles/removal": userRoleRemoval,
  "users/[id]/statistics": userStatistics,
  "users/[id]/statistics/removal": userStatisticsRemoval,
  "users/[id]/proxies": userProxies,
  "users/[id]/proxies/[proxy]": userProxy,
  "users/[id]/records/[family]": userRecords,
  "users/[id]/letters": userLetters,
  "users/[id]/letters/[letter]": userLetter,
  "users/[id]/history": userHistory,
  sets: sets,
  "sets/combinations": setCombinations,
  "sets/[id]": oneSet,
  "sets/[id]/query": setQuery,
  "sets/[id]/itemization": setItemization,
  "sets/[id]/copies": setCopies,
  "sets/[id]/members": setMembers,
  "sets/[id]/members/removal": setMembersRemoval,
  "sets/[id]/uploads": setUploads,
  "sets/[id]/uploads/[upload]": setUpload,
  "users/[id]/deletion": userDeletion,
  "purge-users/preview": purgePreview,
  "purge-users/held-back": heldBack,
  "update-users/preview": updatePreview,
  "purge-jobs": purgeJobs,
  "purge-jobs/[id]": purgeJob,
  "purge-jobs/[id]/run": purgeJobRun,
  "delete-user-policy": deletePolicy,
  "delete-user-policy/application": policyApplication,
  "legal-holds": legalHolds,
  "legal-holds/[id]": legalHold,
  "legal-holds/[id]/release": holdRelease,
  institution: institution,
  "institution/zone-change": zoneChange,
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
