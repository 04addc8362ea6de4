// What every browser test needs: a Java session to type cells into, Chromium, and facts that are checked one by one.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const { chromium } = createRequire(path.join(path.resolve(process.env.PLAYWRIGHT_DIR ?? '.'), 'x.js'))('playwright-core');
export const shots = path.resolve(process.env.SHOTS ?? 'target/browser');
fs.mkdirSync(shots, { recursive: true });

/** A Java session: `await java.run('1 + 1')` gives '2'. */
export function startJava({ home = fs.mkdtempSync(path.join(os.tmpdir(), 'winnow-browser-')) } = {}) {
  const classPath = process.env.CLASS_PATH ?? ['target/classes', 'target/test-classes', 'target/lib/*'].join(':');
  const flags = (process.env.JAVA_FLAGS ?? '').split(' ').filter(Boolean);
  const cache = process.env.WINNOW_CACHE ?? path.join(os.tmpdir(), 'winnow-browser-cache');
  const child = spawn(process.env.JAVA ?? 'java',
    [...flags, '-Xmx2g', '-Djava.awt.headless=true', `-Dwinnow.home=${home}`, `-Dwinnow.cache=${cache}`, `-Dorg.bytedeco.javacpp.cachedir=${cache}/javacpp`, '-cp', classPath, 'dev.winnow.cli.CellServer'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last = Promise.resolve();
  const run = (code) => {
    last = last.then(async () => {
      child.stdin.write(JSON.stringify({ code }) + '\n');
      const { value, done } = await lines.next();
      if (done) throw new Error('the Java session ended');
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(answer.error);
      return answer.text ?? '';
    });
    return last;
  };
  const ended = new Promise((done) => child.on('exit', done));
  return {
    run,
    home,
    kill: async () => { child.kill('SIGKILL'); await ended; },
    stop: async () => { child.stdin.end(); await ended; fs.rmSync(home, { recursive: true, force: true }); },
  };
}

export async function startBrowser(options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  context.setDefaultTimeout(90000);
  return { browser, context, newPage: () => context.newPage(), close: () => browser.close() };
}

let passed = 0;
const failures = [];

/** A fact that holds, or not. The page of a failure is kept as a picture. */
export async function fact(name, check, page) {
  try {
    await check();
    passed++;
    console.log('  ok    ' + name);
  } catch (failure) {
    failures.push(name);
    console.log('  FAIL  ' + name + '\n        ' + String(failure.message ?? failure).split('\n').slice(0, 12).join('\n        '));
    await page?.screenshot({ path: path.join(shots, 'failed-' + name.replace(/\W+/g, '-').slice(0, 60) + '.png') }).catch(() => {});
  }
}

export function equal(seen, wanted, what = '') {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} expected ${b}, saw ${a}`);
}

export function truth(condition, what) {
  if (!condition) throw new Error(what);
}

/** Waits until a function gives something true; fails with what it gave last. */
export async function until(probe, what, timeout = 90000) {
  const begin = Date.now();
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (notYet) {
      last = notYet;
    }
    if (Date.now() - begin > timeout) throw new Error(`${what} did not come; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** Where something is, once it is in sight and stays where it is. */
export function settled(locator) {
  const page = locator.page();
  let before = '';
  return until(async () => {
    await locator.scrollIntoViewIfNeeded();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const box = await locator.boundingBox();
    const now = JSON.stringify(box);
    const still = box && box.width > 20 && now === before;
    before = now;
    return still && box;
  }, 'a place on the page');
}

/** The controls of the panel on show that no scrolling brings into sight, or that something else lies over. */
export const unreachable = (app) =>
  app.evaluate(async (host) => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const root = host.shadowRoot;
    const hidden = [];
    for (const one of root.querySelectorAll('.toolbar button, .panel button, .panel select, .panel input, .panel summary')) {
      one.scrollIntoView({ block: 'center', inline: 'center' });
      await frame();
      const box = one.getBoundingClientRect();
      const found = root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!box.width || !found || !(one.contains(found) || found.contains(one))) hidden.push(one.outerHTML.slice(0, 120));
    }
    return hidden;
  });

/** How many pixels of a canvas have a colour such as '#009E73', give or take what blending at an edge does. */
export const painted = (canvas, color, [x, y, w, h] = [0, 0, 1, 1]) =>
  canvas.evaluate((of, { color, part: [x, y, w, h] }) => {
    const [left, top, wide, high] = [x * of.width, y * of.height, w * of.width, h * of.height].map(Math.round);
    const { data } = of.getContext('2d').getImageData(left, top, Math.max(1, wide), Math.max(1, high));
    const wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
    let n = 0;
    for (let i = 0; i < data.length; i += 4) n += data[i + 3] > 200 && wanted.every((channel, c) => Math.abs(data[i + c] - channel) < 12);
    return n;
  }, { color, part: [x, y, w, h] });

export function report() {
  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** A home with 24 painted scenes, predictions with errors in them, their evaluation, embeddings and a layout. */
export const SCENES = `
var scenes = zoo.loadDataset("road-scenes", 24).selectGroupSlices("left").cloneTo("scenes", IfExists.LOAD);
Annotator.simulated(7, 3).annotate(scenes, "ground_truth", "predictions");
var scored = new LinkedHashMap<String, List<Detection>>();
var random = new SplittableRandom(3);
for (var sample : scenes.samples()) {
    var own = new ArrayList<Detection>();
    for (var label : sample.detections("predictions")) own.add(Detection.of(label.label(), label.box()).withConfidence(0.35 + 0.6 * random.nextDouble()));
    scored.put(sample.id(), own);
}
scenes.setDetections("predictions", scored);
scenes.deleteSampleField("annotation_status");
fo.evaluateDetections(scenes, "predictions", "ground_truth", "eval");
brain.computeEmbeddings(scenes, "embeddings");
brain.computeVisualization(scenes, "embeddings", "layout", Visualization.Method.PCA);
scenes.limit(6).tagSamples("first");
`;
