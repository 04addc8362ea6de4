// The App inside a real JupyterLab 4 and Notebook 7, behind a base URL and a token, with our extension and with nothing installed; then
// the saved notebook without a kernel, untrusted, and through nbconvert.   usage: jupyter.mjs [lab|notebook|nothing|…]   (JUPYTER=…/bin/jupyter with our kernel)
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SCENES, equal, fact, report, shots, startBrowser, truth, until } from './lib.mjs';

const jupyter = path.resolve(process.env.JUPYTER);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-jupyter-'));
const root = path.join(work, 'root');
fs.mkdirSync(root);
const settings = path.join(work, 'settings/@jupyterlab/apputils-extension');
fs.mkdirSync(settings, { recursive: true });
fs.writeFileSync(path.join(settings, 'notification.jupyterlab-settings'), JSON.stringify({ fetchNews: 'false', checkForUpdates: false }));
const env = {
  ...process.env, JUPYTER_CONFIG_DIR: path.join(work, 'config'), JUPYTER_RUNTIME_DIR: path.join(work, 'runtime'),
  JUPYTER_DATA_DIR: path.join(work, 'data'), JUPYTERLAB_SETTINGS_DIR: path.join(work, 'settings'), WINNOW_HOME: path.join(work, 'home'),
};
const token = crypto.randomBytes(16).toString('hex');
const freePort = () => new Promise((done) => { const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); }); });

