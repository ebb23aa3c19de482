// SPDX-License-Identifier: Apache-2.0
//
// picture.mjs REPORT.html OUT.png [ADDRESS [HEIGHT]]: a part of the page as a picture, 1440 wide, such as that in the README.
import { chromium } from "playwright-core";
import { resolve } from "node:path";

const [report, out, address = "", height = "1000"] = process.argv.slice(2);
const flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
    "--disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags.split(" ") });
try {
    const page = await browser.newPage({ viewport: { width: 1440, height: Number(height) } });
    await page.goto(`file://${resolve(report)}${address}`);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: out });
} finally {
    await browser.close();
}
