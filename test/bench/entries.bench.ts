import type { Figure, Suite } from './harness.js';
import { autosavePart } from './entries/autosave.bench.js';
import { Ground } from './entries/ground.js';
import { listPart } from './entries/list.bench.js';
import type { EntriesPart } from './entries/part.js';
import { rushPart } from './entries/rush.bench.js';
import { uploadsPart } from './entries/uploads.bench.js';

const PARTS: EntriesPart[] = [autosavePart, listPart, rushPart, uploadsPart];

/** What a call for entries asks of the API, part by part; nothing else runs meanwhile. */
export const entriesSuite: Suite = {
  name: 'entries',
  servers: ['postgres', 'kafka', 'temporal'],
  parts: PARTS.map(({ name }) => name),
  async run(servers, progress, only) {
    const figures: Figure[] = [];
    for (const part of PARTS.filter(({ name }) => only.length === 0 || only.includes(name))) {
      const ground = await Ground.open(servers, (line) => progress(`${part.name}: ${line}`));
      try {
        figures.push(...(await part.run(ground)));
      } finally {
        await ground.close();
      }
    }
    return figures;
  },
};
