import { describe, expect, it } from '@jest/globals';
import { EVENTS, TOPICS } from '#libs/contracts';
import { asyncApiDocument } from './asyncapi.js';

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument();

  it('has every event once, on its topic, with a strict schema', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(Object.keys(TOPICS));
    const onChannels = Object.values(document.channels).flatMap(({ messages }) => Object.keys(messages));
    expect(onChannels.sort()).toEqual(Object.keys(EVENTS).sort());
    expect(Object.keys(document.components.messages).sort()).toEqual(onChannels.sort());
    for (const { payload } of Object.values(document.components.messages)) {
      expect(payload).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    for (const reference of references) {
      const found = reference
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect([reference, found]).toEqual([reference, expect.anything()]);
    }
  });
});
