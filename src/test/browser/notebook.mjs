// A real JupyterLab or Notebook behind a base URL and a token, in settings and folders of its own, and what a person does in its pages.
// JUPYTER=…/bin/jupyter, an environment that has our kernel.
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { shots, until } from './lib.mjs';

export const jupyter = path.resolve(process.env.JUPYTER);
export const work = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-jupyter-'));
export const root = path.join(work, 'root');
fs.mkdirSync(root);
/** Sets what a person would in the settings of JupyterLab, before the server starts. */
export function settle(plugin, name, values) {
  const folder = path.join(work, 'settings/@jupyterlab', plugin);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name + '.jupyterlab-settings'), JSON.stringify(values));
}
settle('apputils-extension', 'notification', { fetchNews: 'false', checkForUpdates: false });
export const env = {
  ...process.env, JUPYTER_CONFIG_DIR: path.join(work, 'config'), JUPYTER_RUNTIME_DIR: path.join(work, 'runtime'),
  JUPYTER_DATA_DIR: path.join(work, 'data'), JUPYTERLAB_SETTINGS_DIR: path.join(work, 'settings'), WINNOW_HOME: path.join(work, 'home'),
};
const token = crypto.randomBytes(16).toString('hex');
const freePort = () => new Promise((done) => { const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); }); });

/** @param home the folder of its datasets, in which earlier servers of that name have left theirs */
export async function startServer(app, home = 'home') {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/user/x/`;
  const log = fs.openSync(path.join(shots, `server-${app}.log`), 'w');
  const child = spawn(jupyter, [app, '--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0', '--ServerApp.base_url=/user/x/', `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${root}`, '--allow-root'], { env: { ...env, WINNOW_HOME: path.join(work, home) }, stdio: ['ignore', log, log] });
  await until(async () => (await fetch(base + 'api/status', { headers: { Authorization: 'token ' + token } })).ok, app, 90000);
  return { base, child, api: async (where, options = {}) => (await fetch(base + 'api/' + where, { ...options, headers: { Authorization: 'token ' + token } })), stop: () => new Promise((done) => { child.on('exit', done); child.kill('SIGTERM'); setTimeout(() => child.kill('SIGKILL'), 8000).unref(); }) };
}

const cell = (source, outputs = []) => ({ cell_type: 'code', execution_count: null, id: crypto.randomBytes(4).toString('hex'), metadata: {}, outputs, source });
export function writeBook(name, sources) {
  fs.writeFileSync(path.join(root, name), JSON.stringify({
    cells: sources.map((source) => cell(source)), nbformat: 4, nbformat_minor: 5,
    metadata: { kernelspec: { name: 'winnow', display_name: 'Java (Winnow)', language: 'java' }, language_info: { name: 'java' } },
  }));
}

export async function open(page, server, app, name) {
  await page.goto(`${server.base}${app === 'lab' ? 'lab/tree/' : 'notebooks/'}${name}?token=${token}${app === 'lab' ? '&reset' : ''}`, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 90000 });
}
/** Until a kernel is there and idle: before one is, the indicator says so too, and a cell that is run then does not run. */
export const idle = (page) =>
  page.waitForFunction(() => {
    const kernel = document.querySelector('.jp-KernelName')?.textContent ?? '';
    return kernel && !kernel.includes('No Kernel') && document.querySelector('.jp-Notebook-ExecutionIndicator')?.getAttribute('data-status') === 'idle';
  }, null, { timeout: 90000 });
export async function runAll(page, cells) {
  await page.click('.jp-Notebook .jp-Cell');
  await page.click('text=/^Run$/');
  await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
  await until(async () => {
    const prompts = await page.$$eval('.jp-CodeCell .jp-InputPrompt', (all) => all.map((one) => one.textContent));
    return prompts.filter((one) => /\d/.test(one)).length >= cells;
  }, 'the end of Run All', 180000);
}
/** Types a cell below the others, as a person would, runs it and gives its text. */
export async function type(page, code) {
  const before = await page.locator('.jp-CodeCell').count();
  await page.evaluate(() => document.querySelector('.jp-Notebook')?.scrollTo?.(0, 1e6));
  await page.locator('.jp-CodeCell').last().locator('.cm-content').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await until(async () => (await page.locator('.jp-CodeCell').count()) === before + 1, 'a new cell');
  await page.locator('.jp-CodeCell').last().locator('.cm-content').fill(code);
  await page.keyboard.press('Control+Enter');
  const done = page.locator('.jp-CodeCell').last();
  await until(async () => /\d/.test(await done.locator('.jp-InputPrompt').textContent()), 'the cell');
  return until(async () => (await done.locator('.jp-OutputArea-output').count()) > 0 && ((await done.locator('.jp-OutputArea-output').last().textContent()).trim() || ((await done.locator('.winnow-app').count()) && 'an App')), 'a result');
}

/** Saves what was changed. Notebook's page does not say when that is done, the file does. */
export async function save(page) {
  const { pathname } = new URL(page.url());
  const file = path.join(root, path.basename(pathname));
  const written = () => fs.statSync(file).mtimeMs;
  const before = written();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  if (pathname.includes('/lab/')) await until(async () => (await page.locator('.jp-mod-dirty').count()) === 0, 'the save');
  else await until(() => written() > before && JSON.parse(fs.readFileSync(file)), 'the save'); // all of it
}
