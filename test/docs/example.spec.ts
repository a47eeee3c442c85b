import { expect, it } from '@jest/globals';
import { StageTypes, checkDefinition, guangzhouTemplate } from '#libs/cycles';
import { callForEntries, eligibility } from '#libs/entries';
import { jury, technicalScreening } from '#libs/judging';
import { read } from './markdown.js';

it('the example of a definition is the shipped template', () => {
  const types = new StageTypes();
  types.register(callForEntries as never, eligibility as never, technicalScreening as never, jury as never);
  const example = checkDefinition(read('docs/examples/guangzhou-2027.yaml'), types);
  const template = checkDefinition(guangzhouTemplate({ edition: '2027', year: 2027 }), types);
  expect(example).toHaveProperty('definition');
  expect(example).toEqual(template);
});
