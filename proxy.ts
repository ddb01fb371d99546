import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { isServedOverHttps } from "#lib/server/origin.ts";

const isDevelopment = process.env.NODE_ENV === "development";
const isHttps = isServedOverHttps();

/**
 * Headers for every answer, and a fresh nonce for the scripts of each page. Never the lock: every
 * page, action and handler asks by itself who is there.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-lethe-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  response.headers.set("Content-Security-Policy", policy);
  if (isHttps)
    response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  if (!request.nextUrl.pathname.startsWith("/_next/"))
    response.headers.set("Cache-Control", "no-store");
  return response;
}

const securityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // With no-referrer a browser sends `Origin: null` with a form that works without JavaScript.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Styles may be inline: dialogs and charts place themselves by the style attribute. */
const contentSecurityPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
