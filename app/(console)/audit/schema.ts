import { z } from "zod";
import { calendarDay } from "#lib/calendar-day.ts";

/** A list's state as the address holds it; what makes no sense is left out. */
export const auditSearch = z.object({
  actor: z.string().min(1).max(200).optional().catch(undefined),
  action: z.string().min(1).max(200).optional().catch(undefined),
  day: calendarDay().optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type AuditSearch = z.output<typeof auditSearch>;

/** As an address's query, with its question mark; "" when nothing is asked. */
export function toQuery(search: Record<string, string | number | undefined>): string {
  const set = Object.entries(search).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}
