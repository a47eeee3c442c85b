import all, { servers } from '../../jest.config.js';

/**
 * The last release's API beside today's schema: it takes that release from the history, installs and builds it first.
 */
export default {
  ...all,
  rootDir: servers.rootDir,
  projects: [{ ...servers, displayName: 'release', testMatch: ['<rootDir>/test/upgrade/**/*.release.spec.ts'] }],
};
