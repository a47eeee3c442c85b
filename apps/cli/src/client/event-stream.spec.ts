import { describe, expect, it } from '@jest/globals';
import { readEvents } from './event-stream.js';

const streamOf = (...parts: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });

describe('server-sent events', () => {
  it('are put together however they are cut, signs of life among them', async () => {
    const whole =
      'retry: 2000\n\nevent: progress\nid: 1\ndata: {"title":"Zürich"}\n\n: still here\n\nevent: progress\nid: 2\ndata: {}\n\nid: 3';
    const expected = [
      { name: '', id: '', data: '' },
      { name: 'progress', id: '1', data: '{"title":"Zürich"}' },
      { name: '', id: '', data: '' },
      { name: 'progress', id: '2', data: '{}' },
    ];
    for (const size of [1, 7, 1000]) {
      const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.slice(i * size, i * size + size),
      );
      expect(await Array.fromAsync(readEvents(streamOf(...parts), 1000))).toEqual(expected);
    }
  });

  it('end with an error when nothing comes any more', async () => {
    const silent = new ReadableStream<Uint8Array>();
    await expect(Array.fromAsync(readEvents(silent, 20))).rejects.toThrow('said nothing');
  });
});
