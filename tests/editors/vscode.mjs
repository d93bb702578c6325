// Opens the real VS Code in Chromium on a note with emoji and Chinese before the words at fault, and looks, as a
// person would, for the underline, the hover, the completion and the fix. Exit status 0 only if all were seen.
//
//   node vscode.mjs CODE_SERVER VSIX NOTE PICTURES

import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [codeServer, vsix, note, pictures] = process.argv.slice(2).map((argument) => path.resolve(argument));
const run = fs.mkdtempSync(path.join(os.tmpdir(), "glossator-vscode-"));
const folder = path.join(run, "workspace");
fs.mkdirSync(folder);
fs.mkdirSync(pictures, { recursive: true });
const file = path.join(folder, "notes.md");
fs.copyFileSync(note, file);
fs.mkdirSync(path.join(run, "user", "User"), { recursive: true });
fs.writeFileSync(
  path.join(run, "user", "User", "settings.json"),
  JSON.stringify({
    "workbench.startupEditor": "none",
    "security.workspace.trust.enabled": false,
    "telemetry.telemetryLevel": "off",
    "chat.disableAIFeatures": true,
    "editor.hover.delay": 100,
    "editor.fontSize": 15,
    "extensions.autoCheckUpdates": false,
    "workbench.enableExperiments": false,
  }),
);
const base = ["--user-data-dir", path.join(run, "user"), "--extensions-dir", path.join(run, "extensions"), "--config", path.join(run, "config.yaml")];
execFileSync(codeServer, [...base, "--install-extension", vsix], { stdio: "pipe" });

const port = await freePort();
const server = spawn(codeServer, [...base, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--bind-addr", `127.0.0.1:${port}`, folder], { stdio: "pipe" });
const seen = {};
let failed = false;
try {
  await listening(port);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage({ viewport: { width: 1100, height: 560 } });
  const payload = encodeURIComponent(JSON.stringify([["openFile", `vscode-remote://127.0.0.1:${port}${file}`]]));
  // A machine that is busy with other tests is slow, and that is no fault: only what never comes is one.
  page.setDefaultTimeout(120_000);
  await page.goto(`http://127.0.0.1:${port}/?folder=${folder}&payload=${payload}`);
  await page.waitForSelector(".monaco-editor .view-lines");
  await look(page);
  await browser.close();
} catch (error) {
  failed = true;
  console.error(String(error));
} finally {
  server.kill("SIGTERM");
}
console.log(JSON.stringify(seen, null, 1));
fs.rmSync(run, { recursive: true, force: true, maxRetries: 5 });
const wanted = ["underline", "underlineStart", "hover", "problem", "completion", "fix"];
process.exit(!failed && wanted.every((what) => seen[what]) ? 0 : 1);

async function look(page) {
  await page.waitForSelector(".squiggly-warning");
  seen.underline = await page.locator(".squiggly-warning").count();
  await page.keyboard.press("Control+b");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });

  // The underline begins where the wrong words do, right of two emoji and the Chinese before them.
  const words = await place(page, "encoder-decoder");
  const boxes = await page.locator(".squiggly-warning").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  seen.underlineStart = boxes.some((box) => Math.abs(box.x - words.x) < 4 && Math.abs(box.right - words.right) < 4);

  const text = await hover(page, "encoder-decoder", "glossator");
  seen.hover = text.includes("LLaMA") && text.includes("Touvron") && text.includes("claim/architecture");
  await page.screenshot({ path: path.join(pictures, "vscode-finding.png") });

  await page.mouse.move(700, 500);
  seen.card = (await hover(page, "前缀解码器", "prefix decoder")).includes("前缀");
  await page.screenshot({ path: path.join(pictures, "vscode-hover.png") });

  seen.problem = await problem(page);

  await page.locator(".view-lines .view-line").last().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("grouped-qu");
  const widget = page.locator(".suggest-widget.visible");
  if (!(await widget.isVisible().catch(() => false))) {
    await page.keyboard.press("Control+Space");
  }
  const row = widget.locator(".monaco-list-row").filter({ hasText: "grouped-query attention" }).first();
  await row.waitFor();
  seen.completion = true;
  await page.screenshot({ path: path.join(pictures, "vscode-completion.png") });
  await page.keyboard.press("Escape");
  await widget.waitFor({ state: "hidden" });

  seen.fix = await fix(page);
}

/**
 * What the hover over a text says. The hand on a mouse is never quite still: whatever VS Code does meanwhile that
 * closes a hover (a late setting, a layout), the next movement opens it.
 */
async function hover(page, text, wanted) {
  const card = page.locator(".monaco-hover:visible").filter({ hasText: wanted });
  const shown = card.waitFor().then(() => true);
  for (let step = 0, open = false; !open; step++) {
    const box = await place(page, text);
    await page.mouse.move(box.x + 20 + (step % 4), box.y + box.height / 2);
    open = await Promise.race([shown, page.waitForTimeout(1000).then(() => false)]);
  }
  return card.innerText();
}

async function problem(page) {
  await page.keyboard.press("Control+Shift+M");
  const row = page.locator(".markers-panel .monaco-list-row").filter({ hasText: "claim/architecture" }).first();
  await row.waitFor();
  const text = await row.innerText();
  await page.keyboard.press("Control+j");
  return /Ln 3, Col 18/.test(text.replace(/\s+/g, " ")) ? text.replace(/\s+/g, " ") : false;
}

async function fix(page) {
  const words = await place(page, "encoder-decoder");
  await page.mouse.click(words.x + 20, words.y + words.height / 2);
  // The bulb says that the actions of this place are known; before that the key finds none and shows nothing.
  await page.locator("[class*=lightbulb], [class*=lightBulb]").locator("visible=true").first().waitFor();
  await page.keyboard.press("Control+.");
  const menu = page.locator(".action-widget").filter({ hasText: "改为" });
  await menu.waitFor();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent?.replace(/\u00a0/g, " ").includes("LLaMA 是 因果解码器"), null);
  return true;
}

/** Where a text stands in the editor. */
async function place(page, text) {
  const box = await page.evaluate((wanted) => {
    for (const line of document.querySelectorAll(".view-lines .view-line")) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let whole = "";
      const nodes = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        nodes.push([node, whole.length]);
        whole += node.textContent.replace(/\u00a0/g, " ");
      }
      const from = whole.indexOf(wanted);
      if (from < 0) continue;
      const at = (offset) => nodes.findLast(([, start]) => start <= offset);
      const range = document.createRange();
      const [first, start] = at(from);
      const [last, before] = at(from + wanted.length - 1);
      range.setStart(first, from - start);
      range.setEnd(last, from + wanted.length - before);
      return range.getBoundingClientRect().toJSON();
    }
    return null;
  }, text);
  if (!box) throw new Error(`${text} is not on the screen`);
  return box;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function listening(port) {
  for (let tries = 0; tries < 600; tries++) {
    const open = await new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.unref();
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("code-server did not start");
}
