// The App inside a real JupyterLab 4 and Notebook 7, behind a base URL and a token, with our extension and with nothing installed; then
// the saved notebook without a kernel, untrusted, and through nbconvert.   usage: jupyter.mjs [lab|notebook|nothing|anywidget|…]
// (JUPYTER=…/bin/jupyter with our kernel; where anywidget is installed beside it, the App is shown as its widget too)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { drive } from './drive.mjs';
import { SCENES, equal, fact, report, shots, startBrowser, truth, until } from './lib.mjs';
import { env, idle, jupyter, open, root, runAll, save, startServer, type, work, writeBook } from './notebook.mjs';

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
    const server = await startServer(app, name);
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
        await until(async () => (await page.getByTestId('count').textContent()) === '12 samples', 'the App');
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
      await fact(`${name}: an output that was taken out of the page and put back is live again`, async () => {
        await app_.evaluate(async (host) => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const output = host.closest('.jp-OutputArea-output');
          const place = output.parentNode;
          output.remove();
          await frame();
          place.append(output);
        });
        await until(async () => (await page.getByTestId('count').textContent()) === '5 samples', 'the App');
        await until(async () => (await app_.locator('.tile img').count()) >= 4, 'pictures');
        equal(await app_.count(), 1, 'Apps in the page:');
      }, page);
      await fact(`${name}: answers while a cell runs`, async () => {
        const before = await page.locator('.jp-CodeCell').count();
        await page.locator('.jp-CodeCell').last().locator('.cm-content').click();
        await page.keyboard.press('Escape');
        await page.keyboard.press('b');
        await until(async () => (await page.locator('.jp-CodeCell').count()) === before + 1, 'a new cell');
        const go = path.join(work, name + '.go');
        await page.locator('.jp-CodeCell').last().locator('.cm-content').fill(`while (!Files.exists(Path.of("${go}"))) Thread.sleep(50);`);
        await page.keyboard.press('Control+Enter');
        await until(async () => (await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()).includes('*'), 'a running cell');
        await app_.locator('[data-i="0"]').dblclick();
        await until(async () => (await page.locator('.winnow-app .path').textContent()).startsWith('1 of 5'), 'the sample');
        await until(() => page.locator('.winnow-app .stage img').count(), 'its picture');
        truth((await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()).includes('*'), 'the cell had ended before');
        fs.writeFileSync(go, '');
        await page.locator('.winnow-app [role=dialog]').focus();
        await page.keyboard.press('Escape');
        await until(async () => /\d/.test(await page.locator('.jp-CodeCell').last().locator('.jp-InputPrompt').textContent()), 'the end of the cell');
      }, page);
      if (extension) await type(page, 'var kept = fo.launchApp(scenes.limit(2)); "shown"');
      await page.keyboard.press('Control+s');
      const saved = () => JSON.parse(fs.readFileSync(path.join(root, name + '.ipynb')));
      await fact(`${name}: is saved with its picture`, async () => {
        await until(() => saved().cells.length > 2 && JSON.stringify(saved().cells[1].outputs).includes('data:image/jpeg;base64'), 'the saved notebook');
      }, page);
      await fact(`${name}: a reloaded page is live again`, async () => {
        await page.reload({ waitUntil: 'domcontentloaded' });
        await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60000 });
        await until(async () => (await page.getByTestId('count').first().textContent()) === '5 samples', 'the App');
        await until(async () => (await page.locator('.jp-CodeCell').count()) === saved().cells.length, 'all cells');
        await idle(page);
      }, page);
      if (extension) await fact(`${name}: an App in a reloaded page freezes into the notebook`, async () => {
        await until(async () => (await page.locator('.winnow-app').count()) === 2, 'both Apps');
        await type(page, 'kept.freeze(); "frozen"');
        await until(async () => (await page.locator('.winnow-app').count()) === 1, 'a picture instead of the App that was frozen');
        await save(page);
        const frozen = saved().cells.find((one) => [].concat(one.source).join('').includes('var kept = ')).outputs.map((one) => JSON.stringify(one.data));
        equal(frozen.filter((one) => one.includes('data:image/jpeg;base64')).map((one) => [one.includes('winnow.app'), one.includes('script')]), [[false, false]]);
      }, page);
      // All four take twice as long: without an argument each application is driven one way, JupyterLab with the extension.
      if (only || (app === 'lab') === extension) {
        await drive(name, page, (code) => type(page, code));
        await fact(`${name}: a frozen App is a picture in the saved file too`, async () => {
          await save(page);
          const frozen = saved().cells.find((one) => [].concat(one.source).join('').includes('var other = ')).outputs;
          equal(frozen.map((one) => JSON.stringify(one.data)).map((one) => [one.includes('data:image/jpeg;base64'), one.includes('winnow.app'), one.includes('script')]), [[true, false, false]]);
        }, page);
      }
      await fact(`${name}: a fresh kernel leaves the picture`, async () => {
        for (const kernel of await (await server.api('kernels')).json()) await server.api('kernels/' + kernel.id, { method: 'DELETE' });
        await page.goto('about:blank');
        await open(page, server, app, name + '.ipynb');
        await until(() => page.locator('.jp-OutputArea img[src^="data:image/jpeg"]').count(), 'the picture');
        await idle(page);
        equal(await page.locator('.winnow-app').count(), 0, 'live Apps:');
      }, page);
      await fact(`${name}: without a kernel the picture is there`, async () => {
        const alone = saved();
        alone.metadata = { kernelspec: { name: 'gone', display_name: 'Gone', language: 'gone' }, language_info: { name: 'gone' } };
        fs.writeFileSync(path.join(root, 'alone-' + name + '.ipynb'), JSON.stringify(alone));
        await open(page, server, app, 'alone-' + name + '.ipynb');
        await page.locator('.jp-Dialog select').selectOption({ label: 'No Kernel' });
        await page.locator('.jp-Dialog .jp-mod-accept').click();
        await until(async () => (await page.locator('.jp-Dialog').count()) === 0, 'no question any more');
        await until(() => page.locator('.jp-OutputArea img[src^="data:image/jpeg"]').count(), 'the picture');
        equal(await page.locator('.winnow-app').count(), 0, 'live Apps:');
        await page.screenshot({ path: path.join(shots, name + '-no-kernel.png') });
      }, page);
      await fact(`${name}: an untrusted notebook shows the picture and runs nothing`, async () => {
        const foreign = saved();
        foreign.cells[1].outputs.forEach((output) => { output.data['text/html'] = [].concat(output.data['text/html']).join('').replace('<script>', '<script>window.ran = true;'); });
        fs.writeFileSync(path.join(root, 'foreign-' + name + '.ipynb'), JSON.stringify(foreign));
        await open(page, server, app, 'foreign-' + name + '.ipynb');
        await until(() => page.locator('.jp-OutputArea img[src^="data:image/jpeg"]').count(), 'the picture');
        await idle(page);
        equal(await page.evaluate(() => window.ran ?? false), false, 'scripts that ran:');
        equal(await page.locator('.winnow-app').count(), 0, 'live Apps:');
      }, page);
      await fact(`${name}: nothing of ours failed in the page`, () => equal(problems.filter((one) => /winnow/i.test(one)), []), page);
    } finally {
      await page.close();
      await server.stop();
    }
  }
  const anywidget = path.join(path.dirname(path.dirname(jupyter)), 'share/jupyter/labextensions/anywidget');
  if ('lab-anywidget'.includes(only) && fs.existsSync(anywidget)) {
    fs.rmSync(dataDir, { recursive: true, force: true });
    env.WINNOW_APP = 'anywidget'; // in JupyterLab the script in the output would come before it
    const server = await startServer('lab', 'lab-anywidget');
    delete env.WINNOW_APP;
    const page = await chrome.newPage();
    const second = await chrome.newPage();
    const count = (of) => of.locator('.winnow-app').getByTestId('count');
    try {
      writeBook('lab-anywidget.ipynb', [SCENES.trim(), SHOW]);
      await fact('lab-anywidget: with anywidget and without our extension the App is its widget', async () => {
        await open(page, server, 'lab', 'lab-anywidget.ipynb');
        await idle(page);
        await runAll(page, 2);
        await until(async () => (await count(page).textContent()) === '12 samples', 'the App');
        await until(async () => (await page.locator('.winnow-app .tile img').count()) >= 4, 'pictures');
        equal(await page.locator('.winnow-app').count(), 1, 'Apps in the page:');
        equal(await page.locator('[data-winnow-session]').count(), 0, 'outputs shown by their script:');
        await page.locator('.winnow-app').scrollIntoViewIfNeeded();
        await page.screenshot({ path: path.join(shots, 'lab-anywidget.png') });
      }, page);
      await fact('lab-anywidget: what is selected there is in Java, and Java moves it', async () => {
        await page.locator('.winnow-app [data-i="1"] .check').click({ force: true });
        await until(async () => (await count(page).textContent()).includes('1 selected'), 'the selection');
        equal(await type(page, 'session.selected().equals(List.of(scenes.ids().get(1)))'), 'true');
        await type(page, 'session.setView(scenes.limit(5)); session.view().count()');
        await until(async () => (await count(page).textContent()) === '5 samples', 'the moved view');
      }, page);
      await fact('lab-anywidget: is saved with its picture and without the module', async () => {
        await save(page);
        const file = fs.readFileSync(path.join(root, 'lab-anywidget.ipynb'), 'utf8');
        const { data } = JSON.parse(file).cells[1].outputs[0];
        truth([].concat(data['text/html']).join('').includes('data:image/jpeg;base64'), 'no picture');
        truth(data['application/vnd.jupyter.widget-view+json'].model_id, 'no widget');
        truth(!file.includes('_esm'), 'a script of the widget in the file');
      }, page);
      await fact('lab-anywidget: a reloaded page and a second one are live, and each hears its own answers', async () => {
        await page.reload({ waitUntil: 'domcontentloaded' });
        await open(second, server, 'lab', 'lab-anywidget.ipynb');
        for (const one of [page, second]) {
          await until(async () => (await count(one).textContent()) === '5 samples', 'the App');
          await until(async () => (await one.locator('.winnow-app .tile img').count()) >= 4, 'pictures');
        }
        await page.locator('.winnow-app [data-i="0"]').dblclick();
        await second.locator('.winnow-app [data-i="3"]').dblclick();
        await until(async () => (await page.locator('.winnow-app .path').textContent()).startsWith('1 of 5'), 'the first sample');
        await until(async () => (await second.locator('.winnow-app .path').textContent()).startsWith('4 of 5'), 'the fourth sample');
        for (const one of [page, second]) await until(() => one.locator('.winnow-app .stage img').count(), 'its picture');
      }, page);
    } finally {
      await page.close();
      await second.close();
      await server.stop();
    }
  } else if (only === 'anywidget' || only === 'lab-anywidget') throw new Error('There is no anywidget beside ' + jupyter);
  if ('drawing'.includes(only) || only === 'lab') {
    fs.rmSync(dataDir, { recursive: true, force: true });
    fs.cpSync(labextension, dataDir, { recursive: true });
    const server = await startServer('lab');
    const page = await chrome.newPage();
    // The course's own batch is drawn between its second notebook and another run of all that touch its dataset.
    const course = (what) => {
      const ran = spawnSync(path.resolve('winnow'), ['run', what, '-o', path.join(work, 'course', path.basename(what)), '--home', env.WINNOW_HOME], { env, maxBuffer: 1 << 26 });
      truth(ran.status === 0, `the course: ${ran.stdout}${ran.stderr}`.slice(-2000));
    };
    const OPEN = `var dataset = fo.loadDataset("road_annotation_tutorial");
var batch = dataset.loadSavedView("batch_v0_to_annotate").limit(3);
var schema = LabelSchema.of("Car", "Pedestrian", "Cyclist", "Truck", "Van", "Tram", "Person_sitting", "Misc", "DontCare").attribute("occluded", "none", "partial", "heavy").flag("truncated");
fo.launchApp(Annotator.app("human_labels", schema).hide("ground_truth").queue(batch));`;
    const BOXES = 'batch.limit(1).samples().stream().map(s -> s.detections("human_labels").stream().map(d -> d.id() + d.label() + d.box() + new TreeMap<>(d.attributes())).toList()).toList().toString()';
    try {
      writeBook('drawing.ipynb', [OPEN]);
      await fact('twelve boxes drawn in JupyterLab survive a kill in the middle of a drag, and Run All on the course', async () => {
        course('notebooks/01_setup_splits.ipynb');
        course('notebooks/02_first_batch.ipynb');
        await open(page, server, 'lab', 'drawing.ipynb');
        await idle(page);
        await runAll(page, 1);
        const picture = page.locator('.winnow-app .stage img');
        await picture.waitFor({ timeout: 60000 });
        await until(async () => (await page.locator('.winnow-app .editor').getAttribute('aria-label')).endsWith(', 0 boxes'), 'the editor');
        await picture.scrollIntoViewIfNeeded();
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
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
        const ids = await type(page, 'String.join(",", batch.ids())');
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
        await runAll(page, 1);
        equal(await type(page, BOXES), before);
        for (const book of ['01_setup_splits', '02_first_batch', '03_annotate', '04_train_evaluate', '05_hybrid_loop']) course(`notebooks/${book}.ipynb`);
        await page.goto('about:blank');
        for (const kernel of await (await server.api('kernels')).json()) await server.api('kernels/' + kernel.id, { method: 'DELETE' });
        writeBook('after.ipynb', [`var batch = fo.loadDataset("road_annotation_tutorial").select(List.of(${ids.split(',').map((one) => `"${one}"`).join(', ')}));`]);
        await open(page, server, 'lab', 'after.ipynb');
        await idle(page);
        await runAll(page, 1);
        equal(await type(page, BOXES), before);
        truth((before.match(/Box\[/g) ?? []).length === 12, before.slice(0, 200));
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
