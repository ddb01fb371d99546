import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import { Version } from "#components/version.tsx";
import type { JobSchedule } from "#db/queries/schedules.ts";
import type { FormState } from "#lib/form-state.ts";
import { formatLocal } from "#lib/format.ts";
import { firstRunSentence } from "#lib/run-words.ts";
import { missedToFields } from "#lib/missed.ts";
import { scheduleToColumns, weekdays } from "#lib/schedule.ts";
import { scheduleFieldsHelp } from "#lib/help/fulfillment-jobs.ts";

const fields = scheduleFieldsHelp;

/** What belongs to another kind of schedule is hidden by CSS alone, so it works without JavaScript. */
export function ScheduleFields({ schedule, state }: { schedule: JobSchedule; state: FormState }) {
  const { every, weekday, monthDay, at, cron } = scheduleToColumns(schedule.schedule);
  const { timeZone, nextRunLocal, firstRunByHand, missedWithinHours } = schedule;
  const { missed, missedHours } = missedToFields(missedWithinHours);
  return (
    <div className="group/schedule grid gap-5">
      <Version name="scheduleVersion" value={schedule.version} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-5 max-sm:*:w-full">
        <SelectField
          {...fields.every}
          name="every"
          defaultValue={every}
          options={[
            { value: "day", label: "Daily" },
            { value: "week", label: "Weekly" },
            { value: "month", label: "Monthly" },
            { value: "cron", label: "Cron, for experts" },
          ]}
          errors={fieldErrors(state, "every")}
        />
        <div className="hidden group-has-[option[value=week]:checked]/schedule:block">
          <SelectField
            {...fields.weekday}
            name="weekday"
            defaultValue={weekdays[(weekday ?? 7) - 1]}
            options={weekdays.map((day) => ({ value: day, label: day }))}
            errors={fieldErrors(state, "weekday")}
          />
        </div>
        <div className="hidden group-has-[option[value=month]:checked]/schedule:block">
          <Field
            {...fields.monthDay}
            name="monthDay"
            inputMode="numeric"
            defaultValue={monthDay ?? 1}
            errors={fieldErrors(state, "monthDay")}
          />
        </div>
        <div className="group-has-[option[value=cron]:checked]/schedule:hidden">
          <Field
            {...fields.at}
            name="at"
            type="time"
            defaultValue={at?.slice(0, 5) ?? "02:00"}
            errors={fieldErrors(state, "at")}
          />
        </div>
        <div className="hidden group-has-[option[value=cron]:checked]/schedule:block">
          <Field
            {...fields.cron}
            name="cron"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            defaultValue={cron ?? "0 2 * * 1-5"}
            errors={fieldErrors(state, "cron")}
          />
        </div>
      </div>
      <p className="text-muted">
        {!nextRunLocal && "No next run while the job is inactive. "}
        {firstRunByHand && firstRunSentence}
        {nextRunLocal && !firstRunByHand && `Next run: ${formatLocal(nextRunLocal)}.`} Times are of{" "}
        {timeZone}.
      </p>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-5 max-sm:*:w-full">
        <SelectField
          {...fields.missed}
          name="missed"
          defaultValue={missed}
          options={[
            { value: "always", label: "Run once, as soon as possible" },
            { value: "within", label: "Run once, unless it is too late" },
            { value: "never", label: "Wait for the next time" },
          ]}
          errors={fieldErrors(state, "missed")}
        />
        <div className="hidden group-has-[option[value=within]:checked]/schedule:block">
          <Field
            {...fields.missedHours}
            name="missedHours"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={missedHours}
            errors={fieldErrors(state, "missedHours")}
          />
        </div>
      </div>
    </div>
  );
}
