/** Who may import whom (docs/architecture.md, "Who may import whom"). Each rule says why; test/lint/import-rules.spec.ts proves each. */

/** Each lib and the libs it may import; a lib not named stands above it. */
const allowed = {
  contracts: [],
  words: ['contracts'],
  platform: ['contracts', 'words'],
  identity: ['contracts', 'words', 'platform'],
  cycles: ['contracts', 'words', 'platform', 'identity'],
  entries: ['contracts', 'words', 'platform', 'identity', 'cycles'],
  judging: ['contracts', 'words', 'platform', 'identity', 'cycles', 'entries'],
  notifications: ['contracts', 'words', 'platform', 'identity'],
  transparency: ['contracts', 'words', 'platform', 'identity'],
};

const layers = Object.entries(allowed).map(([lib, below]) => ({
  name: `${lib}-imports-only-below`,
  comment: `${lib} stands on ${below.join(', ') || 'nothing'}; an import of another lib would turn the house upside down.`,
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
      from: { path: '^workflows/', pathNot: ['^workflows/testing/', production] },
      to: {
        path: '^(apps|deploy|test)/|^libs/[^/]+/src/(?!pure\\.ts$)|node_modules/(?!@temporalio/(workflow|common)|async-mutex|tslib)|^workflows/testing/',
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
      name: 'twins-only-in-tests-and-rehearsal',
      comment: 'Activities in memory keep nothing: they may stand in only where no real database can follow the clock.',
      severity: 'error',
      from: { path: '^(apps|libs|workflows)/', pathNot: ['^workflows/testing/', '^apps/rehearsal/', production] },
      to: { path: '^workflows/testing/' },
    },
    {
      name: 'libs-know-no-apps',
      comment: 'Libs are what the house knows; where it meets the world is above them.',
      severity: 'error',
      from: { path: '^libs/', pathNot: production },
      to: { path: '^(apps|workflows|deploy|test)/' },
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
      comment: 'Two files that need each other are one file, or one of them is in the wrong room.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Specs and test support are not part of the product.',
      severity: 'error',
      from: { path: '^(apps|libs|workflows)/', pathNot: [production, '^workflows/testing/'] },
      to: { path: `${production}|^test/` },
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
