import type { ReactNode } from "react";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { Toaster } from "#components/toaster.tsx";
import { themeCookie, themeOf } from "#components/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Lethe", template: "%s · Lethe" },
  description: "Patron-privacy console",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** Reads a cookie, so that no page is made at build time: each carries the nonce of its own request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
