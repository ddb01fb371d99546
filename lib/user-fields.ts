/** What an account may be, in the words that the tables and the screens share. */
export const userStatuses = ["active", "inactive", "deleted"] as const;
export type UserStatus = (typeof userStatuses)[number];
export const recordTypes = ["public", "staff", "contact"] as const;
export type RecordType = (typeof recordTypes)[number];
export const accountTypes = ["internal", "external"] as const;
export type AccountType = (typeof accountTypes)[number];

export const userStatusNames: Record<UserStatus, string> = {
  active: "Active",
  inactive: "Inactive",
  deleted: "Deleted",
};
export const recordTypeNames: Record<RecordType, string> = {
  public: "Public",
  staff: "Staff",
  contact: "Contact",
};
export const accountTypeNames: Record<AccountType, string> = {
  internal: "Internal",
  external: "External",
};
