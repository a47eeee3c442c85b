/** The folders of libs, apps and workflows (docs/architecture.md, "Folders and file names"); specs may reach across them, so this looks at no spec. */

const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'no-cycles-of-folders',
      comment:
        'The folders of a lib, of an app and of the workflows stand one upon the other, imports of types included; what two of them share is in one below both.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(libs|apps)/[^/]+/src|^workflows' },
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: '^dist/|^test/|[.]spec[.]ts$|/node_modules/' } },
};
