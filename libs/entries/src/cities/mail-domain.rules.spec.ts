import { describe, expect, it } from '@jest/globals';
import { inWords } from '#libs/words/pure';
import { isFreeMail, mailDomain, trustFor, trustProblem } from './mail-domain.rules.js';

describe('mail domains', () => {
  it.each([
    ['Nairobi.GO.KE', 'nairobi.go.ke'],
    ['nairobi.go.ke.', 'nairobi.go.ke'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['例子.测试', 'xn--fsqu00a.xn--0zwm56d'],
    ['localhost', null],
    ['a b.example', null],
    ['-city.example', null],
    ['', null],
  ])('%j is kept as %s', (given, domain) => {
    expect(mailDomain(given)).toBe(domain);
  });

  it.each([
    'gmail.com',
    'yahoo.co.uk',
    'mail.yahoo.fr',
    'qq.com',
    '163.com',
    'vip.163.com',
    'outlook.com.br',
    'yopmail.com',
  ])('anybody gets an address of %s, so that it can never be trusted', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
    expect(inWords(trustProblem(domain)!, 'en')).toMatch(/Anybody/);
  });

  it.each(['nairobi.go.ke', 'gov.uk', 'live.city.gov.uk', 'mail.muenchen.de', 'gz.gov.cn', 'orange.ca.gov'])(
    '%s can be',
    (domain) => {
      expect(trustProblem(domain)).toBeNull();
    },
  );

  it.each(['co.uk', 'com.cn', 'org.br'])('%s belongs to nobody', (domain) => {
    expect(inWords(trustProblem(domain)!, 'en')).toMatch(/Anybody can have a name/);
  });
});

describe('whom an address speaks for', () => {
  const all = { domain: 'gov.example.uk', territory: null, cityName: null };
  const one = { domain: 'kisumu.go.ke', territory: 'kenya', cityName: 'Kisumu' };
  const kisumu = { name: 'KISUMU ', territory: 'kenya' };

  it.each([
    ['ana@kisumu.go.ke', kisumu, one],
    ['ana@mail.KISUMU.go.ke', kisumu, one],
    ['ana@gov.example.uk', kisumu, all],
    ['ana@nokisumu.go.ke', kisumu, undefined],
    ['ana@kisumu.go.ke', { name: 'Mombasa', territory: 'kenya' }, undefined],
    ['ana@kisumu.go.ke', { name: 'Kisumu', territory: null }, undefined],
    ['nobody', kisumu, undefined],
  ])('%s, %j', (address, city, trust) => {
    expect(trustFor(address, city, [all, one])).toBe(trust);
  });

  it('free mail never does, even if something let it into the list', () => {
    expect(
      trustFor('ana@gmail.com', kisumu, [{ domain: 'gmail.com', territory: null, cityName: null }]),
    ).toBeUndefined();
  });
});
