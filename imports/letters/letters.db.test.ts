import { expect, test } from "vitest";
import { counts, freshLibrary } from "../fresh-library.ts";
const { rows, value, importLibrary, importText } = freshLibrary();
test("x", async () => {
  await importLibrary();
  const r = await importText(
    "letters.csv",
    "letter_id,primary_id,letter_code,created,subject,channel,body\nX1,anna,FulLoanReceiptLetter,2026-01-05,Hello,e-mail,<p>Hi</p>\nX2,boris,NewLetter,2025-01-05T10:00:00Z,,,\n",
  );
  console.log(JSON.stringify(r));
  console.log(
    await rows("SELECT * FROM patron.letters"),
    await rows("SELECT * FROM record.letter_counts"),
    await rows("select * from console.letter_types where needs_attention"),
  );
  const again = await importText(
    "letters.csv",
    "letter_id,primary_id,letter_code,created,subject,channel,body\nX1,anna,FulLoanReceiptLetter,2026-01-05,Hello 2,e-mail,<p>Hi</p>\nX2,boris,NewLetter,2025-01-05T10:00:00Z,,,\n",
  );
  console.log(JSON.stringify(again));
});
