"use client";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Stands in for the whole document, so it brings no more than itself. */
export default function GlobalError({ error, reset }: Props) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", maxWidth: "36rem", margin: "6rem auto" }}>
        <h1>Something went wrong in Lethe</h1>
        <p role="alert">
          This page could not be shown. Nothing that was saved is lost.
          {error.digest && ` The log of the web server tells more under ${error.digest}.`}
        </p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
