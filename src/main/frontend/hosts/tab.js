// The App in a browser's tab: messages come as one answer without end, requests are posted.
import app from './app.mjs';

const query = new URLSearchParams(location.search);
const headers = { 'X-Winnow-Token': query.get('token') ?? '' };
const text = new TextDecoder();
const listeners = new Set();
let connection = null;

function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getInt32(0);
  const body = JSON.parse(text.decode(bytes.subarray(4, 4 + length)));
  const buffers = [];
  let at = 8 + length;
  for (let left = view.getInt32(4 + length); left > 0; left--) {
    const size = view.getInt32(at);
    buffers.push(new DataView(bytes.buffer, bytes.byteOffset + at + 4, size));
    at += 4 + size;
  }
  return [body, buffers];
}

function encode(body, buffers = []) {
  const json = new TextEncoder().encode(JSON.stringify(body));
  const blocks = buffers.map((one) => new Uint8Array(one.buffer ?? one, one.byteOffset ?? 0, one.byteLength));
  const bytes = new Uint8Array(8 + json.length + blocks.reduce((sum, block) => sum + 4 + block.length, 0));
  const view = new DataView(bytes.buffer);
  view.setInt32(0, json.length);
  bytes.set(json, 4);
  view.setInt32(4 + json.length, blocks.length);
  let at = 8 + json.length;
  for (const block of blocks) {
    view.setInt32(at, block.length);
    bytes.set(block, at + 4);
    at += 4 + block.length;
  }
  return bytes;
}

const model = {
  on: (name, listener) => name === 'msg:custom' && listeners.add(listener),
  off: (name, listener) => listeners.delete(listener),
  send(body, callbacks, buffers) {
    fetch('request?connection=' + connection, { method: 'POST', headers, body: encode(body, buffers) }).catch(() => {});
  },
};
const tell = (body, buffers = []) => listeners.forEach((listener) => listener(body, buffers));

async function read() {
  const answer = await fetch('messages?session=' + encodeURIComponent(query.get('session')), { headers });
  if (!answer.ok) {
    tell({ event: 'closed', reason: await answer.text() });
    return false;
  }
  const reader = answer.body.getReader();
  let held = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    const more = new Uint8Array(held.length + value.length);
    more.set(held);
    more.set(value, held.length);
    held = more;
    for (;;) {
      if (held.length < 4) break;
      const length = new DataView(held.buffer, held.byteOffset).getInt32(0);
      if (held.length < 4 + length) break;
      const [body, buffers] = decode(held.slice(4, 4 + length));
      held = held.subarray(4 + length);
      if (body.event === 'connected') connection = body.connection;
      else tell(body, buffers);
    }
  }
}

const el = document.getElementById('app');
el.style.height = '100vh';
app.render({ model, el });
for (let pause = 250; ; pause = Math.min(4000, pause * 2)) {
  const again = await read().catch(() => true);
  if (!again) break;
  tell({ event: 'closed', reason: 'The kernel does not answer; trying again.' });
  await new Promise((done) => setTimeout(done, pause));
}
