// How long the App takes with many samples: scale.mjs 10000 100000 1000000   Not part of the checks: it prints figures.
import { startBrowser, startJava, until } from './lib.mjs';

const sizes = process.argv.slice(2).map(Number);
const chrome = await startBrowser();
for (const n of sizes.length ? sizes : [10000, 100000]) {
  const java = startJava();
  try {
    await java.run(`
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
many = fo.loadDataset("many");`);
    const opened = await java.run('long begin = System.nanoTime(); var session = fo.launchApp(many); session.view().count(); (System.nanoTime() - begin) / 1000000');
    const page = await chrome.newPage();
    let bytes = 0;
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    client.on('Network.dataReceived', (event) => { bytes += event.dataLength; });
    const url = await java.run('session.url()');
    const begin = Date.now();
    await page.goto(url);
    await page.getByTestId('count').waitFor();
    const shown = Date.now() - begin;
    await until(async () => page.evaluate(() => {
      const tiles = [...document.querySelector('.winnow-app').shadowRoot.querySelectorAll('.tile')];
      const frame = document.querySelector('.winnow-app').shadowRoot.querySelector('.grid').getBoundingClientRect();
      const seen = tiles.filter((t) => { const r = t.getBoundingClientRect(); return r.bottom > frame.top && r.top < frame.bottom; });
      return seen.length > 0 && seen.every((t) => t.querySelector('img'));
    }), 'the first screen', 60000);
    const pictured = Date.now() - begin;
    const bytesOpen = bytes;
    const scroll = await page.evaluate(async () => {
      const grid = document.querySelector('.winnow-app').shadowRoot.querySelector('.grid');
      const inSight = () => {
        const frame = grid.getBoundingClientRect();
        return [...grid.querySelectorAll('.tile')].filter((t) => { const r = t.getBoundingClientRect(); return r.bottom > frame.top && r.top < frame.bottom; });
      };
      let frames = 0;
      let gaps = 0;
      let data = 0;
      let tiles = 0;
      const end = performance.now() + 4000;
      while (performance.now() < end) {
        grid.scrollTop += 40;
        await new Promise(requestAnimationFrame);
        frames++;
        const seen = inSight();
        tiles += seen.length;
        gaps += seen.filter((t) => !t.querySelector('img')).length;
        data += seen.filter((t) => t.getAttribute('aria-label') === 'loading').length;
      }
      const jump = performance.now();
      grid.scrollTop = grid.scrollHeight / 2;
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      while (!inSight().length || !inSight().every((t) => t.querySelector('img'))) await new Promise((done) => setTimeout(done, 10));
      return { framesPerSecond: frames / 4, withoutPicture: gaps / tiles, withoutData: data / tiles, jumpMillis: Math.round(performance.now() - jump) };
    });
    await page.getByRole('tab', { name: 'Embeddings' }).click();
    const plotted = Date.now();
    const canvas = page.locator('.plot canvas').first();
    const bytesBefore = bytes;
    await until(async () => (await canvas.getAttribute('data-drawn'))?.startsWith(n + ' '), 'the points', 120000);
    const points = { drawMillis: Date.now() - plotted, bytes: bytes - bytesBefore };
    const box = await canvas.boundingBox();
    const lasso = Date.now();
    await page.mouse.move(box.x + 10, box.y + 5);
    await page.mouse.down();
    for (const [x, y] of [[0.5, 0.02], [0.5, 0.98], [0.02, 0.98], [0.02, 0.05]]) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 8 });
    await page.mouse.up();
    const released = Date.now();
    await until(async () => / of /.test(await page.getByTestId('count').textContent()), 'the chosen', 120000);
    console.log(JSON.stringify({ samples: n, javaMillis: +opened, countMillis: shown, firstScreenMillis: pictured, bytesToFirstScreen: bytesOpen, ...scroll, points, lassoMillis: Date.now() - released, drawnIn: released - lasso, lassoed: await page.getByTestId('count').textContent(), jsHeapMB: Math.round((await page.evaluate(() => performance.memory.usedJSHeapSize)) / 1e6) }));
    await page.close();
  } finally {
    await java.stop();
  }
}
await chrome.close();
