// Requests and events over a model of the AFM kind: anything with send(content, callbacks, buffers) and on('msg:custom', …).
import { learn } from './palette.js';

export function connect(model, onEvent) {
  const waiting = new Map();
  let next = 1;
  const listener = (body, buffers = []) => {
    if (body.colors) learn(body.colors);
    if (body.event) {
      if (body.event === 'closed') {
        waiting.forEach(({ reject }) => reject(new Error(body.reason || 'The kernel is gone.')));
        waiting.clear();
      }
      onEvent(body, buffers);
      return;
    }
    const request = waiting.get(body.id);
    if (!request) return;
    waiting.delete(body.id);
    if (body.error !== undefined) request.reject(new Error(body.error));
    else request.resolve({ ...body.result, buffers });
  };
  model.on('msg:custom', listener);
  return {
    request: (method, params = {}, buffers = []) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        model.send({ id, method, params }, undefined, buffers);
      }),
    close: () => model.off('msg:custom', listener),
  };
}
