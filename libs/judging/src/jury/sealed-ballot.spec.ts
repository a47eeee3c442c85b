import { describe, expect, it } from '@jest/globals';
import { generateStageKeys, openBallots, sealBallot } from './sealed-ballot.js';

const wrappingKey = new Uint8Array(32).fill(7);
const ballot = { ranking: [['a', 'b'], ['c']], recused: ['d'] };
const cast = async (count: number) => {
  const keys = await generateStageKeys('stage-1', wrappingKey);
  const ballots = await Promise.all(Array.from({ length: count }, () => sealBallot('stage-1', keys.publicKey, ballot)));
  return { keys, ballots };
};

describe('sealed ballots', () => {
  it('open with the stage’s key to what was sealed, sorted by alias', async () => {
    const { keys, ballots } = await cast(5);
    const opened = await openBallots('stage-1', keys, wrappingKey, ballots);
    expect(opened).toEqual(
      ballots
        .map(({ alias }) => alias)
        .sort()
        .map((alias) => ({ alias, ...ballot })),
    );
  });

  it('look different each time and have one length, whatever they say', async () => {
    const { keys, ballots } = await cast(2);
    const long = { ranking: Array.from({ length: 15 }, () => [crypto.randomUUID()]), recused: [] };
    const all = [...ballots, await sealBallot('stage-1', keys.publicKey, long)];
    expect(new Set(all.map(({ ciphertext }) => ciphertext)).size).toBe(3);
    expect(new Set(all.map(({ ciphertext }) => ciphertext.length)).size).toBe(1);
    expect(JSON.stringify(all)).not.toContain('ranking');
  });

  it('do not open with another wrapping key or for another stage', async () => {
    const { keys, ballots } = await cast(1);
    await expect(openBallots('stage-1', keys, new Uint8Array(32), ballots)).rejects.toThrow('cannot be unwrapped');
    await expect(openBallots('stage-2', keys, wrappingKey, ballots)).rejects.toThrow('cannot be unwrapped');
    await expect(openBallots('stage-1', keys, new Uint8Array(16), ballots)).rejects.toThrow('32 bytes, not 16');
  });

  it('show when one was changed, copied or sealed for another stage', async () => {
    const { keys, ballots } = await cast(1);
    const [{ alias, ciphertext }] = ballots as [{ alias: string; ciphertext: string }];
    const open = (...sealed: { alias: string; ciphertext: string }[]) =>
      openBallots('stage-1', keys, wrappingKey, sealed);
    const changed = (ciphertext.startsWith('A') ? 'B' : 'A') + ciphertext.slice(1);
    await expect(open({ alias, ciphertext: changed })).rejects.toThrow(`ballot ${alias} cannot be opened`);
    await expect(open({ alias: 'copy', ciphertext })).rejects.toThrow('under another alias');
    await expect(open({ alias, ciphertext }, { alias, ciphertext })).rejects.toThrow('same alias');
    await expect(open(await sealBallot('stage-2', keys.publicKey, ballot))).rejects.toThrow('for another stage');
  });
});
