// What a person does with the App in a notebook's page: grid, sample view, filters, lasso, evaluation, labelling, a plan, verdicts.
// `cell` types a cell below the others and gives what it says; the App driven is the last one on the page.
import path from 'node:path';
import { equal, fact, settled, shots, truth, unreachable, until } from './lib.mjs';

export async function drive(name, page, cell) {
  const app = page.locator('.winnow-app').last();
  const count = app.getByTestId('count');
  const says = (text) => until(async () => { const said = await count.textContent(); if (said !== text) throw new Error(said); return true; }, text);
  const facet = (title) => app.locator('.facet', { has: page.locator('summary', { hasText: new RegExp(`^${title}`) }) });
  const shot = (what) => page.screenshot({ path: path.join(shots, `${name}-${what}.png`) });
  const point = (box, [x, y]) => [box.x + x * box.width, box.y + y * box.height];
  const drag = async (target, from, ...to) => {
    const box = await settled(target);
    await page.mouse.move(...point(box, from));
    await page.mouse.down();
    for (const one of to) await page.mouse.move(...point(box, one), { steps: 6 });
    await page.mouse.up();
  };
  /** Runs a cell that shows another App and waits for it. */
  const show = async (code) => {
    await cell(code);
    // Those far above may leave the page meanwhile: the one of the cell is waited for.
    await until(async () => (await page.locator('.jp-CodeCell').last().locator('.winnow-app').count()) === 1, 'another App');
    await app.scrollIntoViewIfNeeded();
  };

  await fact(`${name}: the grid shows labels and outcomes as tiles`, async () => {
    equal(await cell('session.setView(scenes.toEvaluationPatches("eval")); session.view().count() > 12'), 'true');
    await until(async () => (await app.locator('.outcome.fp, .outcome.fn, .outcome.tp').count()) > 4, 'outcomes');
    await until(async () => (await app.locator('.tile img').count()) > 4, 'crops');
    await app.scrollIntoViewIfNeeded();
    await shot('patches');
    await cell('session.setView(scenes); "moved"');
    await says('24 samples');
  }, page);

  await fact(`${name}: a sample opens, its labels tell what they are, keys go on`, async () => {
    await app.locator('[data-i="0"]').dblclick();
    const dialog = app.getByRole('dialog');
    await until(async () => (await dialog.locator('.path').textContent()).startsWith('1 of 24'), 'the first sample');
    await dialog.focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => (await dialog.locator('.path').textContent()).startsWith('2 of 24'), 'the second sample');
    await until(async () => (await dialog.locator('.labels .outcome').count()) > 0, 'outcomes');
    await until(() => dialog.locator('.stage img').count(), 'the picture');
    const seen = await cell('var d = scenes.samples().get(1).detections("ground_truth").get(0).box(); List.of(d.x() + d.w() / 2, d.y() + d.h() / 2)');
    const picture = await settled(dialog.locator('.stage img'));
    await page.mouse.move(...point(picture, JSON.parse(seen)));
    await until(async () => /occluded|eval/.test(await dialog.locator('.hover').textContent()), 'attributes');
    await page.mouse.click(...point(picture, JSON.parse(seen)));
    await shot('sample');
    equal(await cell('session.selectedLabels().get(0).sampleId().equals(scenes.ids().get(1))'), 'true');
    await dialog.focus();
    await page.keyboard.press('j');
    truth(JSON.parse(await dialog.getByTestId('json').textContent()).labels.ground_truth.length > 0, 'labels in the JSON');
    await dialog.focus();
    await page.keyboard.press('Escape');
    await until(async () => (await dialog.count()) === 0, 'the grid again');
  }, page);

  await fact(`${name}: filters count what they give, and print as code that gives the view`, async () => {
    const row = facet('ground_truth').locator('li', { hasText: 'Van' });
    await until(async () => +(await row.locator('.n').textContent()) > 0, 'a count');
    const said = await row.locator('.n').textContent();
    await row.locator('input').check();
    await until(async () => /of 24 samples/.test(await count.textContent()), 'fewer samples');
    await facet('tags').locator('li', { hasText: 'first' }).locator('input').check();
    await until(async () => (await app.getByTestId('code').textContent()).includes('matchTags("first")'), 'the stage');
    await shot('filters');
    equal(await cell(`session.view().equals(${(await app.getByTestId('code').textContent()).replace(/^dataset/, 'scenes')})`), 'true');
    equal(await cell('session.view().toString()'), await app.getByTestId('code').textContent());
    equal(await cell('scenes.filterLabels("ground_truth", F("label").isIn("Van")).count("ground_truth")'), said);
    await app.getByRole('button', { name: 'Clear filters' }).click();
    await says('24 samples');
  }, page);

  await fact(`${name}: a tag given in the App is in another output of the dataset`, async () => {
    await app.locator('[data-i="2"] .check').click({ force: true });
    await app.getByLabel('Tag', { exact: true }).fill('shared');
    await app.getByRole('button', { name: 'Tag 1' }).click();
    await until(async () => (await app.locator('[data-i="2"] .tags').textContent()).includes('shared'), 'the tag');
    await app.getByRole('button', { name: 'Clear selection' }).click();
    await show('var other = fo.launchApp(scenes.matchTags("shared"));');
    await says('1 sample');
    await cell('scenes.limit(2).tagSamples("shared"); "tagged"');
    await until(async () => (await count.textContent()) === '3 samples', 'the other samples in the other output');
    await cell('other.freeze(); "frozen"');
    await until(async () => (await page.locator('.winnow-app').count()) === 1, 'a picture instead of the App that was frozen');
  }, page);

  await fact(`${name}: a lasso around points chooses samples`, async () => {
    await app.getByRole('tab', { name: 'Embeddings' }).click();
    const canvas = app.locator('.plot canvas').first();
    await until(async () => (await canvas.getAttribute('data-drawn'))?.startsWith('24 label:'), 'the points');
    await drag(canvas, [0.02, 0.02], [0.55, 0.02], [0.55, 0.98], [0.02, 0.98], [0.02, 0.05]);
    await until(async () => /^\d+ of 24 samples/.test(await count.textContent()), 'the chosen samples');
    await app.getByTestId('color-by').selectOption('field:scene');
    await until(async () => /city|rural|residential|highway/.test(await app.locator('.legend').textContent()), 'the legend');
    await shot('lasso');
    equal(await cell('session.view().count()'), (await count.textContent()).split(' ')[0]);
    await app.getByRole('button', { name: /Drop the lasso/ }).click();
    await says('24 samples');
  }, page);

  await fact(`${name}: a cell of the confusion matrix opens its labels`, async () => {
    await app.getByRole('tab', { name: 'Evaluation' }).click();
    const wrong = app.locator('.matrix .wrong').first();
    await wrong.waitFor();
    truth((await app.locator('.matrix').textContent()).includes('(none)'), 'the column of what was missed');
    const said = await wrong.textContent();
    equal(await unreachable(app), [], 'controls out of reach:');
    equal(await app.locator('.panel').evaluate((one) => one.scrollHeight - one.clientHeight <= 1), true, 'the panel is there as a whole:');
    await shot('evaluation');
    await wrong.click();
    await until(async () => (await count.textContent()) === said + (said === '1' ? ' label' : ' labels'), 'the labels behind the number');
    await app.getByRole('button', { name: 'Back to the view' }).click();
    await says('24 samples');
  }, page);

  await fact(`${name}: boxes are drawn, moved, resized, renamed, undone and finished`, async () => {
    await show(`var schema = LabelSchema.of("Car", "Pedestrian", "Cyclist").attribute("occluded", "none", "partial");
var batch = scenes.limit(2);
fo.launchApp(Annotator.app("by_hand", schema).hide("ground_truth").queue(batch));`);
    const stage = app.locator('.stage img');
    await stage.waitFor();
    const saved = () => until(async () => (await app.getByTestId('saving').textContent()).includes('✓ saved'), 'the save');
    const boxes = () => app.locator('.boxes li').count();
    await drag(stage, [0.1, 0.3], [0.2, 0.5], [0.3, 0.6]);
    await until(async () => (await boxes()) === 1, 'a box');
    await drag(stage, [0.2, 0.45], [0.22, 0.5], [0.25, 0.5]);
    await drag(stage, [0.35, 0.65], [0.38, 0.68], [0.4, 0.7]);
    await page.keyboard.press('3');
    await app.locator('.attribute select').first().selectOption('partial');
    await app.locator('.editor').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await until(async () => (await boxes()) === 2, 'a second box');
    await page.keyboard.press('Delete');
    await until(async () => (await boxes()) === 1, 'one box');
    await page.keyboard.press('Control+z');
    await until(async () => (await boxes()) === 2, 'the second box again');
    await page.keyboard.press('Control+Shift+z');
    await until(async () => (await boxes()) === 1, 'one box again');
    await saved();
    await shot('annotate');
    equal(await cell('batch.samples().get(0).detections("by_hand").stream().map(b -> b.label() + b.attributes().get("occluded") + Math.round(b.box().x() * 20) + " " + Math.round(b.box().w() * 20) + " " + (((Number) b.attributes().get("seconds")).doubleValue() > 0)).toList()'), '[Cyclistpartial3 5 true]');
    await app.locator('.editor').focus();
    await page.keyboard.press('Enter');
    await until(async () => (await app.getByTestId('progress').textContent()) === '1 of 2 done', 'one done');
    equal(await cell('Annotator.app("by_hand", schema).hide("ground_truth").queue(batch).toString()'), 'Waiting(1 of 2)');
  }, page);

  await fact(`${name}: the share of coverage chooses a plan again, and a failure gets its verdict`, async () => {
    await show(`${LOOP}
var planned = fo.launchApp(plan);`);
    await app.getByRole('tab', { name: 'Plan' }).waitFor();
    await until(async () => (await app.locator('.picks li').count()) > 0, 'the picks');
    await until(async () => (await app.locator('.plot canvas').first().getAttribute('data-drawn'))?.includes('plan'), 'the points');
    await app.getByTestId('share').fill('100');
    await until(async () => (await app.locator('.picks li[data-source="coverage"]').count()) >= 7, 'coverage alone');
    equal(await unreachable(app), [], 'controls out of reach:');
    await app.locator('.toolbar').evaluate((one) => one.scrollIntoView());
    await shot('plan');
    equal(await cell('planned.plan().get().ids().equals(plan.coverage(1.0).ids())'), 'true');
    await app.getByRole('tab', { name: 'Spot check' }).click();
    await app.getByRole('group', { name: /Verdict on/ }).first().getByRole('button', { name: 'label' }).click();
    await until(async () => (await app.getByRole('group', { name: /Verdict on/ }).first().locator('[aria-pressed=true]').textContent()) === 'label', 'the verdict');
    await shot('spot-check');
    equal(await cell('loop.spotCheck(20).get(0).verdict()'), 'label');
  }, page);

  await fact(`${name}: a large table as a last line is paged through and sorted`, async () => {
    await show('Table.create("large", IntColumn.create("n", IntStream.range(0, 5000).map(i -> (i * 7) % 5000).toArray()))');
    const row = (i) => app.locator(`[data-row="${i}"] [data-column="0"]`);
    await until(async () => (await row(1).textContent()) === '7', 'the first rows');
    await row(0).click();
    await page.keyboard.press('Control+End');
    await until(async () => (await row(4999).textContent()) === '4993', 'the last row');
    await app.getByRole('columnheader', { name: 'n', exact: true }).getByRole('button').click();
    await until(async () => (await row(1).textContent()) === '1', 'sorted rows');
    await shot('table');
  }, page);
}

/** A first round of the loop, so that there is a plan with failures behind its picks. */
export const LOOP = `var road = zoo.loadDataset("road-scenes", 60).selectGroupSlices("left").cloneTo("road", IfExists.LOAD);
Splits.keepTogether(road, "sequence").seed(42).part("test", .1).part("golden", .1).part("val", .2).rest("pool").apply();
brain.computeEmbeddings(road, "embeddings");
brain.computeVisualization(road, "embeddings", "layout", Visualization.Method.PCA);
Acquisition.coverageOnly().budget(Images.of(10)).seed(42).batch("v0").select(road.matchTags("split:pool")).apply("v0");
var loop = Loop.on(road).annotator(Annotator.simulated(51)).detector(Detector.options().seed(51)).recipe(Acquisition.hybrid().budget(Images.of(8)));
loop.step("v0");
var plan = Plan.stored(road, "v1").orElseThrow();`;
