/** What a write did, as the audit keeps it: settings and ids, never patrons, never secrets. */
export interface Change {
  /** `noun.verb`, such as `staff.disable`. */
  action: string;
  /** What was changed, such as `rule 12`. */
  subject: string;
  before?: unknown;
  after?: unknown;
}
