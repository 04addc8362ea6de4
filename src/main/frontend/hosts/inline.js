// The App in an output of a page of Jupyter with nothing installed: a websocket of our own to the kernel, on the page's origin, in the
// framing that the server speaks when no subprotocol is asked for. Where there is no such page, or no such kernel, the picture stays.
import { run } from './bridge.js';

const output = document.currentScript.previousElementSibling;
const settings = document.getElementById('jupyter-config-data');
if (output?.dataset.winnowSession && settings) start(output, JSON.parse(settings.textContent)).catch(() => {});

async function start(picture, page) {
  const { winnowSession: session, winnowKernel: kernel } = picture.dataset;
  const cookie = (document.cookie.match(/(?:^|; )_xsrf=([^;]+)/) || [])[1];
  const proof = page.token ? '?token=' + encodeURIComponent(page.token) : cookie ? '?_xsrf=' + encodeURIComponent(cookie) : '';
  const where = page.baseUrl + 'api/kernels/' + encodeURIComponent(kernel);
  if (!(await fetch(where + proof)).ok) return;
  const url = new URL(where + '/channels' + proof, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const random = () => crypto.getRandomValues(new Uint32Array(4)).reduce((text, n) => text + n.toString(16).padStart(8, '0'), '');
  const own = random();
  const comm = random();
  url.searchParams.set('session_id', own);
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const link = {
    send(data, buffers = []) {
      const type = link.open ? 'comm_msg' : 'comm_open';
      link.open = true;
      post(type, { comm_id: comm, ...(type === 'comm_open' && { target_name: 'dev.winnow.app' }), data }, buffers);
    },
  };
  function post(type, content, buffers = []) {
    if (socket.readyState !== 1) return;
    const message = {
      channel: 'shell', content, metadata: {}, parent_header: {},
      header: { msg_id: random(), msg_type: type, session: own, username: '', version: '5.3', date: new Date().toISOString() },
    };
    if (!buffers.length) return socket.send(JSON.stringify(message));
    const blocks = [new TextEncoder().encode(JSON.stringify(message)), ...buffers.map((one) => new Uint8Array(one.buffer ?? one, one.byteOffset ?? 0, one.byteLength))];
    const bytes = new Uint8Array(4 + 4 * blocks.length + blocks.reduce((sum, one) => sum + one.length, 0));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, blocks.length);
    let at = 4 + 4 * blocks.length;
    blocks.forEach((block, n) => {
      view.setUint32(4 + 4 * n, at);
      bytes.set(block, at);
      at += block.length;
    });
    socket.send(bytes);
  }
  const text = new TextDecoder();
  socket.onmessage = ({ data }) => {
    let message;
    let buffers = [];
    if (typeof data === 'string') {
      if (!data.includes(comm)) return; // all that the kernel publishes comes by here
      message = JSON.parse(data);
    } else {
      const view = new DataView(data);
      const starts = Array.from({ length: view.getUint32(0) }, (_, n) => view.getUint32(4 + 4 * n));
      message = JSON.parse(text.decode(new Uint8Array(data, starts[0], (starts[1] ?? data.byteLength) - starts[0])));
      buffers = starts.slice(1).map((from, n) => new DataView(data, from, (starts[n + 2] ?? data.byteLength) - from));
    }
    if (message.content?.comm_id !== comm) return;
    if (message.msg_type === 'comm_msg') link.onMessage?.(message.content.data, buffers);
    else if (message.msg_type === 'comm_close') {
      link.onClose?.('The kernel no longer knows this App. Run the cell again.');
      socket.close();
    }
  };
  socket.onclose = () => link.onClose?.('The connection to the kernel is closed. Run the cell again, or reload the page.');
  await new Promise((done, failed) => { socket.onopen = done; socket.onerror = failed; });
  const live = document.createElement('div');
  const { end } = await run(link, live, { session });
  const still = [...picture.childNodes];
  picture.replaceChildren(live);
  const gone = new MutationObserver(() => {
    if (live.isConnected) return;
    gone.disconnect();
    end();
    post('comm_close', { comm_id: comm, data: {} });
    socket.close();
    picture.replaceChildren(...still);
    again(new WeakRef(picture), page);
  });
  gone.observe(document.body, { childList: true, subtree: true });
}

/** A notebook may take an output that was scrolled away out of its page, and put it back later. */
function again(picture, page) {
  const back = new MutationObserver(() => {
    const now = picture.deref();
    if (now && !now.isConnected) return;
    back.disconnect();
    if (now) start(now, page).catch(() => {});
  });
  back.observe(document.body, { childList: true, subtree: true });
}
