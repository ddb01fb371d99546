import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readCodes } from "#db/queries/codes.ts";
import { codeNamesOf } from "#lib/code-names.ts";
import { familyWords } from "#lib/families.ts";
import { permits } from "#lib/permissions.ts";
import { defaultRuleSentence, ruleSentence } from "#lib/rule-sentence.ts";
import { ruleWarnings } from "#lib/rule-warnings.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { RulesTable } from "./rules-table.tsx";
import { familyParameter } from "./schema.ts";

interface Props {
  params: Promise<{ family: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const family = familyParameter.safeParse((await params).family);
  return { title: family.success ? familyWords[family.data].rules : "Not found" };
}

export default async function RulesPage({ params }: Props) {
  const { roles } = await requireStaff("anonymization.read");
  const parsed = familyParameter.safeParse((await params).family);
  if (!parsed.success) return <Missing />;
  const family = parsed.data;
  const { settings, codes } = await readPage(async (tx) => ({
    settings: (await readAnonymization(tx))[family],
    codes: await readCodes(tx),
  }));
  const warnings = ruleWarnings(family, settings, codes);
  const mayChange = permits(roles, "anonymization.write");
  const names = codeNamesOf(codes);
  const here = `/fulfillment-jobs/rules/${family}`;
  return (
    <>
      <PageHeader
        path={["Configuration", "Fulfillment", "General", "Fulfillment Jobs Configuration"]}
        title={familyWords[family].rules}
        lead="From the top down, the first enabled rule that matches decides. What no rule matches gets the default rule, which stands last."
        actions={
          <>
            <ButtonLink href="/fulfillment-jobs/preview">Preview</ButtonLink>
            {mayChange && (
              <ButtonLink variant="primary" href={`${here}/add`}>
                Add a Rule
              </ButtonLink>
            )}
          </>
        }
      />
      <RulesTable
        family={family}
        names={{ library: names.library, userGroup: names.userGroup }}
        mayChange={mayChange}
        version={settings.version}
        byDefault={{
          anonymize: settings.default,
          sentence: defaultRuleSentence(family, settings.default),
        }}
        rules={settings.rules.map((rule, index) => ({
          ...rule,
          position: index + 1,
          sentence: ruleSentence(family, rule, names),
          warnings: warnings.filter((one) => one.rule === index).map(({ message }) => message),
        }))}
      />
      <p className="pt-6">
        <Link className="text-link" href="/fulfillment-jobs">
          Back to Fulfillment Jobs Configuration
        </Link>
      </p>
    </>
  );
}
