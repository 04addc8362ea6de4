// What the hosts in Jupyter share: over a comm to the session, the module comes from the kernel, so that both are of one build, and is
// kept for the other outputs of the page. `link` is { send(data, buffers), onMessage, onClose }.
export async function run(link, el, data) {
  const listeners = new Set();
  const waiting = new Map();
  const tell = (body, buffers = []) => listeners.forEach((listener) => listener(body, buffers));
  link.onClose = (reason) => tell({ event: 'closed', reason });
  const welcome = new Promise((done) => waiting.set('welcome', done));
  link.onMessage = (body, buffers) => {
    if (body.event === 'welcome') waiting.get('welcome')(body);
    else if (waiting.has(body.id)) waiting.get(body.id)(buffers);
    else tell(body, buffers);
  };
  link.send(data);
  const { module } = await welcome;
  const kept = (globalThis.winnowApps ??= new Map());
  if (!kept.has(module)) {
    const bytes = new Promise((done) => waiting.set('module', (buffers) => (waiting.delete('module'), done(buffers[0]))));
    link.send({ id: 'module', method: 'module' });
    kept.set(module, bytes.then((block) => {
      const url = URL.createObjectURL(new Blob([block], { type: 'text/javascript' }));
      return import(url).finally(() => URL.revokeObjectURL(url));
    }));
  }
  const app = await kept.get(module);
  const model = {
    on: (name, listener) => name === 'msg:custom' && listeners.add(listener),
    off: (name, listener) => listeners.delete(listener),
    send: (body, callbacks, buffers) => link.send(body, buffers),
  };
  const end = (app.default ?? app).render({ model, el });
  link.send({ id: 'greet', method: 'greet' });
  return { end, tell };
}
