// What mails say, from facts alone: no Nest, ORM, zod, file or network.
export { renderMail } from './render.js';
export { MAIL_FACTS, type MailKind } from './templates/shared/facts.js';
export { TEMPLATES } from './templates/index.js';
