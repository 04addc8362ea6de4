// Sixty mixed cells in a real JupyterLab 4 and Notebook 7: Run All, then edits typed into the cells and run out of order; in JupyterLab
// also the variables panel. What each cell must say is in src/test/python/sixty_cells.py.   usage: clients.mjs [lab|notebook]   (JUPYTER=…)
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { equal, fact, report, shots, startBrowser, until } from './lib.mjs';
import { idle, jupyter, open, root, runAll, save, settle, startServer, work } from './notebook.mjs';

const sixty = path.resolve('src/test/python/sixty_cells.py');
const { notebook, cells, edits } = JSON.parse(execFileSync(path.join(path.dirname(jupyter), 'python'), ['-B', sixty], { maxBuffer: 1 << 26 }));
// All cells in the page at once.
settle('notebook-extension', 'tracker', { windowingMode: 'none' });

/** What a person reads in the outputs: of a line that was written over, what was written last. */
const said = (outputs) => outputs.map((o) => (o.output_type === 'stream' ? [].concat(o.text).join('') : o.output_type === 'error' ? 'ERROR ' + o.evalue : [].concat(o.data['text/plain']).join(''))).join('');
const last = (text) => text.replace(/[^\n\r]*\r(?=[^\n\r])/g, '').replace(/\r/g, '');
const wrong = (outputs, source, expected) => {
  const text = said(outputs);
  const right = expected === 'ERROR' ? text.startsWith('ERROR') : last(text) === last(expected);
  return right ? [] : [{ source, expected: expected.slice(0, 200), said: text.slice(0, 200) }];
};

const chrome = await startBrowser();
try {
  for (const app of ['lab', 'notebook'].filter((one) => one.includes(process.argv[2] ?? ''))) {
    const server = await startServer(app);
    const page = await chrome.newPage();
    const file = path.join(root, `sixty-${app}.ipynb`);
    const saved = async () => { await save(page); return JSON.parse(fs.readFileSync(file)).cells; };
    const quiet = async () => {
      await until(async () => !(await page.$$eval('.jp-CodeCell .jp-InputPrompt', (all) => all.some((one) => one.textContent.includes('*')))), 'the end of what runs', 180000);
      await idle(page);
    };
    try {
      fs.writeFileSync(file, JSON.stringify(notebook));
      await fact(`${app}: sixty cells say what they must`, async () => {
        await open(page, server, app, path.basename(file));
        await idle(page);
        await runAll(page, cells.length);
        await quiet();
        const after = await saved();
        equal(cells.flatMap(([source, expected], i) => wrong(after[i].outputs, source, expected)), []);
      }, page);
      await fact(`${app}: cells edited and run out of order too`, async () => {
        const current = cells.map(([source]) => source);
        const all = [];
        for (const [index, source, expected] of edits) {
          const cell = page.locator('.jp-Notebook .jp-CodeCell').nth(index);
          const before = await cell.locator('.jp-InputPrompt').textContent();
          await cell.locator('.cm-content').click();
          if (source !== null) {
            current[index] = source;
            await cell.locator('.cm-content').fill(source);
          }
          await page.keyboard.press('Control+Enter');
          await until(async () => { const now = await cell.locator('.jp-InputPrompt').textContent(); return /\d/.test(now) && now !== before; }, 'the end of a cell');
          await quiet();
          all.push(...wrong((await saved())[index].outputs, current[index], expected));
        }
        equal(all, []);
      }, page);
      if (app === 'lab') await fact('lab: the variables panel lists what the cells declared', async () => {
        await page.locator('.jp-Notebook .jp-CodeCell').nth(2).click();
        await page.locator('.jp-DebuggerBugButton, [data-jp-item-name="debugger-icon"] button, jp-button[data-command="debugger:toggle"]').first().click();
        await until(async () => {
          await page.locator('.jp-Notebook .jp-CodeCell').nth(2).locator('.cm-content').click();
          await page.keyboard.press('Control+Enter');
          await quiet();
          const text = await page.locator('.jp-DebuggerVariables').first().innerText();
          if (!['point', 'counts', 'squares'].every((name) => text.includes(name))) throw new Error(text.slice(0, 300));
          return true;
        }, 'the variables');
      }, page);
      await page.screenshot({ path: path.join(shots, `clients-${app}.png`) });
    } finally {
      await page.close();
      await server.stop();
    }
  }
} finally {
  await chrome.close();
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(report());
