// SPDX-License-Identifier: Apache-2.0
//
// picture.mjs REPORT.html OUT.png [ADDRESS [HEIGHT]]: a part of the page as a picture, 1440 wide, such as that in the README.
import { resolve } from "node:path";
import { open_browser } from "./browser.mjs";

const [report, out, address = "", height = "1000"] = process.argv.slice(2);
const browser = await open_browser();
try {
    const page = await browser.newPage({ viewport: { width: 1440, height: Number(height) } });
    await page.goto(`file://${resolve(report)}${address}`);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: out });
} finally {
    await browser.close();
}
