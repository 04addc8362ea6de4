// Filters that become stages, the embeddings with a lasso, evaluations, a plan with its slider, verdicts on failures.
import path from 'node:path';
import { SCENES, equal, fact, report, settled, shots, startBrowser, startJava, truth, unreachable, until } from './lib.mjs';

const java = startJava();
const chrome = await startBrowser();
const errors = [];
const open = async (session) => {
  const page = await chrome.newPage();
  await page.addInitScript(() => {
    window.drawn = 0; // how often the scatter drew
    const { drawArrays } = WebGLRenderingContext.prototype;
    WebGLRenderingContext.prototype.drawArrays = function (...given) { window.drawn++; return drawArrays.apply(this, given); };
  });
  page.on('pageerror', (failure) => errors.push(failure.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(await java.run(`${session}.url()`));
  await page.getByTestId('count').waitFor();
  return page;
};
const facet = (page, title) => page.locator('.facet', { has: page.locator('summary', { hasText: new RegExp(`^${title}`) }) });
try {
  await java.run(SCENES);
  await java.run('var session = new AppSession(scenes); var other = new AppSession(scenes);');
  const page = await open('session');
  const second = await open('other');
  await page.bringToFront();
  const count = page.getByTestId('count');

  await fact('each count beside a class is what choosing it gives', async () => {
    const row = facet(page, 'ground_truth').locator('li', { hasText: 'Van' });
    await until(async () => +(await row.locator('.n').textContent()) > 0, 'a count');
    const said = +(await row.locator('.n').textContent());
    await row.locator('input').check();
    await until(async () => (await java.run('session.view()')).includes('filterLabels("ground_truth", F("label").isIn("Van"))'), 'the stage');
    equal(+(await java.run('session.view().count("ground_truth")')), said);
    await until(async () => /of 24 samples/.test(await count.textContent()), 'fewer samples');
  }, page);

  await fact('other counts follow, tags and scalars narrow further, and the code rebuilds the view', async () => {
    await facet(page, 'tags').locator('li', { hasText: 'first' }).locator('input').check();
    await facet(page, 'scene').locator('summary').click();
    const scene = facet(page, 'scene').locator('li').first();
    const said = +(await scene.locator('.n').textContent());
    await scene.locator('input').check();
    await until(async () => (await java.run('session.view()')).includes('match(F("scene")'), 'the stage');
    equal(+(await java.run('session.view().count()')), said);
    const code = await page.getByTestId('code').textContent();
    equal(await java.run(`session.view().equals(${code.replace(/^dataset/, 'scenes')})`), 'true');
    await page.screenshot({ path: path.join(shots, 'filters.png') });
  }, page);

  await fact('a range of confidences and missing values are filters too', async () => {
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await until(async () => (await count.textContent()) === '24 samples', 'everything');
    await page.getByLabel('confidence from').last().fill('0.7');
    await until(async () => /filterLabels\("predictions", F\("confidence"\).ge\(0\.[67]/.test(await java.run('session.view()')), 'the range');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await facet(page, 'noisy_labels').locator('summary').click();
    await java.run('scenes.addSampleField("note", FieldType.STRING); scenes.limit(5).setValues("note", "seen"); session.setView(scenes);');
    await facet(page, 'note').locator('summary').click();
    await facet(page, 'note').locator('li', { hasText: 'missing' }).locator('input').check();
    await until(async () => (await count.textContent()) === '19 of 24 samples', 'those without');
    equal((await java.run('session.view().toString()')).replace(/^.*dataset/, 'dataset'), 'dataset.match(F("note").isMissing())');
  }, page);

  await fact('two Apps of one dataset stay consistent', async () => {
    await java.run('session.setView(scenes); other.setView(scenes);');
    await until(async () => (await count.textContent()) === '24 samples', 'everything');
    await page.locator('[data-i="2"] .check').click({ force: true });
    await page.getByLabel('Tag', { exact: true }).fill('shared');
    await page.getByRole('button', { name: 'Tag 1' }).click();
    await until(async () => (await second.locator('[data-i="2"] .tags').textContent()).includes('shared'), 'the tag in the other App');
    await until(async () => (await facet(second, 'tags').textContent()).includes('shared'), 'the count in the other App');
    await page.getByRole('button', { name: 'Clear selection' }).click();
  }, page);

  await fact('a lasso around points chooses samples', async () => {
    await page.getByRole('tab', { name: 'Embeddings' }).click();
    const canvas = page.locator('.plot canvas').first();
    await until(async () => (await canvas.getAttribute('data-drawn'))?.startsWith('24 label:'), 'the points');
    const box = await canvas.boundingBox();
    const round = [[0.02, 0.02], [0.55, 0.02], [0.55, 0.98], [0.02, 0.98], [0.02, 0.05]];
    await page.mouse.move(box.x + round[0][0] * box.width, box.y + round[0][1] * box.height);
    await page.mouse.down();
    for (const [x, y] of round.slice(1)) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 12 });
    await page.mouse.up();
    await until(async () => /^\d+ of 24 samples/.test(await count.textContent()), 'the chosen samples');
    truth((await java.run('session.view().toString()')).startsWith('dataset.select(List.of('), 'the stage');
    // Which points lie within the line, from the layout itself: one scale for both axes, the larger of which fills 0.95 of the height.
    const chosen = await java.run(`var lay = brain.load(scenes, "layout"); var xs = new double[24]; var ys = new double[24];
for (int i = 0; i < 24; i++) { xs[i] = lay.points()[i][0]; ys[i] = lay.points()[i][1]; }
var xr = Arrays.stream(xs).summaryStatistics(); var yr = Arrays.stream(ys).summaryStatistics();
double half = Math.max(xr.getMax() - xr.getMin(), yr.getMax() - yr.getMin()) / 2;
IntStream.range(0, 24).filter(i -> ${box.width} / 2 + ${box.height} / 2 * 0.95 * (xs[i] - (xr.getMax() + xr.getMin()) / 2) / half < 0.55 * ${box.width}).mapToObj(i -> lay.ids().get(i)).collect(Collectors.toSet())
    .equals(new HashSet<>(session.view().ids())) && session.view().count() > 2 && session.view().count() < 22`);
    equal(chosen, 'true', 'the points within the line are those chosen:');
    await page.screenshot({ path: path.join(shots, 'embeddings.png') });
  }, page);

  const at = async (i) => {
    const box = await settled(page.locator('.plot canvas').first());
    const [px, py] = JSON.parse(await java.run(`List.of(${box.width} / 2 + ${box.height} / 2 * 0.95 * (xs[${i}] - (xr.getMax() + xr.getMin()) / 2) / half, ${box.height} / 2 - ${box.height} / 2 * 0.95 * (ys[${i}] - (yr.getMax() + yr.getMin()) / 2) / half)`));
    return [box.x + px, box.y + py];
  };
  await fact('the point under the pointer tells its sample without drawing the others again, and a click opens it', async () => {
    await page.getByRole('button', { name: /Drop the lasso/ }).click();
    await until(async () => (await count.textContent()) === '24 samples', 'everything');
    // The points that lie alone: those are told apart by the pointer.
    const alone = +(await java.run('IntStream.range(0, 24).boxed().max(Comparator.comparingDouble(i -> IntStream.range(0, 24).filter(j -> j != i).mapToDouble(j -> Math.hypot(xs[i] - xs[j], ys[i] - ys[j])).min().getAsDouble())).get()'));
    const file = await java.run(`scenes.sample(lay.ids().get(${alone})).fileName()`);
    for (const mode of ['Move', 'Lasso']) {
      await page.getByRole('button', { name: mode, exact: true }).click();
      const [x, y] = await at(alone);
      await page.mouse.move(x - 60, y - 40);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const before = await page.evaluate(() => window.drawn);
      await page.mouse.move(x, y, { steps: 15 });
      await until(async () => (await page.getByTestId('under').textContent()).includes(file), file);
      await until(() => page.getByTestId('under').locator('img').count(), 'its picture');
      equal(await page.evaluate(() => window.drawn), before, 'drawings of the scatter:');
      await page.screenshot({ path: path.join(shots, `hover-${mode}.png`) });
      await page.mouse.click(x, y);
      await until(async () => (await page.getByRole('dialog').locator('.path').textContent()).endsWith(file), 'the sample');
      await page.getByRole('dialog').focus();
      await page.keyboard.press('Escape');
      await until(async () => (await page.getByRole('dialog').count()) === 0, 'the panel again');
    }
  }, page);

  await fact('a lasso is drawn by keys alone', async () => {
    const line = page.getByRole('application', { name: /Lasso/ });
    await line.focus();
    const { width, height } = await line.evaluate((one) => ({ width: one.clientWidth, height: one.clientHeight }));
    const press = async (key, times) => { for (let i = 0; i < times; i++) await page.keyboard.press(key); };
    const [across, down] = [Math.ceil(width / 40) + 1, Math.ceil(height / 40) + 1];
    await press('Shift+ArrowUp', down); await press('Enter', 1);
    await press('Shift+ArrowLeft', across); await press('Enter', 1);
    await press('Shift+ArrowDown', down); await press('Enter', 1);
    truth(/^Corner 3 at 0, 100 percent/.test(await page.getByTestId('lasso').textContent()), 'what is said of the corner');
    await press('Shift+ArrowRight', Math.floor(width / 2 / 40)); await press('Enter', 2);
    // The left half, but for a strip narrower than a step.
    await until(async () => /^\d+ of 24 samples/.test(await count.textContent()), 'the chosen samples');
    const middle = Math.floor(width / 2 / 40) * 40;
    equal(await java.run(`IntStream.range(0, 24).filter(i -> ${width} / 2 + ${height} / 2 * 0.95 * (xs[i] - (xr.getMax() + xr.getMin()) / 2) / half < ${middle}).mapToObj(i -> lay.ids().get(i)).collect(Collectors.toSet()).containsAll(session.view().ids())`), 'true');
    await page.getByRole('button', { name: /Drop the lasso/ }).click();
    await until(async () => (await count.textContent()) === '24 samples', 'everything');
  }, page);

  await fact('points are coloured by tag, field and class', async () => {
    await page.locator('.plot .line').hover({ position: { x: 5, y: 5 } });
    const canvas = page.locator('.plot canvas').first();
    const asked = [];
    page.on('request', (request) => asked.push(request.postData()?.match(/"method":"(\w+)"/)?.[1]));
    for (const [by, legend] of [['field:scene', /city|rural|residential|highway/], ['tags', /first/], ['field:eval_fn', /0/]]) {
      await page.getByTestId('color-by').selectOption(by);
      await until(async () => (await canvas.getAttribute('data-drawn'))?.includes(by), by);
      truth(legend.test(await page.locator('.legend').textContent()), 'the legend of ' + by);
    }
    equal(asked.filter((method) => ['points', 'colors'].includes(method)), ['colors', 'colors', 'colors'], 'points are sent once, asked for were:');
    const everything = async () => {
      await page.getByRole('button', { name: /Drop the lasso/ }).click();
      await until(async () => (await count.textContent()) === '24 samples', 'everything');
    };
    const drag = async (...path) => {
      const box = await settled(canvas);
      const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await page.mouse.move(...at(path[0]));
      await page.mouse.down();
      for (const one of path.slice(1)) await page.mouse.move(...at(one), { steps: 12 });
      await page.mouse.up();
    };
    await drag([0.02, 0.02], [0.55, 0.02], [0.55, 0.98], [0.02, 0.98], [0.02, 0.05]);
    await until(async () => /^\d+ of 24 samples/.test(await count.textContent()), 'the chosen samples');
    const said = await count.textContent();
    await everything();
    // Moved away, the same line holds others or none; fitted again it holds the same.
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await drag([0.3, 0.5], [0.7, 0.5]);
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await page.getByRole('button', { name: 'Lasso', exact: true }).click();
    await drag([0.02, 0.02], [0.55, 0.02], [0.55, 0.98], [0.02, 0.98], [0.02, 0.05]);
    await until(async () => (await count.textContent()) === said, said);
    await everything();
  }, page);

  await fact('a cell of the matrix opens its labels, and the view comes back', async () => {
    await page.getByRole('tab', { name: 'Evaluation' }).click();
    const wrong = page.locator('.matrix .wrong').first();
    await wrong.waitFor();
    const said = +(await wrong.textContent());
    await wrong.click();
    await until(async () => (await count.textContent()) === `${said} label${said === 1 ? '' : 's'}`, 'the labels behind the number');
    await until(async () => (await page.locator('.tile img').count()) >= Math.min(said, 4), 'their crops');
    await page.screenshot({ path: path.join(shots, 'evaluation.png') });
    await page.getByRole('button', { name: 'Back to the view' }).click();
    await until(async () => (await count.textContent()) === '24 samples', 'the view');
  }, page);

  await fact('numbers by class are those of the report', async () => {
    const report_ = await java.run('fo.loadEvaluation(scenes, "eval").report()');
    const row = page.locator('.evaluation .numbers tbody tr', { hasText: 'Pedestrian' });
    const [precision, recall] = report_.split('\n').find((line) => line.includes('Pedestrian')).trim().split(/\s+/).slice(1).map(Number);
    truth(Math.abs(+(await row.locator('td').nth(0).textContent()) - precision) < 0.006, 'precision');
    truth(Math.abs(+(await row.locator('td').nth(1).textContent()) - recall) < 0.006, 'recall');
  }, page);

  await fact('curves of precision and recall are drawn, and say their numbers under the pointer and by keys', async () => {
    const wanted = await java.run('fo.loadEvaluation(scenes, "eval").prCurves().precision().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue().get(20) + "=" + e.getValue().get(60)).collect(Collectors.joining(";"))');
    const curves = wanted.split(';').map((one) => one.split('=')).map(([name, low, high]) => ({ name, low: +low, high: +high }));
    equal((await page.locator('.curves polyline').evaluateAll((all) => all.map((one) => one.dataset.class))).sort(), curves.map((one) => one.name).sort());
    const drawn = await page.locator('.curves polyline').evaluateAll((all) => all.map((one) => one.getAttribute('points').split(' ').map((pair) => pair.split(',').map(Number))));
    truth(drawn.every((points) => points.length === 101 && points.every(([x, y]) => x >= 0 && x <= 200 && y >= 0 && y <= 200)), 'points in the frame');
    const said = page.getByTestId('curve');
    const { name, low, high } = curves.find((one) => curves.every((other) => other === one || Math.abs(other.low - one.low) > 0.02)) ?? curves[0];
    const svg = await settled(page.locator('.curves svg'));
    const at = (recall, precision) => [svg.x + ((24 + 200 * recall) / 232) * svg.width, svg.y + ((6 + 200 - 200 * precision) / 226) * svg.height];
    await page.mouse.move(...at(0.2, low));
    await until(async () => (await said.textContent()) === `${name}: precision ${low.toFixed(3)} at recall 0.20`, `${name} ${low} under the pointer`);
    await page.screenshot({ path: path.join(shots, 'curves.png') });
    const button = page.getByRole('group', { name: 'Classes of the curves' }).getByRole('button', { name });
    await button.focus();
    await page.keyboard.press('Enter');
    equal(await said.textContent(), '');
    await page.keyboard.press('Enter');
    await page.locator('.curves input[type=range]').fill('60');
    await until(async () => (await said.textContent()) === `${name}: precision ${high.toFixed(3)} at recall 0.60`, 'the number by keys');
  }, page);

  await fact('two runs stand side by side with what flipped', async () => {
    await java.run(`var better = new LinkedHashMap<String, List<Detection>>();
      for (var s : scenes.samples()) better.put(s.id(), s.detections("ground_truth").stream().map(d -> Detection.of(d.label(), d.box()).withConfidence(0.9)).toList());
      scenes.setDetections("predictions_better", better); fo.evaluateDetections(scenes, "predictions_better", "ground_truth", "eval_better"); session.setView(scenes);`);
    await page.getByTestId('evaluation').selectOption('eval_better');
    await page.getByTestId('against').selectOption('eval');
    const fixed = page.getByRole('button', { name: / fixed$/ });
    await fixed.waitFor();
    equal(+(await fixed.textContent()).split(' ')[0], +(await java.run('fo.loadEvaluation(scenes, "eval_better").flips(fo.loadEvaluation(scenes, "eval")).fixed().size()')));
    equal(await page.locator('.matrix').count(), 2, 'matrices:');
    truth((await page.locator('.curves .then').count()) > 0, 'the curves of the other evaluation');
    await page.screenshot({ path: path.join(shots, 'two-runs.png') });
    await fixed.click();
    await until(async () => / labels?$/.test(await count.textContent()), 'the fixed objects');
  }, page);

  await fact('a frozen session is a picture', async () => {
    await java.run('session.setView(scenes.limit(2)); session.show(); session.freeze();');
  }, page);

  await java.run(`
var road = zoo.loadDataset("road-scenes", 60).selectGroupSlices("left").cloneTo("road", IfExists.LOAD);
Splits.keepTogether(road, "sequence").seed(42).part("test", .1).part("golden", .1).part("val", .2).rest("pool").apply();
brain.computeEmbeddings(road, "embeddings");
brain.computeVisualization(road, "embeddings", "layout", Visualization.Method.PCA);
Acquisition.coverageOnly().budget(Images.of(10)).seed(42).batch("v0").select(road.matchTags("split:pool")).apply("v0");
var loop = Loop.on(road).annotator(Annotator.simulated(51)).detector(Detector.options().seed(51)).recipe(Acquisition.hybrid().budget(Images.of(8)));
loop.step("v0");
var plan = Plan.stored(road, "v1").orElseThrow();
var planned = new AppSession(plan);`);
  const third = await open('planned');
  await fact('a plan shows its picks with reasons, on the embedding by source', async () => {
    await third.getByRole('tab', { name: 'Plan' }).waitFor();
    await until(async () => (await third.locator('.picks li').count()) === +(await java.run('plan.picks().size()')), 'the picks');
    truth((await third.locator('.picks').textContent()).includes(await java.run('plan.picks().get(0).reason()')), 'a reason');
    await until(async () => (await third.locator('.plot canvas').first().getAttribute('data-drawn'))?.includes('plan'), 'the points');
    await third.screenshot({ path: path.join(shots, 'plan.png') });
  }, third);

  await fact('the slider chooses again, as the same call in Java does', async () => {
    await third.getByTestId('share').fill('100');
    await until(async () => (await third.locator('.picks li[data-source="coverage"]').count()) >= 7, 'coverage alone');
    equal(await java.run('planned.plan().get().ids().equals(plan.coverage(1.0).ids())'), 'true');
    equal(await java.run('planned.view().ids().stream().sorted().toList().equals(plan.coverage(1.0).ids().stream().sorted().toList())'), 'true');
  }, third);

  await fact('a pick opens as a sample', async () => {
    const pick = third.locator('.picks .link').first();
    const file = await pick.textContent();
    await pick.click();
    await until(async () => (await third.getByRole('dialog').locator('.path').textContent()).endsWith(file), file);
    await third.getByRole('dialog').focus();
    await third.keyboard.press('Escape');
  }, third);

  await fact('points are coloured by split and by the source of the acquisition', async () => {
    await third.getByRole('tab', { name: 'Embeddings' }).click();
    for (const [by, legend] of [['split', /split:/], ['source', /source:/]]) {
      await third.getByTestId('color-by').selectOption(by);
      await until(async () => (await third.locator('.plot canvas').first().getAttribute('data-drawn'))?.includes(' ' + by + ' '), by);
      truth(legend.test(await third.locator('.legend').textContent()), 'the legend of ' + by);
    }
  }, third);

  await fact('each of the three verdicts on a failure is stored', async () => {
    await third.getByRole('tab', { name: 'Spot check' }).click();
    const group = third.getByRole('group', { name: /Verdict on/ }).first();
    for (const verdict of ['model', 'ambiguous', 'label']) {
      await group.getByRole('button', { name: verdict }).click();
      await until(async () => (await java.run('loop.spotCheck(20).get(0).verdict()')) === verdict, verdict);
    }
    await third.screenshot({ path: path.join(shots, 'spot-check.png') });
  }, third);

  await fact('no control of a panel is out of reach, wide, narrow or dark', async () => {
    for (const [width, height, colorScheme] of [[1280, 860, 'light'], [400, 700, 'light'], [1280, 860, 'dark']]) {
      await third.setViewportSize({ width, height });
      await third.emulateMedia({ colorScheme });
      for (const name of ['Embeddings', 'Evaluation', 'Plan', 'Spot check']) {
        await third.getByRole('tab', { name }).click();
        await until(async () => (await third.locator('.panel button, .panel select').count()) > 1, name);
        equal(await unreachable(third.locator('.winnow-app')), [], `${name} at ${width} by ${height}:`);
        equal(await third.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, 'sideways scrolling:');
        await third.locator('.main').evaluate((one) => one.scrollTo(0, 0));
        await third.screenshot({ path: path.join(shots, `${name.replace(' ', '-')}-${width}-${colorScheme}.png`) });
      }
    }
  }, third);

  await fact('nothing failed in the pages', () => equal(errors, []), page);
} finally {
  await chrome.close();
  await java.stop();
}
process.exit(report());
