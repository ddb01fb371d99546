import { StatusBadge } from "#components/status-badge.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";

const words = {
  active: { tone: "good", text: "Active" },
  invited: { tone: "information", text: "Invited" },
  disabled: { tone: "neutral", text: "Disabled" },
} as const;

export const StaffStatus = ({ status }: { status: StaffRow["status"] }) => (
  <StatusBadge tone={words[status].tone}>{words[status].text}</StatusBadge>
);
