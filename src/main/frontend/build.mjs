// Builds the App into the resources that Maven packs: npm ci && npm run build. The result is committed, so that Maven needs no Node.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(process.argv[2] ?? path.join(here, '../resources/dev/winnow'));
const out = path.join(root, 'app/app');
const extension = path.join(root, 'cli/labextension');
const common = { bundle: true, format: 'esm', target: 'es2022', minify: !process.env.PLAIN, charset: 'utf8', legalComments: 'none', absWorkingDir: here, logLevel: 'warning' };

fs.mkdirSync(out, { recursive: true });
await build({ ...common, entryPoints: ['src/app.jsx'], outfile: path.join(out, 'app.mjs'), jsx: 'automatic', jsxImportSource: 'preact', loader: { '.css': 'text' } });
await build({ ...common, entryPoints: ['hosts/tab.js'], outfile: path.join(out, 'tab.mjs'), external: ['./app.mjs'] });
await build({ ...common, entryPoints: ['hosts/inline.js'], outfile: path.join(out, 'inline.js'), format: 'iife' });
await build({ ...common, entryPoints: ['hosts/anywidget.js'], outfile: path.join(out, 'anywidget.mjs') });
await build({ ...common, entryPoints: ['hosts/labextension.js'], outfile: path.join(extension, 'static/remoteEntry.js'), format: 'iife' });
fs.copyFileSync(path.join(here, 'hosts/labextension.json'), path.join(extension, 'package.json'));
fs.copyFileSync(path.join(here, 'hosts/tab.html'), path.join(out, 'tab.html'));

// The licences of what is inside, as their authors ask.
const notices = ['preact', '@preact/signals', '@preact/signals-core', 'regl-scatterplot', 'regl', 'pub-sub-es']
  .map((name) => {
    const folder = path.join(here, 'node_modules', name);
    const licence = fs.readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json')));
    return `${name} ${version} (${license})\n\n${licence ? fs.readFileSync(path.join(folder, licence), 'utf8').trim() : ''}\n`;
  });
fs.writeFileSync(path.join(out, 'NOTICES.txt'), notices.join('\n' + '-'.repeat(80) + '\n\n'));

const bytes = fs.readFileSync(path.join(out, 'app.mjs'));
const gzipped = zlib.gzipSync(bytes, { level: 9 }).length;
console.log(`app.mjs ${bytes.length} bytes, ${gzipped} gzipped`);
if (gzipped >= 150_000) throw new Error('The module is to stay below 150 kB gzipped: it is loaded with every first output of a page.');
