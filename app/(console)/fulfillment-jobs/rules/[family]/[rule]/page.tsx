import type { Metadata } from "next";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readCodes } from "#db/queries/codes.ts";
import { familyWords } from "#lib/families.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { familyParameter } from "../schema.ts";
import { RuleForm } from "./rule-form.tsx";

interface Props {
  params: Promise<{ family: string; rule: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).rule === "add" ? "Add a Rule" : "Edit a Rule" };
}

export default async function RulePage({ params }: Props) {
  await requireStaff("anonymization.write");
  const { family: sentFamily, rule: sentRule } = await params;
  const parsed = familyParameter.safeParse(sentFamily);
  if (!parsed.success) return <Missing />;
  const family = parsed.data;
  const { settings, codes } = await readPage(async (tx) => ({
    settings: (await readAnonymization(tx))[family],
    codes: await readCodes(tx),
  }));
  const isNew = sentRule === "add";
  const rule = settings.rules.find(({ id }) => String(id) === sentRule);
  if (!isNew && !rule) return <Missing />;
  const { rules, default: byDefault } = settings;
  return (
    <>
      <PageHeader
        path={[
          "Configuration",
          "Fulfillment",
          "General",
          "Fulfillment Jobs Configuration",
          familyWords[family].rules,
        ]}
        title={rule ? rule.name : "Add a Rule"}
        lead={
          isNew
            ? "A new rule stands last, before the default rule."
            : `Rule ${rules.findIndex(({ id }) => id === rule?.id) + 1} of ${rules.length}.`
        }
      />
      <RuleForm
        family={family}
        version={settings.version}
        rule={rule ?? null}
        list={{ rules, default: byDefault }}
        codes={codes}
      />
    </>
  );
}
