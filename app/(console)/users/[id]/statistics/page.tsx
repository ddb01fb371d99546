import { readCodes } from "#db/queries/codes.ts";
import { readCategories } from "#db/queries/user-ties.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { CategoriesForm } from "../categories-form.tsx";
import { tabOf, type TabProps } from "../part-page-query.ts";

export default async function UserStatisticsPage(props: TabProps) {
  const staff = await requireStaff("users.read");
  const { user, tab } = await tabOf(staff, props, "statistics");
  const { categories, known } = await readPage(async (tx) => ({
    categories: await readCategories(tx, user.id),
    known: (await readCodes(tx)).statisticalCategory.map(({ code }) => code),
  }));
  return (
    <CategoriesForm
      userId={user.id}
      categories={categories}
      choices={tab === null ? null : known.filter((code) => !categories.includes(code))}
    />
  );
}
