import type { ReactNode } from "react";
import { cookies } from "next/headers";
import Link from "next/link";
import { Menu } from "lucide-react";
import { buttonClass } from "#components/button-class.ts";
import { TablesSwitch, ThemeSwitch } from "#components/look-switch.tsx";
import { Notice } from "#components/notice.tsx";
import { densityOf, tablesCookie } from "#components/tables.ts";
import { themeCookie, themeOf } from "#components/theme.ts";
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { Arrival } from "./arrival.tsx";
import { KeptFocus } from "./kept-focus.tsx";
import { menuFor } from "./menu.ts";
import { navigationId } from "./navigation-id.ts";
import { NavigationLinks } from "./navigation-links.tsx";
import { QueryProvider } from "./query-provider.tsx";
import { Search } from "./search/search-view.tsx";
import { SessionWatch } from "./session-watch.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requireStaff("overview.read");
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
          <span className="text-muted min-w-0">{person.library.name}</span>
        </header>
        <Side person={person} />
        <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-8">
          <div className="mx-auto max-w-6xl">
            <noscript>
              <Notice tone="information" className="mb-6">
                JavaScript is off. Lists, settings and reports work without it. What counts, menus
                behind three dots, Find a setting, and buttons that ask before they act need it.
              </Notice>
            </noscript>
            {children}
          </div>
          <Arrival />
          <KeptFocus />
        </main>
        <SessionWatch staff={person.id} />
      </div>
    </QueryProvider>
  );
}

/** A popover on narrow screens, so that it opens without JavaScript too; always there on wide ones. */
function Side({ person }: { person: Staff }) {
  const { name, isDemo } = person.library;
  return (
    <aside
      id={navigationId}
      popover="auto"
      className="bg-side text-ink backdrop:bg-scrim fixed inset-y-0 right-auto left-0 m-0 h-dvh max-h-none w-60 overflow-y-auto border-0 border-r p-0 lg:sticky lg:top-0 lg:block"
    >
      <div className="flex h-full flex-col">
        <div className="grid gap-3 p-4 pb-3">
          <div className="grid gap-0.5 px-2">
            <span className="text-base font-semibold">Lethe</span>
            <span className="text-muted text-xs">{name}</span>
            {isDemo && <span className="text-attention text-xs font-medium">Demo library</span>}
          </div>
          <Search roles={person.roles} />
        </div>
        {/* The menu scrolls by itself where it is long, so that its foot is always there. */}
        <div className="min-h-64 flex-1 overflow-y-auto px-4 pb-4">
          <NavigationLinks groups={menuFor(person.roles)} />
        </div>
        <Foot person={person} />
      </div>
    </aside>
  );
}

async function Foot({ person }: { person: Staff }) {
  const jar = await cookies();
  return (
    <div className="grid gap-2 border-t px-4 py-2">
      <details>
        <summary className="text-muted min-h-6 px-2">Display</summary>
        <div className="grid gap-2 px-2 py-1">
          <ThemeSwitch theme={themeOf(jar.get(themeCookie)?.value)} />
          <TablesSwitch density={densityOf(jar.get(tablesCookie)?.value)} />
        </div>
      </details>
      <div className="grid px-2">
        <span className="font-medium">{person.name}</span>
        <span className="text-muted text-xs">{person.email}</span>
      </div>
      <form action="/sign-out" method="post" className="flex justify-between gap-2">
        <button type="submit" className={buttonClass("secondary")}>
          Sign out
        </button>
        <Link href="/help" className={buttonClass("quiet")}>
          Help
        </Link>
      </form>
    </div>
  );
}
