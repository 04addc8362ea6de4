// The App in a tab: grid, sample view, selection and tags, as a person drives them.
import path from 'node:path';
import { SCENES, equal, fact, report, shots, startBrowser, startJava, truth, until } from './lib.mjs';

const java = startJava();
const chrome = await startBrowser();
try {
  await java.run(SCENES);
  await java.run('var session = new AppSession(scenes);');
  const url = await java.run('session.url()');
  const page = await chrome.newPage();
  const errors = [];
  page.on('pageerror', (failure) => errors.push(failure.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  const count = page.getByTestId('count');

  await fact('the grid shows every sample with its picture', async () => {
    await until(async () => (await count.textContent()) === '24 samples', 'the count');
    await until(async () => (await page.locator('.tile img').count()) >= 12, 'pictures');
    await page.screenshot({ path: path.join(shots, 'grid.png') });
  }, page);

  await fact('a tile says its file, tags and labels to a screen reader', async () => {
    const said = await page.locator('[data-i="0"]').getAttribute('aria-label');
    truth(/tag first/.test(said) && /\d+ (Car|Pedestrian|Van|Truck|Cyclist)/.test(said), said);
  }, page);

  await fact('arrows move the focus, Space selects, and Java sees the selection in that order', async () => {
    await page.locator('[data-i="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await until(() => page.evaluate(() => document.querySelector('.winnow-app').shadowRoot.activeElement?.dataset.i === '1'), 'focus on the second');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await until(() => page.evaluate(() => document.querySelector('.winnow-app').shadowRoot.activeElement?.dataset.i === '0'), 'focus on the first');
    await page.keyboard.press('Space');
    await until(async () => (await java.run('session.selected().equals(List.of(scenes.ids().get(1), scenes.ids().get(0)))')) === 'true', 'the selection in Java');
  }, page);

  await fact('the selection can be tagged and untagged', async () => {
    await page.getByLabel('Tag', { exact: true }).fill('look <b>again</b>');
    await page.getByRole('button', { name: 'Tag 2' }).click();
    await until(async () => (await java.run('scenes.matchTags("look <b>again</b>").count()')) === '2', 'two tagged samples');
    await until(async () => (await page.locator('[data-i="0"] .tags').textContent()).includes('look <b>again</b>'), 'the tag on the tile, as text');
    await page.getByRole('button', { name: 'Untag' }).click();
    await until(async () => (await java.run('scenes.matchTags("look <b>again</b>").count()')) === '0', 'no tagged sample');
    await page.getByRole('button', { name: 'Clear selection' }).click();
    await until(async () => (await java.run('session.selected().size()')) === '0', 'an empty selection');
  }, page);

  await fact('a cell moves the App', async () => {
    await java.run('session.setView(scenes.limit(3));');
    await until(async () => (await count.textContent()) === '3 samples', 'three samples');
    await java.run('session.setView(scenes);');
    await until(async () => (await count.textContent()) === '24 samples', 'all samples');
  }, page);

  await fact('a write in a cell reaches the open App', async () => {
    await java.run('scenes.limit(1).tagSamples("from_a_cell");');
    await until(async () => (await page.locator('[data-i="0"] .tags').textContent()).includes('from_a_cell'), 'the tag');
    await java.run('scenes.limit(1).untagSamples("from_a_cell");');
  }, page);

  await fact('Enter opens a sample, arrows go on, and labels are drawn by outcome', async () => {
    await page.locator('[data-i="0"]').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await until(async () => (await dialog.locator('.path').textContent()).startsWith('1 of 24'), 'the first sample');
    await page.keyboard.press('ArrowRight');
    await until(async () => (await dialog.locator('.path').textContent()).startsWith('2 of 24'), 'the second sample');
    await until(() => dialog.locator('.stage img').count(), 'the picture');
    await until(async () => (await dialog.locator('.labels .outcome').count()) > 0, 'outcomes');
    await page.screenshot({ path: path.join(shots, 'sample.png') });
  }, page);

  await fact('a label under the pointer tells its attributes, a click selects it', async () => {
    const box = JSON.parse(await java.run('var d = scenes.samples().get(1).detections("ground_truth").get(0).box(); List.of(d.x(), d.y(), d.w(), d.h())'));
    const stage = await page.locator('.stage').boundingBox();
    const picture = await page.locator('.stage img').boundingBox();
    const x = picture.x + (box[0] + box[2] / 2) * picture.width;
    const y = picture.y + (box[1] + box[3] / 2) * picture.height;
    truth(stage.width > 300, 'a stage');
    await page.mouse.move(x, y);
    await until(async () => /occluded|eval/.test(await page.locator('.hover').textContent()), 'attributes');
    await page.mouse.click(x, y);
    await until(async () => (await java.run('session.selectedLabels().size()')) === '1', 'a selected label');
    equal(await java.run('session.selectedLabels().get(0).sampleId().equals(scenes.ids().get(1))'), 'true');
  }, page);

  await fact('the picture zooms about the pointer and the JSON is there', async () => {
    const before = await page.locator('.stage img').boundingBox();
    await page.mouse.wheel(0, -400);
    await until(async () => (await page.locator('.stage img').boundingBox()).width > before.width * 1.3, 'a larger picture');
    await page.keyboard.press('0');
    await page.keyboard.press('j');
    const json = JSON.parse(await page.getByTestId('json').textContent());
    equal(json.id, (await java.run('scenes.ids().get(1)')));
    truth(json.labels.ground_truth.length > 0, 'labels in the JSON');
    await page.keyboard.press('Escape');
    await until(async () => (await page.getByRole('dialog').count()) === 0, 'the grid again');
  }, page);

  await fact('labels and outcomes of an evaluation are grids of their own', async () => {
    await java.run('session.setView(scenes.toPatches("ground_truth"));');
    await until(async () => (await count.textContent()).endsWith(' labels'), 'labels');
    await until(async () => (await page.locator('.tile img').count()) > 10, 'crops');
    await java.run('session.setView(scenes.toEvaluationPatches("eval"));');
    await until(async () => (await page.locator('.outcome.fp, .outcome.fn').count()) > 0, 'outcomes');
    await until(async () => (await page.locator('.tile img').count()) > 10, 'crops');
    await page.screenshot({ path: path.join(shots, 'evaluation-patches.png') });
    const client = await page.context().newCDPSession(page);
    for (const type of ['deuteranopia', 'protanopia', 'tritanopia']) {
      await client.send('Emulation.setEmulatedVisionDeficiency', { type });
      await page.screenshot({ path: path.join(shots, `seen-with-${type}.png`) });
    }
    await client.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
  }, page);

  await fact('a large table pages, sorts and is driven by keys; what stands in it stays text', async () => {
    await java.run(`var hostile = "<img src=x onerror='window.ran=1'>";
      var numbers = DoubleColumn.create("n", IntStream.range(0, 1000000).mapToDouble(i -> (i * 7919L) % 1000003).toArray());
      var texts = StringColumn.create("<b>word</b>", IntStream.range(0, 1000000).mapToObj(i -> i == 3 ? hostile : "word " + i % 1000).toArray(String[]::new));
      numbers.setMissing(5);
      var paged = fo.launchApp(Table.create("large", numbers, texts));`);
    const sheet = await chrome.newPage();
    sheet.on('pageerror', (failure) => errors.push(failure.message));
    await sheet.goto(await java.run('paged.url()'));
    const cell = (row, column) => sheet.locator(`[data-row="${row}"] [data-column="${column}"]`);
    const focused = () => sheet.evaluate(() => { const { activeElement: cell } = document.querySelector('.winnow-app').shadowRoot; return [+cell.parentElement.dataset.row, +cell.dataset.column]; });
    await until(async () => (await sheet.getByTestId('count').textContent()) === '1,000,000 rows × 2 columns', 'the size');
    await until(async () => (await cell(1, 0).textContent()) === '7919', 'the first rows');
    equal(await cell(3, 1).textContent(), "<img src=x onerror='window.ran=1'>");
    equal(await sheet.evaluate(() => window.ran ?? 0), 0);
    truth((await sheet.locator('[role=row]').count()) < 80, 'rows out of sight are in the page');
    await sheet.screenshot({ path: path.join(shots, 'table.png') });
    await cell(0, 0).click();
    await sheet.keyboard.press('ArrowDown');
    await sheet.keyboard.press('ArrowRight');
    await until(async () => JSON.stringify(await focused()) === '[1,1]', 'the focus on the second row');
    await sheet.keyboard.press('Control+End');
    await until(async () => JSON.stringify(await focused()) === '[999999,1]', 'the focus on the last row');
    await until(async () => (await cell(999999, 1).textContent()) === 'word 999', 'the last row');
    equal(await sheet.locator('[data-row="999999"]').getAttribute('aria-rowindex'), '1000001');
    truth((await sheet.getByTestId('range').textContent()).endsWith(' 1,000,000'), 'the last rows are in sight');
    await sheet.getByLabel('Go to row').fill('500000');
    await sheet.keyboard.press('Enter');
    await until(async () => (await cell(499999, 1).textContent()) === 'word 999', 'the row in the middle');
    const head = sheet.getByRole('columnheader', { name: 'n', exact: true });
    await head.getByRole('button').click();
    await until(async () => (await cell(0, 0).textContent()) === '0' && (await cell(1, 0).textContent()) === '1', 'ascending numbers');
    equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.getByRole('button').click();
    await until(async () => (await cell(0, 0).textContent()) === '1000002', 'descending numbers');
    await sheet.getByLabel('Go to row').fill('1000000');
    await sheet.keyboard.press('Enter');
    await until(async () => (await cell(999999, 1).textContent()) === 'word 5' && (await cell(999999, 0).textContent()) === '', 'what is missing at the end');
    await head.getByRole('button').click();
    await until(async () => (await cell(1, 0).textContent()) === '7919', "the table's own order");
    await sheet.setViewportSize({ width: 420, height: 600 });
    await sheet.screenshot({ path: path.join(shots, 'table-narrow.png') });
    await sheet.close();
  }, page);

  await fact('nothing failed in the page', () => equal(errors, []), page);
} finally {
  await chrome.close();
  await java.stop();
}
process.exit(report());
