import { readParts } from "#db/queries/user-parts.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { AddressForm, EmailForm, PhoneForm } from "../part-form.tsx";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { PartSection } from "../part-section-view.tsx";

const cells = ({ types, preferred }: { types: string[]; preferred: boolean }) => [
  types.join(", "),
  preferred ? "Yes" : "",
];

export default async function UserContactPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab, editing } = await tabOf(staff, props, "contact");
  const { addresses, emails, phones } = await readPage(async (tx) => ({
    addresses: await readParts(tx, "address", user.id),
    emails: await readParts(tx, "email", user.id),
    phones: await readParts(tx, "phone", user.id),
  }));
  const shared = { userId: user.id, tab, editing };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <PartSection
        {...shared}
        kind="email"
        title="E-mail addresses"
        heads={["E-mail", "Types", "Preferred"]}
        parts={emails}
        row={(part) => ({ name: part.email, cells: cells(part) })}
        empty="The user has no e-mail address."
        add="Add an e-mail address"
        Form={EmailForm}
      />
      <PartSection
        {...shared}
        kind="phone"
        title="Phone numbers"
        heads={["Phone", "Types", "Preferred"]}
        parts={phones}
        row={(part) => ({ name: part.phone, cells: cells(part) })}
        empty="The user has no phone number."
        add="Add a phone number"
        Form={PhoneForm}
      />
      <PartSection
        {...shared}
        kind="address"
        title="Addresses"
        heads={["Address", "Types", "Preferred"]}
        parts={addresses}
        row={(part) => ({ name: part.address, cells: cells(part) })}
        empty="The user has no address."
        add="Add an address"
        Form={AddressForm}
      />
    </div>
  );
}
