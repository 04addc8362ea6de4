// Runs a notebook in a real JupyterLab in headless Chromium, as a person would: open, wait for Idle, Run All.
// usage: node lab.mjs NOTEBOOK OUT_DIR JUPYTER PLAYWRIGHT_DIR     exit 0 only if every cell ran and none has an error
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const [notebook, out, jupyter, playwright] = process.argv.slice(2).map((p) => path.resolve(p));
const { chromium } = createRequire(path.join(playwright, 'x.js'))('playwright-core');
fs.mkdirSync(out, { recursive: true });
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-lab-'));
const token = crypto.randomBytes(16).toString('hex');
const port = await new Promise((done) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const free = probe.address().port;
    probe.close(() => done(free));
  });
});
const base = `http://127.0.0.1:${port}`;
const root = path.join(work, 'root');
const settings = path.join(work, 'settings/@jupyterlab/apputils-extension');
fs.mkdirSync(root);
fs.mkdirSync(settings, { recursive: true });
fs.writeFileSync(path.join(settings, 'notification.jupyterlab-settings'), JSON.stringify({ fetchNews: 'false', checkForUpdates: false }));

const book = JSON.parse(fs.readFileSync(notebook));
let wanted = 0;
for (const cell of book.cells) {
  if (cell.cell_type === 'code') {
    cell.outputs = [];
    cell.execution_count = null;
    wanted++;
  }
}
fs.writeFileSync(path.join(root, 'book.ipynb'), JSON.stringify(book));

const server = spawn(
  jupyter,
  ['lab', '--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0', `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${root}`, '--allow-root'],
  {
    env: { ...process.env, JUPYTER_CONFIG_DIR: path.join(work, 'config'), JUPYTER_RUNTIME_DIR: path.join(work, 'runtime'), JUPYTERLAB_SETTINGS_DIR: path.join(work, 'settings') },
    stdio: ['ignore', fs.openSync(path.join(out, 'lab-server.log'), 'w'), fs.openSync(path.join(out, 'lab-server.err'), 'w')],
  },
);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const api = async (where) => {
  const answer = await fetch(base + where, { headers: { Authorization: 'token ' + token } });
  if (!answer.ok) throw new Error(`${where}: ${answer.status}`);
  return answer.json();
};

let browser;
let exit = 1;
try {
  for (let tries = 0; ; tries++) {
    try {
      await api('/api/status');
      break;
    } catch (notYet) {
      if (tries > 240) throw new Error('JupyterLab did not start');
      await pause(250);
    }
  }
  browser = await chromium.launchPersistentContext(path.join(work, 'profile'), {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 1000 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = browser.pages()[0] || (await browser.newPage());
  await page.goto(`${base}/lab/tree/book.ipynb?token=${token}&reset`, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.jp-NotebookPanel .jp-Notebook .jp-Cell', { timeout: 90000 });
  const indicator = '.jp-Notebook-ExecutionIndicator';
  await page.waitForFunction((s) => document.querySelector(s)?.getAttribute('data-status') === 'idle', indicator, { timeout: 60000 });
  console.log('status before the first cell:', await page.getAttribute(indicator, 'data-status'));
  await page.click('.jp-Notebook .jp-Cell');
  const begin = Date.now();
  await page.click('text=/^Run$/');
  await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
  let state;
  for (;;) {
    state = await page.evaluate(() => {
      const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((e) => e.textContent);
      return { star: prompts.filter((p) => p.includes('*')).length, done: prompts.filter((p) => /\d/.test(p)).length, errors: document.querySelectorAll('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').length };
    });
    if (state.star === 0 && (state.done >= wanted || state.errors > 0)) break;
    if (Date.now() - begin > 600000) throw new Error('the notebook did not end: ' + JSON.stringify(state));
    await page.waitForTimeout(250);
  }
  await page.waitForTimeout(1500);
  const charts = await page.evaluate(() => document.querySelectorAll('.vega-embed canvas, .vega-embed svg').length);
  const height = await page.evaluate(() => (document.querySelector('.jp-WindowedPanel-outer') || document.querySelector('.jp-Notebook')).scrollHeight + 160);
  await page.setViewportSize({ width: 1280, height: Math.min(Math.max(height, 9000), 12000) });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(out, 'lab.png') });
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(1500);
  const saved = (await api('/api/contents/book.ipynb?content=1')).content;
  const errors = saved.cells.flatMap((c) => (c.outputs || []).filter((o) => o.output_type === 'error').map((o) => `${o.ename}: ${o.evalue}`));
  console.log(`${state.done} of ${wanted} cells in ${((Date.now() - begin) / 1000).toFixed(1)} s, ${errors.length} errors, ${charts} Vega charts drawn`);
  errors.forEach((e) => console.log('  ' + e));
  exit = errors.length === 0 && state.done >= wanted && charts > 0 ? 0 : 2;
} catch (failure) {
  console.log(String(failure));
} finally {
  await browser?.close().catch(() => {});
  server.kill('SIGTERM');
  await new Promise((done) => {
    const hard = setTimeout(() => {
      server.kill('SIGKILL');
      done();
    }, 8000);
    server.on('exit', () => {
      clearTimeout(hard);
      done();
    });
  });
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(exit);
