import { Migration } from '@mikro-orm/migrations';

/**
 * The notice an installation begins with; the secretariat publishes its own. It was released: its words stay, whatever languages
 * there are later. Transfers name the articles by which they need a consent of their own: GDPR 49 (1) (a) into a third country,
 * PIPL 39 out of China.
 */
const SHIPPED_NOTICE = {
  version: '1',
  questions: [
    {
      kind: 'purpose',
      key: 'run-the-award',
      words: {
        en: 'My name and addresses are used to run the award: to let me in, and to tell me what concerns my city or my task.',
        zh: '为举办本奖项而使用我的姓名和地址：供我登录，并通知与我的城市或任务有关的事项。',
        fr: 'Mon nom et mes adresses servent à la tenue du prix : à m’ouvrir l’accès et à m’informer de ce qui concerne ma ville ou ma tâche.',
        es: 'Mi nombre y mis direcciones se usan para llevar a cabo el premio: darme acceso e informarme de lo que atañe a mi ciudad o a mi tarea.',
      },
    },
    {
      kind: 'purpose',
      key: 'later-editions',
      words: {
        en: 'I am told of later editions of the award.',
        zh: '向我通知本奖项的后续届次。',
        fr: 'Je suis informé des éditions suivantes du prix.',
        es: 'Se me informa de las ediciones posteriores del premio.',
      },
    },
    {
      kind: 'purpose',
      key: 'research',
      words: {
        en: 'My function and city may be used in studies of the award, without my name.',
        zh: '我的职务和所在城市可用于有关本奖项的研究，但不使用我的姓名。',
        fr: 'Ma fonction et ma ville peuvent servir à des études sur le prix, sans mon nom.',
        es: 'Mi cargo y mi ciudad pueden usarse en estudios sobre el premio, sin mi nombre.',
      },
    },
    {
      kind: 'transfer',
      key: 'into-china',
      words: {
        en: 'My data goes to the organiser in China (GDPR, Article 49 (1) (a)).',
        zh: '我的数据将传输给位于中国的主办方（GDPR 第49条第1款(a)项）。',
        fr: 'Mes données vont à l’organisateur en Chine (RGPD, article 49, paragraphe 1, point a).',
        es: 'Mis datos van al organizador en China (RGPD, artículo 49, apartado 1, letra a).',
      },
    },
    {
      kind: 'transfer',
      key: 'out-of-china',
      words: {
        en: 'My data is read by experts, jurors and partners outside of China (PIPL, Article 39).',
        zh: '中国境外的专家、评审和合作伙伴可查阅我的数据（《个人信息保护法》第三十九条）。',
        fr: 'Mes données sont lues par des experts, des jurés et des partenaires hors de Chine (PIPL, article 39).',
        es: 'Mis datos son leídos por expertos, jurados y socios fuera de China (PIPL, artículo 39).',
      },
    },
  ],
};

/** Privacy notices, word for word, and what each person said to them. Both are only ever added to. */
export class Identity20261126234300 extends Migration {
  override up(): void {
    this.addSql(`create table identity.privacy_notice (
      version text primary key,
      questions jsonb not null,
      published_by text not null,
      published_at timestamptz not null default clock_timestamp()
    )`);
    this.addSql(`create table identity.privacy_choice (
      id uuid primary key,
      person_id uuid not null references identity.person,
      kind text not null check (kind in ('purpose', 'transfer')),
      key text not null,
      granted boolean not null,
      notice_version text not null references identity.privacy_notice,
      language text not null,
      chosen_at timestamptz not null
    )`);
    this.addSql('create index privacy_choice_person on identity.privacy_choice (person_id, id)');
    const { version, questions } = SHIPPED_NOTICE;
    const text = JSON.stringify(questions).replaceAll("'", "''");
    this.addSql(`insert into identity.privacy_notice (version, questions, published_by)
      values ('${version}', '${text}', 'service:migrator')`);
    this.addSql('grant select, insert on identity.privacy_notice, identity.privacy_choice to laureate_api');
  }
}
