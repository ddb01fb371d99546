import { Section } from "#components/section.tsx";
import type { User } from "#db/queries/users.ts";
import { formatDay } from "#lib/format.ts";
import { accountTypeNames, recordTypeNames, userStatusNames } from "#lib/user-fields.ts";

const day = (date: string | null) => (date === null ? null : formatDay(date));

/** The account as it is, for who may not change it; what is empty is left out. */
export function GeneralView({ user }: { user: User }) {
  const facts: [string, string | null][] = [
    ["Primary ID", user.primaryId],
    ["Last name", user.lastName],
    ["First name", user.firstName],
    ["Middle name", user.middleName],
    ["Title", user.title],
    ["Status", userStatusNames[user.status]],
    ["Record type", recordTypeNames[user.recordType]],
    ["Account type", accountTypeNames[user.accountType]],
    ["User group", user.userGroupName],
    ["Job category", user.jobCategory],
    ["Campus", user.campus],
    ["Preferred language", user.preferredLanguage],
    ["Birth date", day(user.birthDate)],
    ["Gender", user.gender],
    ["Expiry date", day(user.expiryDate)],
    ["Purge date", day(user.purgeDate)],
    ["Internal ID", String(user.id)],
  ];
  return (
    <Section title="General">
      <dl className="grid max-w-2xl grid-cols-[fit-content(12rem)_minmax(0,1fr)] gap-x-6 gap-y-2">
        {facts.map(
          ([label, value]) =>
            value !== null && (
              <div key={label} className="contents">
                <dt className="text-muted">{label}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Section>
  );
}