async function startServer(app) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/user/x/`;
  const log = fs.openSync(path.join(shots, `server-${app}.log`), 'w');
  const child = spawn(jupyter, [app, '--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0', '--ServerApp.base_url=/user/x/', `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${root}`, '--allow-root'], { env, stdio: ['ignore', log, log] });
  await until(async () => (await fetch(base + 'api/status', { headers: { Authorization: 'token ' + token } })).ok, app, 90000);
  return { base, child, api: async (where, options = {}) => (await fetch(base + 'api/' + where, { ...options, headers: { Authorization: 'token ' + token } })), stop: () => new Promise((done) => { child.on('exit', done); child.kill('SIGTERM'); setTimeout(() => child.kill('SIGKILL'), 8000).unref(); }) };
}

const cell = (source, outputs = []) => ({ cell_type: 'code', execution_count: null, id: crypto.randomBytes(4).toString('hex'), metadata: {}, outputs, source });
function writeBook(name, sources) {
  fs.writeFileSync(path.join(root, name), JSON.stringify({
    cells: sources.map((source) => cell(source)), nbformat: 4, nbformat_minor: 5,
    metadata: { kernelspec: { name: 'winnow', display_name: 'Java (Winnow)', language: 'java' }, language_info: { name: 'java' } },
  }));
}

async function open(page, server, app, name) {
  await page.goto(`${server.base}${app === 'lab' ? 'lab/tree/' : 'notebooks/'}${name}?token=${token}${app === 'lab' ? '&reset' : ''}`, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 90000 });
}
const idle = (page) => page.waitForFunction(() => document.querySelector('.jp-Notebook-ExecutionIndicator')?.getAttribute('data-status') === 'idle', null, { timeout: 90000 });
async function runAll(page, cells) {
  await page.click('.jp-Notebook .jp-Cell');
  await page.click('text=/^Run$/');
  await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
  await until(async () => {
    const prompts = await page.$$eval('.jp-CodeCell .jp-InputPrompt', (all) => all.map((one) => one.textContent));
    return prompts.filter((one) => /\d/.test(one)).length >= cells;
  }, 'the end of Run All', 180000);
}
/** Types a cell below the others, as a person would, runs it and gives its text. */
async function type(page, code) {
  const before = await page.locator('.jp-CodeCell').count();
  await page.evaluate(() => document.querySelector('.jp-Notebook')?.scrollTo?.(0, 1e6));
  await page.locator('.jp-CodeCell').last().locator('.cm-content').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await until(async () => (await page.locator('.jp-CodeCell').count()) === before + 1, 'a new cell');
  await page.locator('.jp-CodeCell').last().locator('.cm-content').fill(code);
  await page.keyboard.press('Control+Enter');
  const done = page.locator('.jp-CodeCell').last();
  await until(async () => /\d/.test(await done.locator('.jp-InputPrompt').textContent()), 'the cell', 60000);
  return until(async () => (await done.locator('.jp-OutputArea-output').count()) > 0 && (await done.locator('.jp-OutputArea-output').last().textContent()).trim(), 'a result');
}

const SHOW = 'var session = fo.launchApp(scenes.limit(12));';
const chrome = await startBrowser();
const dataDir = path.join(spawnSync(jupyter, ['--data-dir'], { env }).stdout.toString().trim(), 'labextensions', 'winnow');
const labextension = path.resolve('src/main/resources/dev/winnow/cli/labextension');
// Whatever is installed in the environment is put aside: here the extension is put in and taken away.
const installed = path.join(path.dirname(path.dirname(jupyter)), 'share/jupyter/labextensions/winnow');
const aside = path.join(work, 'aside');
if (fs.existsSync(installed)) { fs.cpSync(installed, aside, { recursive: true }); fs.rmSync(installed, { recursive: true }); }
try {
  const only = process.argv[2] ?? '';
  for (const [app, extension] of [['lab', false], ['lab', true], ['notebook', false], ['notebook', true]].filter(([name, own]) => `${name}-${own ? "extension" : "nothing"}`.includes(only))) {
    const name = `${app}-${extension ? 'extension' : 'nothing'}`;
    fs.rmSync(dataDir, { recursive: true, force: true });
    if (extension) fs.cpSync(labextension, dataDir, { recursive: true });
    const server = await startServer(app);
    const page = await chrome.newPage();
    const problems = [];
    page.on('pageerror', (failure) => problems.push(failure.message));
    try {
      writeBook(name + '.ipynb', [SCENES.trim(), SHOW]);
      const app_ = page.locator('.winnow-app');
      await fact(`${name}: Run All shows the live App`, async () => {
        await open(page, server, app, name + '.ipynb');
        await idle(page);
        await runAll(page, 2);
        await until(async () => (await page.getByTestId('count').textContent()) === '12 samples', 'the App', 30000);
        await until(async () => (await app_.locator('.tile img').count()) >= 4, 'pictures');
        equal(await app_.count(), 1, 'Apps in the page:');
        await app_.scrollIntoViewIfNeeded();
        await page.screenshot({ path: path.join(shots, name + '.png') });
      }, page);
      await fact(`${name}: what is selected there is in Java, and Java moves it`, async () => {
        await app_.locator('[data-i="1"] .check').click({ force: true });
        await until(async () => (await page.getByTestId('count').textContent()).includes('1 selected'), 'the selection');
        equal(await type(page, 'session.selected().equals(List.of(scenes.ids().get(1)))'), 'true');
        await type(page, 'session.setView(scenes.limit(5)); session.view().count()');
        await until(async () => (await page.getByTestId('count').textContent()) === '5 samples', 'the moved view');
      }, page);
      await fact(`${name}: answers while a cell runs`, async () => {
        const before = await page.locator('.jp-CodeCell').count();
        await page.locator('.jp-CodeCell').last().locator('.cm-content').click();
        await page.keyboard.press('Escape');
        await page.keyboard.press('b');
        await until(async () => (await page.locator('.jp-CodeCell').count()) === before + 1, 'a new cell');
        await page.locator('.jp-CodeCell').last().locator('.cm-content').fill('Thread.sleep(8000); "slept"');
        await page.keyboard.press('Control+Enter');
        await until(async () => (await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()).includes('*'), 'a running cell');
        await app_.locator('[data-i="0"]').dblclick();
        await until(async () => (await page.locator('.winnow-app .path').textContent()).startsWith('1 of 5'), 'the sample', 5000);
        await until(() => page.locator('.winnow-app .stage img').count(), 'its picture', 5000);
        truth((await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()).includes('*'), 'the cell had ended before');
        await page.locator('.winnow-app [role=dialog]').focus();
        await page.keyboard.press('Escape');
        await until(async () => /\d/.test(await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()), 'the end of the cell', 20000);
      }, page);
      await page.keyboard.press('Control+s');
      const saved = () => JSON.parse(fs.readFileSync(path.join(root, name + '.ipynb')));
      await fact(`${name}: is saved with its picture`, async () => {
        await until(() => saved().cells.length > 2 && JSON.stringify(saved().cells[1].outputs).includes('data:image/jpeg;base64'), 'the saved notebook');
      }, page);
      await fact(`${name}: a reloaded page is live again`, async () => {
        await page.reload({ waitUntil: 'domcontentloaded' });
        await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60000 });
        await until(async () => (await page.getByTestId('count').textContent()) === '5 samples', 'the App', 30000);
      }, page);
      await fact(`${name}: a fresh kernel leaves the picture`, async () => {
        for (const kernel of await (await server.api('kernels')).json()) await server.api('kernels/' + kernel.id, { method: 'DELETE' });
        await page.goto('about:blank');
        await open(page, server, app, name + '.ipynb');
        await until(() => page.locator('.jp-OutputArea img[src^="data:image/jpeg"]').count(), 'the picture', 20000);
        await page.waitForTimeout(1500);
        equal(await page.locator('.winnow-app').count(), 0, 'live Apps:');
      }, page);
      await fact(`${name}: an untrusted notebook shows the picture and runs nothing`, async () => {
        const foreign = saved();
        foreign.cells[1].outputs.forEach((output) => { output.data['text/html'] = [].concat(output.data['text/html']).join('').replace('<script>', '<script>window.ran = true;'); });
        fs.writeFileSync(path.join(root, 'foreign-' + name + '.ipynb'), JSON.stringify(foreign));
        await open(page, server, app, 'foreign-' + name + '.ipynb');
        await until(() => page.locator('.jp-OutputArea img[src^="data:image/jpeg"]').count(), 'the picture', 20000);
        await page.waitForTimeout(1500);
        equal(await page.evaluate(() => window.ran ?? false), false, 'scripts that ran:');
        equal(await page.locator('.winnow-app').count(), 0, 'live Apps:');
      }, page);
      await fact(`${name}: nothing of ours failed in the page`, () => equal(problems.filter((one) => /winnow/i.test(one)), []), page);
    } finally {
      await page.close();
      await server.stop();
    }
  }
  if ('drawing'.includes(only) || only === 'lab') {
    fs.rmSync(dataDir, { recursive: true, force: true });
    fs.cpSync(labextension, dataDir, { recursive: true });
    const server = await startServer('lab');
    const page = await chrome.newPage();
    const OPEN = `var scenes = zoo.loadDataset("road-scenes", 24).selectGroupSlices("left").cloneTo("drawn", IfExists.LOAD);
