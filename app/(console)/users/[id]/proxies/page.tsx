import { Section } from "#components/section.tsx";
import { readProxies } from "#db/queries/user-ties.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { tabOf, type TabProps } from "../part-page-query.ts";
import { ProxiesForm } from "../proxies-form.tsx";

export default async function UserProxiesPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab } = await tabOf(staff, props, "proxies");
  const { proxies, proxyFor } = await readPage((tx) => readProxies(tx, user.id));
  const isEditable = tab !== null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <Section title="Proxies" lead="Who may act for this user.">
        <ProxiesForm
          userId={user.id}
          direction="proxies"
          others={proxies}
          isEditable={isEditable}
        />
      </Section>
      <Section title="Proxy for" lead="For whom this user may act.">
        <ProxiesForm
          userId={user.id}
          direction="proxyFor"
          others={proxyFor}
          isEditable={isEditable}
        />
      </Section>
    </div>
  );
}
