// How long the App takes with many samples: scale.mjs 10000 100000 1000000   Not part of the checks: it prints figures.
//
// Two datasets of each size are made by a process of its own. Then a fresh one, as a kernel is after a restart, opens the first:
//   cell         loads the dataset and runs fo.launchApp, until the cell ends with its static picture
//   count, grid, pictures   from the address in a new tab to the number of samples, tiles with what they say, all pictures in sight
// and, now that it is warm, the second one in the same tab:
//   moved        from session.setView to the tiles painted, and to their pictures
//   cell again, tab again   the first two once more, for the second dataset
// SCALE_HOMES=folder keeps the datasets between runs. INSTALLED=<WINNOW_HOME> runs the copy that `winnow install` made, as Jupyter does.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBrowser, startJava, until } from './lib.mjs';

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

// In the page: when what was first there, in milliseconds since the epoch.
const watch = () => {
  window.seen = {};
  const look = () => {
    const root = document.querySelector('.winnow-app')?.shadowRoot;
    const grid = root?.querySelector('.grid');
    if (grid) {
      const frame = grid.getBoundingClientRect();
      const tiles = [...grid.querySelectorAll('.tile')].filter((t) => { const r = t.getBoundingClientRect(); return r.bottom > frame.top && r.top < frame.bottom; });
      const now = performance.timeOrigin + performance.now();
      const set = root.querySelector('[data-testid=count]').title;
      if (!window.seen.count && root.querySelector('[data-testid=count]')) window.seen.count = now;
      if (!window.seen.grid && tiles.length && tiles.every((t) => t.dataset.id)) window.seen.grid = now;
      if (!window.seen.pictures && tiles.length && tiles.every((t) => t.querySelector('img')?.complete)) window.seen.pictures = now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};
