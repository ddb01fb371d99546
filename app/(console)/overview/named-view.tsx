import { BarChart } from "#components/bar-chart.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { ages, type Age, type FamilyOutlook } from "#jobs/anonymize/outlook.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { formatCount, upperFirst } from "#lib/format.ts";
import type { Standing } from "./overview-query.ts";

const ageNames: Record<Age, string> = {
  days30: "Up to 30 days",
  days90: "31 to 90 days",
  year1: "91 to 365 days",
  years3: "1 to 3 years",
  older: "Over 3 years",
  noEndDate: "No end date",
};

interface Props {
  outlook: FamilyOutlook[];
  settings: Standing["settings"];
}

/** Finished records that still name a patron: how many, of which kind, how old, and what a run would take. */
export function Named({ outlook, settings }: Props) {
  const all = outlook.reduce((sum, family) => sum + named(family), 0);
  return (
    <>
      {all > 0 && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8 xl:grid-cols-2">
          <BarChart
            title="By how long ago they ended"
            bars={ages.map((age) => ({
              label: ageNames[age],
              value: outlook.reduce((sum, family) => sum + ofAge(family, age), 0),
            }))}
            format={formatCount}
          />
          <BarChart
            title="By kind of record"
            bars={outlook.map((family) => ({
              label: upperFirst(familyWords[family.family].many),
              value: named(family),
            }))}
            format={formatCount}
          />
        </div>
      )}
      <DataTable
        caption="By kind of record"
        csv
        rows={outlook}
        rowKey={({ family }) => family}
        empty="No record has been imported."
        columns={[
          kind,
          { head: "Finished", numeric: true, cell: (family) => formatCount(named(family)) },
          {
            head: "Of these a run now takes",
            numeric: true,
            cell: (family) => takenText(family, settings[family.family].records),
          },
          { head: "In use", numeric: true, cell: ({ active }) => formatCount(active) },
          { head: "The job takes", cell: ({ family }) => boxes(settings[family]) },
        ]}
      />
      <DataTable
        caption="By how long ago they ended"
        csv
        rows={outlook}
        rowKey={({ family }) => family}
        empty="No record has been imported."
        columns={[
          kind,
          ...ages.map((age) => ({
            head: ageNames[age],
            numeric: true,
            cell: (family: FamilyOutlook) => formatCount(ofAge(family, age)),
          })),
        ]}
      />
    </>
  );
}

const kind: Column<FamilyOutlook> = {
  head: "Kind of record",
  rowHeader: true,
  cell: ({ family }) => upperFirst(familyWords[family].many),
};

const named = ({ finished }: FamilyOutlook) => finished.reduce((sum, part) => sum + part.named, 0);
const ofAge = ({ finished }: FamilyOutlook, wanted: Age) =>
  finished.find(({ age }) => age === wanted)?.named ?? 0;

/** Rules that ask about other records take a preview's time. */
const takenText = ({ isTold, finished }: FamilyOutlook, isTicked: boolean) =>
  isTold || !isTicked
    ? formatCount(finished.reduce((sum, { taken }) => sum + taken, 0))
    : "See the preview";

function boxes({ records, notes }: Standing["settings"][Family]): string {
  if (records) return notes ? "Records and notes" : "Records, and leaves their notes";
  return notes ? "Notes alone" : "Nothing";
}
