import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import {
  type CycleDefinition,
  StageTypes,
  checkDefinition,
  guangzhouTemplate,
  pictureOf,
  timelineOf,
} from '#libs/cycles';
import { entriesStageTypes } from '#libs/entries';
import { judgingStageTypes } from '#libs/judging';
import { read, root } from './markdown.js';

const types = new StageTypes();
types.register(...entriesStageTypes, ...judgingStageTypes);
const example = checkDefinition(read('docs/examples/guangzhou-2027.yaml'), types);

it('the example of a definition is the shipped template', () => {
  const template = checkDefinition(guangzhouTemplate({ edition: '2027', year: 2027 }), types);
  expect(example).toHaveProperty('definition');
  expect(example).toEqual(template);
});

it('the example of a picture is made of it; UPDATE_PICTURE=1 writes it', () => {
  const { definition } = example as { definition: CycleDefinition };
  const picture = pictureOf(timelineOf(definition), 'en');
  const file = 'docs/images/calendar.svg';
  if (process.env['UPDATE_PICTURE']) writeFileSync(join(root, file), picture);
  expect(read(file)).toBe(picture);
});
