import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Story } from './checks.js';
import type { Client } from './client.js';

const EDITIONS = fileURLToPath(new URL('../../../../docs/examples/history/', import.meta.url));

interface Past {
  document: {
    year: number;
    counts: { what: string; kind: string; count: number }[];
    results: { tier: string; title?: string; titleIs?: string }[];
  };
}

/** Enters the six past editions, as public sources tell of them, and shows what is known. */
export async function enterHistory(story: Story, secretariat: Client): Promise<void> {
  const files = (await readdir(EDITIONS)).filter((file) => file.endsWith('.yaml')).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(EDITIONS, file), 'utf8')));
  const entered = await Promise.all(
    texts.map((document) => secretariat.post<{ cycle: { id: string } }>('/v1/cycles/history', { document })),
  );
  const editions = await Promise.all(
    entered.map(({ cycle }) => secretariat.get<Past>(`/v1/cycles/${cycle.id}/history`)),
  );
  const results = editions.flatMap(({ document }) => document.results);
  story.check(`${editions.length} past editions are entered as history`, results.length === 102, results.length);
  for (const { document } of editions) {
    const counts = document.counts.map(
      ({ what, kind, count }) => `${count} ${what}${kind === 'unspecified' ? '' : ` ${kind}`}`,
    );
    story.tell(`${document.year}: ${counts.join(', ')}; ${document.results.length} initiatives are known by name.`);
  }
  const kinds = new Map<string, number>();
  for (const { titleIs = 'missing' } of results) kinds.set(titleIs, (kinds.get(titleIs) ?? 0) + 1);
  story.tell(`Their titles: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}.`);
}
