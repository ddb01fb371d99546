import type { ReactNode } from "react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { Toaster } from "#components/toaster.tsx";
import { densityOf, tablesCookie } from "#components/tables.ts";
import { themeCookie, themeOf } from "#components/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Lethe", template: "%s · Lethe" },
  description: "Patron-privacy console",
  robots: { index: false, follow: false },
};

/** Reads a cookie, so that no page is made at build time: each carries the nonce of its own request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = themeOf(jar.get(themeCookie)?.value);
  const tables = densityOf(jar.get(tablesCookie)?.value);
  return (
    <html lang="en" data-theme={theme} data-tables={tables}>
      <head>
        {/* Not by `viewport`, which is put anew at every change of screen: a browser then styles all of the old one again. */}
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
