// SPDX-License-Identifier: Apache-2.0
//
// Debian's Chromium, for pictures and tests of the page.
import { chromium } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function open_browser() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: flags, timeout: 60000 });
}
