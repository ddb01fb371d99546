import { ButtonLink } from "#components/button-link.tsx";
import { CopyButton } from "#components/copy-button.tsx";
import { Notice } from "#components/notice.tsx";

const keyId = "new-key";
const selectKey = () => {
  const key = document.getElementById(keyId);
  if (key) getSelection()?.selectAllChildren(key);
};

/** The key a form answered with, this once. */
export const NewKey = ({ token }: { token: string }) => (
  <div className="grid gap-5">
    <div role="status" className="grid gap-5">
      <Notice tone="good">
        Keep this key where the script reads its secrets. Whoever has it can do what it can, and it
        is not shown again.
      </Notice>
      <div className="grid justify-items-start gap-1.5">
        <span id="key-label" className="font-medium">
          Key
        </span>
        {/* One click selects all of it. */}
        <code
          id={keyId}
          role="group"
          aria-labelledby="key-label"
          className="bg-side rounded-md border px-3 py-2 font-mono break-all select-all"
        >
          {token}
        </code>
      </div>
    </div>
    <CopyButton text={token} what="key" select={selectKey} />
    <div className="flex flex-wrap gap-2">
      <ButtonLink href="/api-keys">Back to API</ButtonLink>
      <ButtonLink href="/api-keys/reference">See what it can do</ButtonLink>
    </div>
  </div>
);
