import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto grid max-w-xl justify-items-start gap-4 px-4 py-24">
      <h1 className="text-xl font-semibold">There is no such page</h1>
      <p>The address may be mistyped, or what it showed has been deleted meanwhile.</p>
      <ButtonLink href="/">Go to Overview</ButtonLink>
    </main>
  );
}
