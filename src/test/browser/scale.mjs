// How long the App takes with many samples: scale.mjs 10000 100000 1000000   Not part of the checks: it prints figures.
//
// Two datasets of each size are made by a process of its own. Then a fresh one, as a kernel is after a restart, opens the first:
//   cellMillis             fo.launchApp(fo.loadDataset(…)), until the static picture is made
//   count, grid, pictures  from the address in a new tab to the number of samples, the tiles with what they say, all pictures in sight
// and, in the same process that is now warm, the second one: `moved` from session.setView on, `warm` as the first.
// SCALE_HOMES=folder keeps the datasets between runs. CLASS_PATH and JAVA_FLAGS say which build runs, and how.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { settled, startBrowser, startJava, until } from './lib.mjs';

const sizes = process.argv.slice(2).map(Number);
const homes = process.env.SCALE_HOMES ?? fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-scale-'));
const load = () => os.loadavg()[0].toFixed(1);

const make = (n) => `
var painted = zoo.loadDataset("road-scenes", 40).selectGroupSlices("left");
var files = painted.samples().stream().map(Sample::media).toList();
var root = Files.createDirectories(fo.homeFolder().resolve("many"));
var many = fo.dataset("many", IfExists.FAIL);
many.setMediaRoot(root);
var random = new SplittableRandom(1);
for (int from = 0; from < ${n}; from += 100000) {
    var drafts = new ArrayList<SampleDraft>();
    for (int i = from; i < Math.min(${n}, from + 100000); i++) {
        var folder = root.resolve("" + i / 1000);
        if (i % 1000 == 0) Files.createDirectories(folder);
        var name = i / 1000 + "/" + i + ".png";
        Files.createLink(root.resolve(name), files.get(i % 40));
        var boxes = new ArrayList<Detection>();
        for (int b = 0; b < 3; b++) boxes.add(Detection.of(List.of("Car", "Van", "Pedestrian").get(random.nextInt(3)), random.nextDouble() * 0.8, random.nextDouble() * 0.8, 0.1, 0.2));
        drafts.add(SampleDraft.of(name).tag("part:" + i % 7).set("score", random.nextDouble()).set("ground_truth", boxes));
    }
    many.addSamples(drafts);
}
var ids = many.ids();
var xy = new StringBuilder("[");
for (int i = 0; i < ids.size(); i++) xy.append(i > 0 ? "," : "").append("[" + (float) (random.nextDouble() + random.nextInt(4)) + "," + (float) random.nextDouble() + "]");
many.putRun("brain", "layout", "{\\"method\\":\\"drawn\\",\\"ids\\":" + ids.stream().collect(Collectors.joining("\\",\\"", "[\\"", "\\"]")) + ",\\"points\\":" + xy + "]}");
many.addSampleField("embeddings", FieldType.VECTOR);
many.cloneTo("other", IfExists.FAIL);`;