var batch = scenes.limit(3);
var schema = LabelSchema.of("Car", "Pedestrian").attribute("occluded", "none", "partial");
fo.launchApp(Annotator.app("human_labels", schema).hide("ground_truth").queue(batch));`;
    const BOXES = 'batch.samples().stream().map(s -> s.detections("human_labels").stream().map(d -> d.id() + d.label() + d.box() + new TreeMap<>(d.attributes())).toList()).toList().toString()';
    try {
      writeBook('drawing.ipynb', [OPEN, 'println(Annotator.simulated(51).annotate(batch.limit(1), "ground_truth", "human_labels"));']);
      await fact('twelve boxes drawn in JupyterLab survive a kill in the middle of a drag, and Run All', async () => {
        await open(page, server, 'lab', 'drawing.ipynb');
        await idle(page);
        await page.click('.jp-Notebook .jp-Cell');
        await page.keyboard.press('Control+Enter');
        const picture = page.locator('.winnow-app .stage img');
        await picture.waitFor({ timeout: 60000 });
        await page.waitForTimeout(500);
        const frame = await picture.boundingBox();
        const at = (x, y) => [frame.x + x * frame.width, frame.y + y * frame.height];
        for (let n = 0; n < 12; n++) {
          await page.keyboard.press('Escape');
          const [x, y] = [0.03 + (n % 6) * 0.16, 0.1 + Math.floor(n / 6) * 0.45];
          await page.mouse.move(...at(x, y));
          await page.mouse.down();
          await page.mouse.move(...at(x + 0.05, y + 0.1));
          await page.mouse.move(...at(x + 0.1, y + 0.3));
          await page.mouse.up();
        }
        await page.keyboard.press('2');
        await page.keyboard.press('Shift+ArrowRight');
        await until(async () => (await page.locator('.winnow-app .boxes li').count()) === 12, 'twelve boxes');
        await until(async () => (await page.getByTestId('saving').textContent()).includes('✓ saved'), 'the save');
        await page.screenshot({ path: path.join(shots, 'lab-drawing.png') });
        const before = await type(page, BOXES);
        const pid = +(await type(page, 'ProcessHandle.current().pid()'));
        await picture.scrollIntoViewIfNeeded();
        const now = await picture.boundingBox();
        await page.mouse.move(now.x + 0.5 * now.width, now.y + 0.5 * now.height);
        await page.mouse.down();
        await page.mouse.move(now.x + 0.6 * now.width, now.y + 0.7 * now.height);
        process.kill(pid, 'SIGKILL');
        await page.mouse.up();
        await page.keyboard.press('Control+s');
        await page.goto('about:blank');
        for (const kernel of await (await server.api('kernels')).json()) await server.api('kernels/' + kernel.id, { method: 'DELETE' });
        page.once('dialog', (dialog) => dialog.accept());
        await open(page, server, 'lab', 'drawing.ipynb');
        await idle(page);
        await runAll(page, 2);
        equal(await type(page, BOXES), before);
        truth(before.split('"').length > 0 && (before.match(/Box\[/g) ?? []).length === 12, before.slice(0, 200));
      }, page);
    } finally {
      await page.close();
      await server.stop();
    }
  }
  if (fs.existsSync(path.join(root, 'lab-nothing.ipynb'))) await fact('nbconvert keeps the picture and no script that does anything outside Jupyter', async () => {
    const html = path.join(work, 'page.html');
    const made = spawnSync(jupyter, ['nbconvert', '--to', 'html', path.join(root, 'lab-nothing.ipynb'), '--output', html], { env });
    truth(made.status === 0, made.stderr.toString());
    const page = await chrome.newPage();
    const failures = [];
    page.on('pageerror', (failure) => failures.push(failure.message));
    await page.goto('file://' + html, { waitUntil: 'domcontentloaded' });
    truth((await page.locator('img[src^="data:image/jpeg"]').count()) >= 1, 'no picture');
    equal(failures, []);
    await page.screenshot({ path: path.join(shots, 'nbconvert.png') });
  });
} finally {
  await chrome.close();
  if (fs.existsSync(aside)) fs.cpSync(aside, installed, { recursive: true });
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(report());
