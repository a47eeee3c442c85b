import { describe, expect, it } from '@jest/globals';
import { type ExtensionAccount, type LoggedExtension, compareExtensions } from './extension.rules.js';

const granted: LoggedExtension = {
  id: 'x1',
  stageKey: 'call',
  until: '2026-03-02T00:00:00.000Z',
  reasonCode: 'power-cut',
  grantedAt: '2026-03-01T00:00:00.000Z',
  moves: [],
};
const NOW = '2026-04-01T00:00:00.000Z';

describe('personal extensions', () => {
  it('agree with the events that granted them, in whatever order', () => {
    const other = { ...granted, id: 'x2' };
    expect(compareExtensions([granted, other], [other, granted], NOW)).toEqual([]);
  });

  it('are found when they are back-dated, prolonged, or given another stage or reason', () => {
    const changes: Partial<ExtensionAccount>[] = [
      { grantedAt: '2026-02-01T00:00:00.000Z' },
      { until: '2026-03-09T00:00:00.000Z' },
      { stageKey: 'other' },
      { reasonCode: 'other' },
    ];
    for (const change of changes) {
      const [field] = Object.keys(change);
      expect(compareExtensions([{ ...granted, ...change }], [granted], NOW)).toEqual([
        {
          check: 'log',
          what: `personal extension of stage ${change.stageKey ?? 'call'}`,
          where: 'entries.extension x1',
          when: granted.grantedAt,
          detail: expect.stringMatching(new RegExp(`^${field} was `)),
        },
      ]);
    }
  });

  it('end when a pause moved their end to; a move since the rows were read may be missing', () => {
    const moves = [
      { at: '2026-03-01T12:00:00.000Z', until: '2026-03-04T00:00:00.000Z' },
      { at: '2026-04-02T00:00:00.000Z', until: '2026-03-09T00:00:00.000Z' },
    ];
    const found = (until: string) => compareExtensions([{ ...granted, until }], [{ ...granted, moves }], NOW);
    expect(found('2026-03-04T00:00:00.000Z')).toEqual([]);
    expect(found('2026-03-09T00:00:00.000Z')).toEqual([]);
    expect(found(granted.until)).toMatchObject([
      { detail: expect.stringMatching(/^until was 2026-03-04T.+by the log/) },
    ]);
  });

  it('are found when nobody granted them, and when they are gone', () => {
    expect(compareExtensions([granted], [], NOW)).toMatchObject([{ when: null, detail: /no event/ }].map(matching));
    expect(compareExtensions([], [granted], NOW)).toMatchObject([{ detail: /no such row/ }].map(matching));
  });

  it('are not missed when they were granted after the rows were read', () => {
    expect(compareExtensions([], [granted], granted.grantedAt)).toEqual([]);
  });
});

const matching = <T extends { detail: RegExp }>({ detail, ...rest }: T) => ({
  ...rest,
  detail: expect.stringMatching(detail),
});
