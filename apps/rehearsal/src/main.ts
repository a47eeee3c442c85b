import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, timeSkippingServer } from '../../../deploy/local/index.js';
import { readDefinition } from './definition.js';
import { writeFolder } from './folder.js';
import { readOptions } from './options.js';
import { perform } from './perform.js';
import { rehearsalAsJson, summaryAsText, timelineAsText } from './print.js';
import { counted, durationInWords } from './words.js';

const options = readOptions(process.argv.slice(2));
const progress = (line: string): void => console.error(line);

try {
  const text = await readFile(options.file, 'utf8').catch(() => {
    throw new Error(`"${options.file}" is no file that can be read.`);
  });
  const checked = readDefinition(text);
  if ('problems' in checked) {
    const lines = checked.problems.map(
      ({ pointer, message, action }) => `  ${pointer || '/'}: ${message}. What to do: ${action}`,
    );
    throw new Error(`"${options.file}" is not sound (laureate cycle check says in which lines):\n${lines.join('\n')}`);
  }
  await show(checked.definition);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function show(definition: Parameters<typeof perform>[0]): Promise<void> {
  const { path: serverPath } = await timeSkippingServer({ onProgress: progress });
  progress(`Rehearsing ${definition.title}, from its first opening to its end; this takes about half a minute.`);
  const workflowsPath = fileURLToPath(new URL('workflows.js', import.meta.url));
  const { timeline, scenes, summary } = await perform(definition, options, {
    serverPath,
    workflows: { workflowsPath },
    root: projectRoot(),
  });
  // As `cycle check` does, so that a script can ask.
  if (summary.problems.length > 0) process.exitCode = 1;
  await writeFolder(options.mails, definition, scenes, summary);
  if (options.json) {
    console.log(JSON.stringify(rehearsalAsJson(definition, timeline, summary), null, 2));
    return;
  }
  const { entries, experts, jurors, pace } = options;
  console.log(
    [
      `Rehearsal of ${definition.title}`,
      `Everybody in it is invented, and no mail leaves: ${counted(entries, 'entry', 'entries')}, ${counted(experts, 'expert')}, ${counted(jurors, 'juror')}; people take ${durationInWords(pace)} for each thing they must do.`,
      '',
      timelineAsText(scenes, options.full),
      '',
      summaryAsText(definition, summary),
      '',
      `Every mail, and this timeline with links to them: ${join(options.mails, 'rehearsal.html')}`,
      'Names of cities: GeoNames (https://www.geonames.org), CC BY 4.0.',
    ].join('\n'),
  );
}
