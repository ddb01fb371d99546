import Link from "next/link";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { Notice } from "#components/notice.tsx";
import { Version } from "#components/version.tsx";
import { familyWords, type Family } from "#lib/families.ts";
import { formatCountOf } from "#lib/format.ts";
import { fulfillmentJobsHelp } from "#lib/help/fulfillment-jobs.ts";

export interface FamilyOnScreen {
  version: number;
  records: boolean;
  notes: boolean;
  enabledRules: number;
  default: boolean;
  /** No enabled rule and no default rule has the output True. */
  releasesNothing: boolean;
}

/** Both boxes of a family and the way to its rules. What follows from the boxes is shown by CSS alone. */
export function FamilyBoxes({ family, settings }: { family: Family; settings: FamilyOnScreen }) {
  const words = familyWords[family];
  const { enabledRules } = settings;
  const rules =
    enabledRules === 0
      ? "No rule enabled"
      : formatCountOf(enabledRules, "enabled rule", "enabled rules");
  return (
    <div className="group/family grid gap-x-8 gap-y-3 py-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] md:gap-y-0">
      <Version name={`${family}Version`} value={settings.version} />
      <div className="grid content-start gap-2.5">
        <CheckboxField
          {...fulfillmentJobsHelp.fields[`${family}Records`]}
          name={`${family}Records`}
          defaultChecked={settings.records}
          data-box="records"
        />
        <CheckboxField
          {...fulfillmentJobsHelp.fields[`${family}Notes`]}
          name={`${family}Notes`}
          defaultChecked={settings.notes}
          data-box="notes"
        />
      </div>
      <div className="grid content-start gap-1">
        <Link className="text-link justify-self-start" href={`/fulfillment-jobs/rules/${family}`}>
          {words.rules}
        </Link>
        <span className="text-muted text-xs">
          {rules}, default rule {settings.default ? "True" : "False"}
        </span>
      </div>
      <div role="status" className="*:pt-3 md:col-span-2">
        <div className="hidden group-has-[[data-box=records]:checked]/family:group-has-[[data-box=notes]:not(:checked)]/family:block">
          <Notice tone="attention">
            The notes stay, and a note may name a person. Tick “{words.notes}” too, unless you need
            them.
          </Notice>
        </div>
        {settings.releasesNothing && (
          <div className="hidden group-has-[:checked]/family:block">
            <Notice tone="attention">
              Nothing will be anonymized here: no enabled rule has the output True, and the default
              rule is False.
            </Notice>
          </div>
        )}
      </div>
    </div>
  );
}
