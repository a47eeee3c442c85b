/**
 * Mail providers where anybody gets an address: such an address says nothing of whom its owner
 * works for. By the name before the ending, whatever that is (`yahoo.com`, `yahoo.co.uk`).
 */
export const FREE_MAIL_NAMES: ReadonlySet<string> = new Set(
  `126 139 163 188 189 aliyun aol bigpond bluewin btinternet bol caramail centrum comcast cox daum duck earthlink email fastmail
   foxmail free freemail freenet gmail gmx googlemail gawab hanmail hey hotmail hushmail icloud inbox interia kakao laposte libero
   live mac mail mailbox mailfence mailinator maktoob me msn naver neuf nate netease numericable o2 onet op optonline optusnet orange
   outlook pm posteo pobox proton protonmail qq rambler rediff rediffmail rocketmail runbox safe-mail sapo sbcglobal seznam sfr sina
   sky skynet sohu startmail t-online talktalk telenet telstra terra tiscali tom tuta tutanota tutamail uol ukr verizon virgilio
   virginmedia voila wanadoo walla web wp yahoo yandex yeah ymail zoho zohomail ziggo zonnet`.split(/\s+/),
);

/** Those whose name stands for something else under other endings, and those of throw-away addresses. */
export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `abv.bg bk.ru list.ru internet.ru i.ua meta.ua vp.pl tlen.pl post.cz azet.sk citromail.hu mynet.com
   att.net bellsouth.net charter.net juno.com netzero.net rogers.com shaw.ca sympatico.ca
   ig.com.br globo.com r7.com speedy.com.ar arnet.com.ar hinet.net pchome.com.tw docomo.ne.jp ezweb.ne.jp softbank.ne.jp
   nifty.com biglobe.ne.jp ocn.ne.jp excite.co.jp guerrillamail.com 10minutemail.com temp-mail.org yopmail.com trashmail.com
   example.com example.org example.net`.split(/\s+/),
);
