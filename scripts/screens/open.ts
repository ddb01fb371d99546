import type { Page } from "@playwright/test";
import type { Picture } from "./pictures.ts";

/** The page of a picture, at rest. */
export async function open(page: Page, address: string, picture: Picture): Promise<void> {
  const { href, follow, tab = "", press } = picture;
  await page.goto(address + href);
  if (follow) {
    const links = await page
      .locator("main a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    const found = links.find((link) => follow.test(link));
    if (!found) throw new Error(`No link on ${href} leads on as ${follow} says.`);
    await page.goto(address + found + tab);
  }
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
  await press?.(page);
}
