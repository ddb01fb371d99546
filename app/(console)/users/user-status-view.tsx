import { StatusBadge } from "#components/status-badge.tsx";
import { userStatusNames, type UserStatus } from "#lib/user-fields.ts";

const tones = { active: "good", inactive: "attention", deleted: "neutral" } as const;

export const UserStatusBadge = ({ status }: { status: UserStatus }) => (
  <StatusBadge tone={tones[status]}>{userStatusNames[status]}</StatusBadge>
);
