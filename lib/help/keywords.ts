/**
 * What newcomers call a screen, where its own words do not say it: Find a setting asks these too.
 * By the address of the page.
 */
export const keywords: Readonly<Record<string, string>> = {
  "/": "home dashboard privacy GDPR DSGVO data protection status",
  "/set-up-guide": "start begin first steps wizard onboarding three clocks",
  "/fulfillment-jobs":
    "anonymise anonymize anonymisation anonymization pseudonymize forget privacy GDPR DSGVO data protection retention loan history circulation history remove patron links",
  "/fulfillment-jobs/preview": "dry run simulate test what would go",
  "/letters":
    "retention storage period notices notifications mails forget delete letters privacy GDPR",
  "/purge-user-records":
    "delete patrons delete users erase remove accounts expired leavers forget right to be forgotten privacy GDPR retention",
  "/delete-user-policy":
    "delete patrons delete users erase remove what stays forget right to be forgotten privacy GDPR",
  "/users":
    "patrons borrowers readers customers members delete a patron delete a user erase forget one person right to be forgotten subject access request privacy GDPR",
  "/users/advanced": "query filter conditions find patrons expired",
  "/sets": "lists groups of users patrons upload barcodes",
  "/run-a-job": "bulk batch change users patrons purge date notify",
  "/legal-holds": "litigation freeze preserve exempt exception keep a patron do not delete",
  "/monitor-jobs": "schedule cron nightly night runs tasks results",
  "/monitor-jobs/safety": "kill switch emergency stop brake limits four eyes approval",
  "/records": "why is a loan still there explain patron link",
  "/statistics": "reports counts figures analytics loans per month",
  "/import": "upload load migrate SIS Alma export CSV XML JSON",
  "/staff": "operators accounts roles permissions rights invite password reset",
  "/api-keys": "scripts tokens integration automation REST OpenAPI",
  "/audit": "log trail history who changed what accountability privacy GDPR",
  "/institution": "library name time zone currency",
  "/mail-settings": "SMTP e-mail sender",
  "/my-account": "change password sign out sessions",
};
