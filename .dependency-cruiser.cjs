/** Who may import whom (docs/architecture.md, "Who may import whom"). Each rule says why; test/lint/import-rules.spec.ts proves each. */

/** Each lib and the libs it may import; a lib not named stands above it. */
const allowed = {
  contracts: [],
  words: ['contracts'],
  platform: ['contracts', 'words'],
  identity: ['contracts', 'words', 'platform'],
  cycles: ['contracts', 'words', 'platform', 'identity'],
  entries: ['contracts', 'words', 'platform', 'identity', 'cycles'],
  judging: ['contracts', 'words', 'platform', 'identity', 'cycles', 'entries', 'notifications'],
  notifications: ['contracts', 'words', 'platform', 'identity'],
  transparency: ['contracts', 'words', 'platform', 'identity'],
};

const layers = Object.entries(allowed).map(([lib, below]) => ({
  name: `${lib}-imports-only-below`,
  comment: `${lib} stands on ${below.join(', ') || 'nothing'}; an import of another lib would turn the layers upside down.`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: `^libs/(?!${[lib, ...below].join('/|')}/)` },
}));

const production = '\\.(spec|wf\\.spec|int\\.spec)\\.ts$';

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'libs-have-two-doors',
      comment: 'A lib is used through index.ts or pure.ts; what is behind them may change.',
      severity: 'error',
      from: { path: '^(apps|libs/([^/]+)|workflows|deploy|test)/', pathNot: production },
      to: { path: '^libs/[^/]+/src/(?!(index|pure)\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'workflows-are-pure',
      comment:
        'Workflow code is replayed for years: it reaches contracts and pure doors only, never services, tables or I/O.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: ['^workflows/(in-memory|testing)/', production] },
      to: {
        path: '^(apps|deploy|test)/|^libs/[^/]+/src/(?!pure\\.ts$)|node_modules/(?!@temporalio/(workflow|common)|async-mutex|tslib)|^workflows/(in-memory|testing)/',
        pathNot: '^libs/[^/]+/src/.*pure\\.ts$',
      },
    },
    {
      name: 'cli-is-a-client',
      comment: 'The CLI talks to the API like anybody else; it reaches pure rules only, never the database.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: production },
      to: { path: '^libs/[^/]+/src/(?!pure\\.ts$)' },
    },
    {
      name: 'pure-doors-are-pure',
      comment:
        "What a pure door exports runs in workflows and on an auditor's machine: no Nest, ORM, zod, Kafka, mail or I/O behind it.",
      severity: 'error',
      from: { path: '^libs/[^/]+/src/pure\\.ts$' },
      to: {
        path: 'node_modules/(@nestjs|@mikro-orm|zod|kafkajs|nodemailer|better-auth|pg|pino|fastify)/',
        reachable: true,
      },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Apps import libs, never each other; only standalone composes them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'rehearsal-has-no-hands',
      comment: 'A rehearsal reaches no database, no Kafka and no mail server; what reaches them is behind these doors.',
      severity: 'error',
      from: { path: '^apps/rehearsal/', pathNot: production },
      to: { path: '^libs/(platform|identity|transparency)/|^libs/notifications/src/(?!pure\\.ts$)' },
    },
    {
      name: 'in-memory-only-in-tests-and-rehearsal',
      comment: 'Activities in memory keep nothing: they may stand in only where no real database can follow the clock.',
      severity: 'error',
      from: {
        path: '^(apps|libs|workflows)/',
        pathNot: ['^workflows/(in-memory|testing)/', '^apps/rehearsal/', production],
      },
      to: { path: '^workflows/in-memory/' },
    },
    {
      name: 'libs-know-no-apps',
      comment: 'Libs are below the apps and the workflows, and so are their specs: those may use test support besides.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|workflows|deploy|test)/', pathNot: '^test/support/' },
    },
    {
      name: 'kafkajs-only-in-platform-events',
      comment: 'kafkajs can be replaced as long as nothing else knows it.',
      severity: 'error',
      from: { pathNot: ['^libs/platform/src/events/', '^test/bench/', '^deploy/', production] },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or one of them is in the wrong folder.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-import-from-the-root',
      comment:
        'The root of a lib or an app stands on its folders; with no-cycles-of-folders no two folders need each other.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/src/.+/', pathNot: production },
      // permissions.ts and refusals.words.ts stand on other libs alone, and each folder asks them.
      to: { path: '^$1/$2/src/[^/]+$', pathNot: '/(permissions|refusals\\.words)\\.ts$' },
    },
    {
      name: 'no-import-from-the-root-of-workflows',
      comment: 'What all workflows use is in common; the root names the workflows that Temporal runs.',
      severity: 'error',
      from: { path: '^workflows/.+/', pathNot: production },
      to: { path: '^workflows/[^/]+$' },
    },
    {
      name: 'no-import-from-the-folder-above',
      comment: 'The files of a folder stand on its sub-folders, as those of the root do.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/src/([^/]+)/[^/]+/', pathNot: production },
      to: { path: '^$1/$2/src/$3/[^/]+$' },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Specs, test support and what tests use of the workflows are not part of the product.',
      severity: 'error',
      from: { path: '^(apps|libs|workflows)/', pathNot: [production, '^workflows/testing/'] },
      to: { path: `${production}|^(test|workflows/testing)/` },
    },
    {
      name: 'no-dev-dependencies-in-production',
      comment: 'What runs in production is installed in production.',
      severity: 'error',
      from: {
        path: '^(apps|libs|workflows)/',
        pathNot: [production, '^workflows/testing/', '^apps/(demo|standalone)/'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-undeclared',
      comment: 'A package that is used is declared.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that resolves to nothing fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
