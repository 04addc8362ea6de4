// Labelling by hand in a tab: drawing, editing, keys, undo, saving, refusal, and a kernel that is killed in the middle.
import path from 'node:path';
import { equal, fact, report, settled, shots, startBrowser, startJava, truth, until } from './lib.mjs';

const OPEN = `
var scenes = zoo.loadDataset("road-scenes", 24).selectGroupSlices("left").cloneTo("scenes", IfExists.LOAD);
var schema = LabelSchema.of("Car", "Pedestrian", "Cyclist").attribute("occluded", "none", "partial", "heavy").flag("truncated");
var batch = scenes.limit(4);
var queue = Annotator.app("human_labels", schema).hide("ground_truth").queue(batch);
var session = fo.launchApp(queue);`;
const BOXES = `batch.samples().stream().map(s -> s.detections("human_labels").stream().map(d -> d.id() + d.label() + d.box() + new TreeMap<>(d.attributes())).toList()).toList()`;

let java = startJava();
const chrome = await startBrowser();
try {
  await java.run(OPEN);
  let page = await chrome.newPage();
  const errors = [];
  page.on('pageerror', (failure) => errors.push(failure.message));
  const url = await java.run('session.url()');
  await page.goto(url);
  const editor = page.locator('.editor');
  const saved = () => until(async () => (await page.getByTestId('saving').textContent()).includes('✓ saved'), 'the save');
  const boxes = async () => JSON.parse(await java.run(`scenes.sample(batch.ids().get(0)).detections("human_labels").stream().map(d -> List.of(d.box().x(), d.box().y(), d.box().w(), d.box().h())).toList()`));
  const labels = () => java.run(`scenes.sample(batch.ids().get(0)).detections("human_labels").stream().map(Detection::label).toList()`);
  let picture;
  const at = (x, y) => [picture.x + x * picture.width, picture.y + y * picture.height];
  const drag = async (x1, y1, x2, y2) => {
    await page.mouse.move(...at(x1, y1));
    await page.mouse.down();
    await page.mouse.move(...at((x1 + x2) / 2, (y1 + y2) / 2));
    await page.mouse.move(...at(x2, y2));
    await page.mouse.up();
  };
  const near = (seen, wanted, what) => seen.forEach((value, i) => truth(Math.abs(value - wanted[i]) < 0.004, `${what}: expected ${wanted}, saw ${seen}`));

  await fact('the queue shows the first picture and no answer', async () => {
    await until(() => page.locator('.stage img').count(), 'the picture');
    picture = await settled(page.locator('.stage img'));
    await until(async () => (await editor.getAttribute('aria-label')) === 'Image 1 of 4, 0 boxes', 'the editor');
    equal(await page.locator('.boxes li').count(), 0);
    equal(await page.getByTestId('progress').textContent(), '0 of 4 done');
  }, page);

  await fact('answers cannot be asked for by the page either', async () => {
    const reply = await page.evaluate(async () => {
      const token = new URLSearchParams(location.search).get('token');
      const listen = await fetch('messages?session=' + new URLSearchParams(location.search).get('session'), { headers: { 'X-Winnow-Token': token } });
      const reader = listen.body.getReader();
      let text = new TextDecoder().decode((await reader.read()).value);
      const connection = text.match(/"connection":"(\w+)"/)[1];
      const replies = [];
      for (const method of ['page', 'sample', 'facet', 'points']) {
        const json = new TextEncoder().encode(JSON.stringify({ id: 9, method, params: { i: 0, from: 0, count: 4, fields: ['ground_truth'], facet: 'labels/ground_truth' } }));
        const body = new Uint8Array(8 + json.length);
        new DataView(body.buffer).setInt32(0, json.length);
        body.set(json, 4);
        await fetch('request?connection=' + connection, { method: 'POST', headers: { 'X-Winnow-Token': token }, body });
        let got = '';
        while (!got.includes('"id":9')) got += new TextDecoder().decode((await reader.read()).value);
        replies.push(got.includes('nothing else'));
      }
      reader.cancel();
      return replies;
    });
    equal(reply, [true, true, true, true]);
  }, page);

  await fact('a drag draws a box, which is in the dataset at once', async () => {
    await drag(0.1, 0.3, 0.3, 0.6);
    await saved();
    near((await boxes())[0], [0.1, 0.3, 0.2, 0.3], 'the box');
    equal(await labels(), '[Car]');
  }, page);

  await fact('the chosen box moves and a handle resizes it', async () => {
    await drag(0.2, 0.45, 0.25, 0.5);
    await saved();
    near((await boxes())[0], [0.15, 0.35, 0.2, 0.3], 'the moved box');
    await drag(0.35, 0.65, 0.4, 0.7);
    await saved();
    near((await boxes())[0], [0.15, 0.35, 0.25, 0.35], 'the resized box');
  }, page);

  await fact('a box inside another is drawn once nothing is chosen', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await drag(0.2, 0.4, 0.25, 0.5);
    await saved();
    equal(await labels(), '[Car, Pedestrian]');
  }, page);

  await fact('keys move, resize, rename, delete, undo and redo', async () => {
    const before = (await boxes())[1];
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowDown');
    await saved();
    near((await boxes())[1], [before[0] + 10 / 640, before[1] + 1 / 192, before[2], before[3]], 'moved by keys');
    await page.keyboard.press('Alt+ArrowRight');
    await saved();
    near((await boxes())[1], [before[0] + 10 / 640, before[1] + 1 / 192, before[2] + 1 / 640, before[3]], 'resized by keys');
    await page.keyboard.press('3');
    await saved();
    equal(await labels(), '[Car, Cyclist]');
    await page.keyboard.press('Delete');
    await saved();
    equal(await labels(), '[Car]');
    await page.keyboard.press('Control+z');
    await saved();
    equal(await labels(), '[Car, Cyclist]');
    await page.keyboard.press('Control+z');
    await saved();
    equal(await labels(), '[Car, Pedestrian]');
    await page.keyboard.press('Control+Shift+z');
    await saved();
    equal(await labels(), '[Car, Cyclist]');
  }, page);

  await fact('attributes come from the schema', async () => {
    await page.keyboard.press('Escape');
    await editor.focus();
    await page.keyboard.press('Tab');
    await page.locator('.attribute select').nth(0).selectOption('partial');
    await page.locator('.attribute select').nth(1).selectOption('true');
    await saved();
    equal(await java.run(`var d0 = scenes.sample(batch.ids().get(0)).detections("human_labels").get(0).attributes(); d0.get("occluded") + " " + d0.get("truncated")`), 'partial true');
  }, page);

  await fact('a box can be made, shaped and finished with keys alone', async () => {
    await editor.focus();
    await page.keyboard.press('b');
    await page.keyboard.press('Shift+ArrowLeft');
    await saved();
    equal((await boxes()).length, 3);
    await page.screenshot({ path: path.join(shots, 'annotate.png') });
    await page.keyboard.press('Enter');
    await until(async () => (await page.getByTestId('progress').textContent()) === '1 of 4 done', 'one done');
    equal(await java.run('queue'), 'Waiting(1 of 4)');
    equal(await java.run('scenes.sample(batch.ids().get(0)).string("annotation_status")'), 'annotated');
  }, page);

  await fact('who labelled and how long each box took is kept', async () => {
    equal(await java.run(`scenes.sample(batch.ids().get(0)).detections("human_labels").stream().allMatch(d -> !String.valueOf(d.attributes().get("annotator")).isBlank() && ((Number) d.attributes().get("seconds")).doubleValue() > 0)`), 'true');
    equal(await java.run('queue.seconds(batch.ids().get(0)) > 0.5'), 'true');
  }, page);

  await fact('an image without objects can be done', async () => {
    await until(async () => (await editor.getAttribute('aria-label')) === 'Image 2 of 4, 0 boxes', 'the second image');
    await editor.focus();
    await page.keyboard.press('Enter');
    await until(async () => (await page.getByTestId('progress').textContent()) === '2 of 4 done', 'two done');
  }, page);

  await fact('a label that breaks the schema is refused with the reason, and stays on the screen', async () => {
    await until(async () => (await editor.getAttribute('aria-label')) === 'Image 3 of 4, 0 boxes', 'the third image');
    // The teacher narrows the schema while the page is open.
    await java.run('Annotator.app("human_labels", LabelSchema.of("Car", "Pedestrian")).hide("ground_truth").queue(batch);');
    await editor.focus();
    await page.keyboard.press('3');
    await until(() => page.locator('.stage img').count(), 'the picture');
    await drag(0.5, 0.4, 0.6, 0.6);
    await until(async () => /Cyclist.*is not one of/.test(await page.locator('.refused').textContent()), 'the reason');
    truth((await page.getByTestId('saving').textContent()).includes('not saved'), 'the state');
    equal(await page.locator('.boxes li').count(), 1);
    await page.screenshot({ path: path.join(shots, 'refused.png') });
    await page.keyboard.press('1');
    await saved();
    await java.run(OPEN.split('\n').slice(2, 5).join('\n'));
  }, page);

  await fact('an image that was changed in another tab is not written over', async () => {
    await java.run(`queue.save(batch.ids().get(2), List.of(), System.getProperty("user.name"), 1);`);
    await editor.focus();
    await page.keyboard.press('b');
    await until(async () => (await page.locator('.refused').textContent()).includes('changed elsewhere'), 'the reason');
    await page.reload();
    await until(() => page.locator('.stage img').count(), 'the picture');
  }, page);

  await fact('what was saved survives a kill in the middle of a drag, and a re-run of the cells', async () => {
    await until(async () => (await editor.getAttribute('aria-label')) === 'Image 3 of 4, 0 boxes', 'the editor');
    picture = await settled(page.locator('.stage img'));
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Escape');
      await drag(0.03 + (n % 6) * 0.16, 0.1 + Math.floor(n / 6) * 0.45, 0.13 + (n % 6) * 0.16, 0.4 + Math.floor(n / 6) * 0.45);
    }
    await saved();
    const before = await java.run(BOXES);
    equal(await java.run(`scenes.sample(batch.ids().get(2)).detections("human_labels").size()`), '12');
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.55, 0.6));
    await java.kill();
    await page.mouse.up();
    await until(async () => (await page.locator('.banner, .refused').count()) > 0, 'the page says that the kernel is gone');
    java = startJava({ home: java.home });
    await java.run(OPEN);
    equal(await java.run(BOXES), before);
    equal(await java.run('queue'), 'Waiting(2 of 4)');
    await java.run(OPEN);
    await java.run('println(Annotator.simulated(51).annotate(batch, "ground_truth", "human_labels"));');
const after = await java.run(BOXES);
    equal(after.split('], [')[2], before.split('], [')[2], 'the drawn image');
    equal(after.split('], [')[0], before.split('], [')[0], 'the first image');
  }, page);

  await fact('the page goes on where it stood', async () => {
    await page.close();
    page = await chrome.newPage();
    await page.goto(await java.run('session.url()'));
    await until(async () => (await page.getByTestId('progress').textContent()) === '2 of 4 done', 'the progress');
    await until(async () => (await page.locator('.editor').getAttribute('aria-label')) === 'Image 3 of 4, 12 boxes', 'the open image');
    await page.screenshot({ path: path.join(shots, 'resumed.png') });
  }, page);

  await fact('nothing failed in the page', () => equal(errors, []), page);
} finally {
  await chrome.close();
  await java.stop();
}
process.exit(report());
