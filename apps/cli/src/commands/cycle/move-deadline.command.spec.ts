import { describe, expect, it } from '@jest/globals';
import { laureateProgram } from '../../program.js';

describe('laureate cycle move-deadline', () => {
  const cycle = laureateProgram().commands.find((command) => command.name() === 'cycle')!;
  const named = (name: string) => cycle.commands.find((command) => command.name() === name)!;

  it('still goes by its former name, which help leaves out', () => {
    const optionsOf = (name: string) => named(name).options.map(({ flags, mandatory }) => ({ flags, mandatory }));
    expect(optionsOf('extend')).toEqual(optionsOf('move-deadline'));
    expect(optionsOf('extend')).toContainEqual({ flags: '--to <instant>', mandatory: true });
    expect(cycle.helpInformation()).toContain('move-deadline');
    expect(cycle.helpInformation()).not.toContain('extend');
  });
});
