// What people wrote stays text; light, dark and narrow; names for screen readers; keys alone.
import path from 'node:path';
import { equal, fact, report, settled, shots, startBrowser, startJava, truth, until } from './lib.mjs';

const HOSTILE = `</script><script>window.ran=1</script><img src=x onerror="window.ran=1">{{7*7}}\u2028javascript:window.ran=1`;
const java = startJava();
const chrome = await startBrowser();
try {
  await java.run(`
var bad = ${JSON.stringify(HOSTILE)};
var painted = zoo.loadDataset("road-scenes", 6).selectGroupSlices("left").samples();
var root = Files.createDirectories(fo.homeFolder().resolve("media"));
var hostile = fo.dataset(bad, IfExists.FAIL);
hostile.setMediaRoot(root);
var drafts = new ArrayList<SampleDraft>();
var svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'><script>window.ran=1</script></svg>";
var names = List.of("<img src=x onerror=alert(1)>.png", "a&b\\"c'.png", "\\u202Egnp.exe.png", "plain.png");
for (var name : names) {
    Files.copy(painted.get(names.indexOf(name)).media(), root.resolve(name));
    drafts.add(SampleDraft.of(name).tag(bad).set("note", bad).set("boxes", List.of(Detection.of(bad, 0.1, 0.1, 0.5, 0.5).with(bad, bad).withTag(bad))));
}
for (var name : List.of("drawing.svg", "drawing.png")) {
    Files.writeString(root.resolve(name), svg);
    drafts.add(SampleDraft.of(name).tag(bad));
}
hostile.addSamples(drafts);
var session = new AppSession(hostile);
hostile.dataset().count()`);
  const page = await chrome.newPage();
  const errors = [];
  page.on('pageerror', (failure) => errors.push(failure.message));
  page.on('dialog', (dialog) => { errors.push('a dialog: ' + dialog.message()); dialog.dismiss(); });
  await page.goto(await java.run('session.url()'));
  const inApp = (selector) => page.locator('.winnow-app').locator(selector);

  await fact('names, tags, labels and attributes are shown as they were written and run nothing', async () => {
    await until(async () => (await inApp('.tile img').count()) === 4, 'pictures');
    await until(async () => (await inApp('.tile .problem').count()) === 2, 'no pictures of what could run');
    for (const facet of ['boxes', 'note']) if (!(await inApp(`.facet:has(summary:text-is("${facet}"))`).evaluate((e) => e.open))) await inApp(`.facet summary:text-is("${facet}")`).click();
    await until(async () => (await inApp('.filters').textContent()).split('window.ran=1').length > 6, 'the values');
    truth((await inApp('.toolbar .name').textContent()).includes('<img src=x onerror='), 'the name of the dataset');
    truth((await inApp('[data-i="0"] .caption').textContent()).includes('<img src=x onerror=alert(1)>.png'), 'the file name');
    await inApp('[data-i="0"]').dblclick();
    const picture = page.locator('.stage img');
    await picture.waitFor();
    await until(async () => (await picture.boundingBox()).width > 100, 'a picture');
    const box = await picture.boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await until(async () => (await inApp('.hover').textContent()).includes('onerror='), 'the attributes');
    await page.getByRole('button', { name: /JSON/ }).click();
    await page.getByRole('dialog').focus();
    await page.keyboard.press('Escape');
    equal(await page.evaluate(() => window.ran ?? 0), 0, 'scripts that ran:');
    equal(await inApp('script, img[src="x"], [onerror]').count(), 0, 'elements that came of text:');
  }, page);

  await fact('a hostile value is a filter like any other', async () => {
    await inApp('.facet:has(summary:text-is("note")) input[type=checkbox]').first().check();
    await until(async () => (await java.run('session.view().equals(hostile.match(F("note").isIn(bad)))')) === 'true', 'the stage');
    equal(await java.run('session.view().count()'), '4');
  }, page);

  await fact('everything that can be used has a name', async () => {
    const nameless = await page.evaluate(() => [...document.querySelector('.winnow-app').shadowRoot.querySelectorAll('button, input, select, [role=option], [role=img]')]
      .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.closest('label')?.textContent.trim() || e.getAttribute('placeholder')))
      .map((e) => e.outerHTML.slice(0, 120)));
    equal(nameless, []);
  }, page);

  await fact('keys alone reach the filters, the grid and a sample', async () => {
    await page.locator('.winnow-app').evaluate((host) => host.shadowRoot.querySelector('button').focus());
    const focused = () => page.evaluate(() => { const e = document.querySelector('.winnow-app').shadowRoot.activeElement; return e?.getAttribute('role') ?? e?.tagName; });
    let seen = await focused();
    for (let i = 0; i < 60 && seen !== 'option'; i++) { await page.keyboard.press('Tab'); seen = await focused(); }
    equal(seen, 'option');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    // While a sample is open, what lies under it is out of reach.
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      equal(await page.evaluate(() => { const e = document.querySelector('.winnow-app').shadowRoot.activeElement; return !e || !!e.closest('[role=dialog]'); }), true, 'the focus in the sample:');
    }
    await page.getByRole('dialog').focus();
    await page.keyboard.press('Escape');
    await until(async () => (await focused()) === 'option', 'the focus back where it was');
  }, page);

  await fact('dark follows the system, and text keeps its contrast', async () => {
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme });
      const contrast = await page.evaluate(() => {
        const app = document.querySelector('.winnow-app').shadowRoot.querySelector('.app');
        const luminance = (color) => { const [r, g, b] = color.match(/[\d.]+/g).map(Number).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const style = getComputedStyle(app);
        const dim = getComputedStyle(app.querySelector('.count'));
        const back = luminance(style.backgroundColor);
        return [style, dim].map((one) => { const l = luminance(one.color); return (Math.max(l, back) + 0.05) / (Math.min(l, back) + 0.05); });
      });
      truth(contrast.every((ratio) => ratio >= 4.5), `${scheme}: contrast ${contrast}`);
      await page.screenshot({ path: path.join(shots, scheme + '.png') });
    }
  }, page);

  await fact('a narrow page keeps the grid in sight', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await until(async () => (await inApp('.app.narrow').count()) === 1, 'the narrow form');
    await settled(inApp('.tile').first());
    equal(await inApp('.filters').count(), 0, 'filters over the grid:');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    equal(overflow, false, 'sideways scrolling:');
    truth((await inApp('.tile').first().boundingBox()).width > 100, 'tiles');
    await page.screenshot({ path: path.join(shots, 'narrow.png') });
  }, page);

  await fact('nothing failed in the page', () => equal(errors, []), page);
} finally {
  await chrome.close();
  await java.stop();
}
process.exit(report());
