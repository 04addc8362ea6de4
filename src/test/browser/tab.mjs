// The App in a tab: grid, sample view, selection and tags, as a person drives them.
import path from 'node:path';
import { SCENES, equal, fact, painted, report, settled, shots, startBrowser, startJava, truth, until } from './lib.mjs';

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

  await fact('a tile shows its boxes where its labels are, in the colour of their outcome or of their class', async () => {
    const [car, wide] = JSON.parse(await java.run(`var first = scenes.samples().get(0); var car = first.detections("ground_truth").stream().filter(d -> d.label().equals("Car") && "tp".equals(d.attributes().get("eval"))).findFirst().get();
      List.of(List.of(car.box().x(), car.box().y(), car.box().w(), car.box().h()), List.of(1.0 * first.number("width"), 1.0 * first.number("height")))`));
    const canvas = page.locator('[data-i="0"] canvas');
    const size = await canvas.evaluate((one) => [one.clientWidth, one.clientHeight]);
    const shown = Math.min(size[0], (size[1] * wide[0]) / wide[1]);
    const [left, top] = [(size[0] - shown) / 2 / size[0], (size[1] - (shown * wide[1]) / wide[0]) / 2 / size[1]];
    const [sx, sy] = [shown / size[0], (shown * wide[1]) / wide[0] / size[1]];
    // A strip along the left edge of the box, and as much beside it.
    const strip = (x) => [left + (x - 0.006) * sx, top + (car[1] + car[3] * 0.25) * sy, 0.012 * sx, car[3] * 0.5 * sy];
    const by = page.getByLabel('colour by evaluation');
    await until(async () => (await painted(canvas, '#009E73', strip(car[0]))) > 3, 'the edge in the colour of a true positive');
    await by.selectOption('');
    await until(async () => (await painted(canvas, '#0072B2', strip(car[0]))) > 3, 'the edge in the colour of cars');
    equal(await painted(canvas, '#009E73'), 0, 'pixels of an outcome:');
    await by.selectOption('eval');
    await until(async () => (await painted(canvas, '#009E73', strip(car[0]))) > 3, 'the outcome again');
  }, page);

  await fact('a score stands below each picture where it is asked for', async () => {
    await page.getByLabel('show below pictures').selectOption('eval_tp');
    const score = await java.run('scenes.samples().get(0).get("eval_tp")');
    await until(async () => (await page.locator('[data-i="0"] .score').textContent()).trim() === 'eval_tp ' + score, 'the score');
    await page.getByLabel('show below pictures').selectOption('');
    await until(async () => (await page.locator('.score').count()) === 0, 'no score');
  }, page);

  // Counts the frames in which a tile that had a picture has none.
  const gaps = async (act, done) => {
    await page.evaluate(() => {
      const root = document.querySelector('.winnow-app').shadowRoot;
      window.gaps = 0;
      const look = () => {
        window.gaps += [...root.querySelectorAll('.tile')].some((tile) => !tile.querySelector('img'));
        window.looking = requestAnimationFrame(look);
      };
      look();
    });
    await act();
    await done();
    return page.evaluate(() => (cancelAnimationFrame(window.looking), window.gaps));
  };
  await fact('pictures stay in sight while larger ones come, and while tags are written', async () => {
    await page.setViewportSize({ width: 1280, height: 700 });
    await until(async () => (await page.locator('.tile:not(:has(img))').count()) === 0, 'all pictures');
    const first = page.locator('[data-i="0"] img');
    const before = await first.evaluate((picture) => picture.naturalWidth);
    const size = page.getByLabel('tile size');
    equal(await gaps(() => size.fill('480'), () => until(async () => (await first.evaluate((picture) => picture.naturalWidth)) > before, 'a larger picture')), 0, 'frames without a picture:');
    await size.fill('240');
    await until(async () => (await page.locator('.tile:not(:has(img))').count()) === 0, 'all pictures');
    equal(await gaps(() => java.run('scenes.limit(2).tagSamples("blink");'), () => until(async () => (await page.locator('[data-i="1"] .tags').textContent()).includes('blink'), 'the tag')), 0, 'frames without a picture:');
    await java.run('scenes.untagSamples("blink");');
    await page.setViewportSize({ width: 1280, height: 860 });
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
    const drawn = dialog.locator('.stage canvas');
    for (const [outcome, color] of [['TP', '#009E73'], ['FP', '#D55E00'], ['FN', '#CC79A7']]) {
      truth((await dialog.locator('.labels .outcome', { hasText: outcome }).count()) > 0, 'no ' + outcome + ' in this sample');
      await until(async () => (await painted(drawn, color)) > 20, outcome + ' in its colour');
    }
    const said = JSON.parse(await java.run('var p = scenes.samples().get(1).detections("predictions").get(0); List.of("\\"" + p.label() + "\\"", p.confidence())'));
    truth((await dialog.locator('.labels').textContent()).includes(`${said[0]} ${said[1].toFixed(2)}`), 'a label with its confidence');
    await page.screenshot({ path: path.join(shots, 'sample.png') });
    const labels = await dialog.locator('.labels li').count();
    await dialog.locator('.fields label', { hasText: 'predictions' }).locator('input').uncheck();
    await until(async () => (await dialog.locator('.labels li').count()) < labels, 'the labels of one field');
    await until(async () => (await painted(drawn, '#D55E00')) < 5, 'no false positive any more');
    await dialog.locator('.fields label', { hasText: 'predictions' }).locator('input').check();
    await until(async () => (await dialog.locator('.labels li').count()) === labels, 'the labels of both fields');
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

  await fact('the picture zooms about the pointer, moves with a drag, and the JSON is there', async () => {
    const before = await page.locator('.stage img').boundingBox();
    await page.mouse.wheel(0, -400);
    await until(async () => (await page.locator('.stage img').boundingBox()).width > before.width * 1.3, 'a larger picture');
    const zoomed = await settled(page.locator('.stage img'));
    const stage = await page.locator('.stage').boundingBox();
    await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
    await page.mouse.down();
    await page.mouse.move(stage.x + stage.width / 2 + 60, stage.y + stage.height / 2 + 25, { steps: 4 });
    await page.mouse.up();
    await until(async () => {
      const now = await page.locator('.stage img').boundingBox();
      return Math.abs(now.x - zoomed.x - 60) < 2 && Math.abs(now.y - zoomed.y - 25) < 2;
    }, 'the picture where it was dragged to');
    await page.keyboard.press('0');
    await until(async () => Math.abs((await page.locator('.stage img').boundingBox()).width - before.width) < 2, 'the whole picture');
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

  await fact('of many samples only the tiles in sight exist, and what a scroll comes to is fetched before', async () => {
    await java.run(`var root = Files.createDirectories(fo.homeFolder().resolve("thousands"));
      var thousands = fo.dataset("thousands", IfExists.FAIL);
      thousands.setMediaRoot(root);
      var drafts = new ArrayList<SampleDraft>();
      var media = scenes.samples().stream().map(Sample::media).toList();
      for (int i = 0; i < 3000; i++) drafts.add(SampleDraft.of(Files.createLink(root.resolve(i + ".png"), media.get(i % 24)).getFileName().toString()));
      thousands.addSamples(drafts);`);
    const asked = new Set();
    page.on('request', (request) => (request.postData()?.match(/"method":"thumbs".*?"rows":\[([\d,]+)/)?.[1] ?? '').split(',').forEach((row) => asked.add(+row)));
    await java.run('session.setView(thousands);');
    await until(async () => (await count.textContent()) === '3,000 samples', 'the samples');
    const inSight = () => page.locator('.grid').evaluate((grid) => { const { top, bottom } = grid.getBoundingClientRect(); return [...grid.querySelectorAll('.tile')].filter((tile) => { const box = tile.getBoundingClientRect(); return box.bottom > top && box.top < bottom; }).map((tile) => +tile.dataset.i); });
    await until(async () => (await page.locator('.tile').count()) > 0 && (await page.locator('.tile:not(:has(img))').count()) === 0, 'pictures');
    const last = Math.max(...(await inSight()));
    truth((await page.locator('.tile').count()) < 60, 'tiles out of sight are in the page');
    await until(() => [...Array(last + 1).keys()].every((i) => asked.has(last + i + 1)), 'the next screen asked for');
    await page.locator('[data-i="0"]').focus();
    await page.keyboard.press('End');
    await until(async () => (await page.locator('[data-i="2999"] img').count()) === 1, 'the last picture');
    truth((await page.locator('.tile').count()) < 60, 'tiles out of sight are in the page');
    await page.keyboard.press('Home');
    await until(async () => (await page.locator('[data-i="0"] img').count()) === 1, 'the first picture');
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