// In the page: when the tiles of a dataset are painted with what they say, and with their pictures, in milliseconds since the epoch.
const watch = () => {
  window.seen = [];
  const look = () => {
    const root = document.querySelector('.winnow-app')?.shadowRoot;
    const grid = root?.querySelector('.grid');
    if (grid) {
      const now = performance.timeOrigin + performance.now();
      const { bottom } = grid.getBoundingClientRect();
      const tiles = [...grid.querySelectorAll('.tile')].filter((one) => one.getBoundingClientRect().top < bottom);
      const name = root.querySelector('.name').textContent;
      let one = window.seen.at(-1);
      if (one?.name !== name) window.seen.push(one = { name, count: now });
      if (!one.grid && tiles.length && tiles.every((tile) => tile.dataset.id)) one.grid = now;
      if (one.grid && !one.pictures && tiles.every((tile) => tile.querySelector('img')?.complete)) one.pictures = now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
/** What the page saw of a dataset, in milliseconds since `begin`. */
async function painted(page, name, begin) {
  const seen = await until(() => page.evaluate((wanted) => { const last = window.seen.at(-1); return last?.name === wanted && last.pictures && last; }, name), 'the pictures of ' + name, 120000);
  return { count: Math.round(seen.count - begin), grid: Math.round(seen.grid - begin), pictures: Math.round(seen.pictures - begin) };
}

// Four seconds of scrolling, then a jump to the middle.
const scroll = async () => {
  const grid = document.querySelector('.winnow-app').shadowRoot.querySelector('.grid');
  const frame = () => new Promise(requestAnimationFrame);
  const inSight = () => {
    const { top, bottom } = grid.getBoundingClientRect();
    return [...grid.querySelectorAll('.tile')].filter((tile) => { const box = tile.getBoundingClientRect(); return box.bottom > top && box.top < bottom; });
  };
  let [frames, tiles, withoutPicture, withoutData] = [0, 0, 0, 0];
  for (const end = performance.now() + 4000; performance.now() < end; frames++) {
    grid.scrollTop += 40;
    await frame();
    const seen = inSight();
    tiles += seen.length;
    withoutPicture += seen.filter((tile) => !tile.querySelector('img')).length;
    withoutData += seen.filter((tile) => !tile.dataset.id).length;
  }
  const jump = performance.now();
  grid.scrollTop = grid.scrollHeight / 2;
  await frame();
  await frame();
  while (!inSight().length || !inSight().every((tile) => tile.querySelector('img'))) await new Promise((done) => setTimeout(done, 10));
  return { framesPerSecond: frames / 4, withoutPicture: withoutPicture / tiles, withoutData: withoutData / tiles, jumpMillis: Math.round(performance.now() - jump) };
};

/** Frames a second while a person does something with the mouse for a while. */
async function frames(page, act) {
  await page.evaluate(() => {
    window.frames_ = [];
    const count = (now) => { window.frames_.push(now); window.counting = requestAnimationFrame(count); };
    window.counting = requestAnimationFrame(count);
  });
  await act();
  const times = await page.evaluate(() => { cancelAnimationFrame(window.counting); return window.frames_; });
  const gaps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
  return { perSecond: +(gaps.length / ((times.at(-1) - times[0]) / 1000)).toFixed(1), slowestMillis: Math.round(gaps.at(-1)) };
}

async function embeddings(page, n, bytes) {
  await page.getByRole('tab', { name: 'Embeddings' }).click();
  const begin = Date.now();
  const before = bytes();
  const canvas = page.locator('.plot canvas').first();
  await until(async () => (await canvas.getAttribute('data-drawn'))?.startsWith(n + ' '), 'the points', 120000);
  const points = { drawMillis: Date.now() - begin, bytes: bytes() - before };
  const box = await canvas.boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  if (n <= 100000) { // what is promised to stay interactive
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    points.zoom = await frames(page, async () => {
      await page.mouse.move(...at(0.5, 0.5));
      for (let i = 0; i < 30; i++) await page.mouse.wheel(0, i < 15 ? -60 : 60);
    });
    points.pan = await frames(page, async () => {
      await page.mouse.move(...at(0.3, 0.3));
      await page.mouse.down();
      for (let i = 0; i <= 60; i++) await page.mouse.move(...at(0.3 + 0.3 * Math.sin((i / 30) * Math.PI), 0.3));
      await page.mouse.up();
    });
    points.hover = await frames(page, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.move(...at(0.2 + 0.01 * i, 0.5 + 0.003 * i));
    });
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await page.getByRole('button', { name: 'Lasso', exact: true }).click();
    await settled(page.locator('.plot .line:not(.idle)'));
  }
  points.drawing = await frames(page, async () => {
    await page.mouse.move(...at(0.01, 0.02));
    await page.mouse.down();
    for (const [x, y] of [[0.5, 0.02], [0.5, 0.98], [0.02, 0.98], [0.02, 0.05]]) await page.mouse.move(...at(x, y), { steps: 15 });
  });
  const released = Date.now();
  await page.mouse.up();
  await until(async () => / of /.test(await page.getByTestId('count').textContent()), 'the chosen', 120000);
  return { ...points, lassoMillis: Date.now() - released, lassoed: await page.getByTestId('count').textContent() };
}

const chrome = await startBrowser();
for (const n of sizes.length ? sizes : [10000, 100000]) {
  const home = path.join(homes, String(n));
  if (!fs.existsSync(home)) {
    fs.mkdirSync(home, { recursive: true });
    const maker = startJava({ home });
    await maker.run(make(n));
    await maker.kill();
  }
  const java = startJava({ home });
  try {
    await java.run('1 + 1'); // a person's first cell comes seconds after the start
    const page = await chrome.newPage();
    await page.addInitScript(watch);
    const client = await page.context().newCDPSession(page);
    let bytes = 0;
    await client.send('Network.enable');
    client.on('Network.dataReceived', (event) => { bytes += event.dataLength; });
    const said = { samples: n, load: load() };
    // The call alone, without the compiler's part of the cell.
    const launch = (name) => java.run(`((java.util.function.Supplier<Long>) () -> { long begin = System.nanoTime(); session = fo.launchApp(fo.loadDataset("${name}")); return (System.nanoTime() - begin) / 1000000; }).get()`);
    await java.run('AppSession session = null;');
    const tab = async (name) => {
      const cellMillis = +(await launch(name));
      const url = await java.run('session.url()');
      const begin = Date.now();
      await page.goto(url);
      return { cellMillis, ...(await painted(page, name, begin)) };
    };
    said.cold = await tab('many');
    said.bytesToFirstScreen = bytes;
    said.scroll = await page.evaluate(scroll);
    said.moved = await painted(page, 'other', +(await java.run('var other = fo.loadDataset("other"); long moved = System.currentTimeMillis(); session.setView(other); moved')));
    said.warm = await tab('other');
    await java.run('session.setView(fo.loadDataset("many"))'); // a clone has no layout
    said.points = await embeddings(page, n, () => bytes);
    said.pageHeapMB = Math.round((await page.evaluate(() => performance.memory.usedJSHeapSize)) / 1e6);
    console.log(JSON.stringify(said, null, 1));
    await page.close();
  } finally {
    await java.kill();
  }
}
await chrome.close();
if (!process.env.SCALE_HOMES) fs.rmSync(homes, { recursive: true, force: true });
