import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { Menu } from "lucide-react";
import { buttonClass } from "#components/button-class.ts";
import { themeCookie, themeOf } from "#components/theme.ts";
import { ThemeSwitch } from "#components/theme-switch.tsx";
import { readInstitution } from "#db/queries/institution.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { menu, navigationId } from "./menu.ts";
import { NavigationLinks } from "./navigation-links.tsx";
import { QueryProvider } from "./query-provider.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requireStaff("overview.read");
  const { name, isDemo } = await readPage(readInstitution);
  return (
    <QueryProvider>
      <a
        href="#main"
        className="bg-accent text-on-accent sr-only z-50 rounded-md px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <header className="bg-side sticky top-0 z-20 flex items-center gap-2 border-b px-3 py-1.5 lg:hidden">
          <button
            type="button"
            popoverTarget={navigationId}
            className={buttonClass("quiet")}
            aria-label="Menu"
          >
            <Menu aria-hidden className="size-5" />
          </button>
          <span className="shrink-0 font-semibold">Lethe</span>
          <span className="text-muted truncate">{name}</span>
        </header>
        <Side person={person} institution={name} isDemo={isDemo} />
        <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-8">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </QueryProvider>
  );
}

interface SideProps {
  person: Staff;
  institution: string;
  isDemo: boolean;
}

/** A popover on narrow screens, so that it opens without JavaScript too; always there on wide ones. */
async function Side({ person, institution, isDemo }: SideProps) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  const shown = menu
    .map(({ title, links }) => ({
      title,
      links: links.filter(({ permission }) => permits(person.roles, permission)),
    }))
    .filter(({ links }) => links.length > 0);
  return (
    <aside
      id={navigationId}
      popover="auto"
      className="bg-side text-ink backdrop:bg-scrim fixed inset-y-0 right-auto left-0 m-0 h-dvh max-h-none w-60 overflow-y-auto border-0 border-r p-0 lg:sticky lg:top-0 lg:block"
    >
      <div className="flex min-h-full flex-col gap-6 p-4">
        <div className="grid gap-0.5 px-2">
          <span className="text-base font-semibold">Lethe</span>
          <span className="text-muted text-xs">{institution}</span>
          {isDemo && <span className="text-attention text-xs font-medium">Demo library</span>}
        </div>
        <NavigationLinks groups={shown} />
        <div className="mt-auto grid gap-3 border-t pt-4">
          <ThemeSwitch theme={theme} />
          <div className="grid gap-0.5">
            <span className="font-medium">{person.name}</span>
            <span className="text-muted text-xs">{person.email}</span>
          </div>
          <form action="/sign-out" method="post">
            <button type="submit" className={buttonClass("secondary")}>
              Sign out
            </button>
          </form>
        </div>
      </div>
    </aside>
  );
}
