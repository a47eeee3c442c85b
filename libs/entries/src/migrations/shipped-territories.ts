/**
 * The list of territories that a programme begins with: key, ISO 3166-1 code, region, names in en, zh, fr, es. Countries, their regions (the
 * sections of UCLG) and their English names are those of `libs/entries/data/cities.csv`, with some inhabited ones that it lacks; the other
 * names are Unicode CLDR's. Part of a migration: what a programme changes, it changes in its own list.
 */
export const SHIPPED_TERRITORIES = `
afghanistan|AF|Middle East and West Asia|Afghanistan|阿富汗|Afghanistan|Afganistán
aland-islands|AX|Europe|Aland Islands|奥兰群岛|Îles Åland|Islas Aland
albania|AL|Europe|Albania|阿尔巴尼亚|Albanie|Albania
algeria|DZ|Africa|Algeria|阿尔及利亚|Algérie|Argelia
american-samoa|AS|Asia-Pacific|American Samoa|美属萨摩亚|Samoa américaines|Samoa Americana
andorra|AD|Europe|Andorra|安道尔|Andorre|Andorra
angola|AO|Africa|Angola|安哥拉|Angola|Angola
anguilla|AI|Latin America|Anguilla|安圭拉|Anguilla|Anguila
antigua-and-barbuda|AG|Latin America|Antigua and Barbuda|安提瓜和巴布达|Antigua-et-Barbuda|Antigua y Barbuda
argentina|AR|Latin America|Argentina|阿根廷|Argentine|Argentina
armenia|AM|Eurasia|Armenia|亚美尼亚|Arménie|Armenia
aruba|AW|Latin America|Aruba|阿鲁巴|Aruba|Aruba
australia|AU|Asia-Pacific|Australia|澳大利亚|Australie|Australia
austria|AT|Europe|Austria|奥地利|Autriche|Austria
azerbaijan|AZ|Eurasia|Azerbaijan|阿塞拜疆|Azerbaïdjan|Azerbaiyán
bahamas|BS|Latin America|Bahamas|巴哈马|Bahamas|Bahamas
bahrain|BH|Middle East and West Asia|Bahrain|巴林|Bahreïn|Baréin
bangladesh|BD|Asia-Pacific|Bangladesh|孟加拉国|Bangladesh|Bangladés
barbados|BB|Latin America|Barbados|巴巴多斯|Barbade|Barbados
belarus|BY|Eurasia|Belarus|白俄罗斯|Biélorussie|Bielorrusia
belgium|BE|Europe|Belgium|比利时|Belgique|Bélgica
belize|BZ|Latin America|Belize|伯利兹|Belize|Belice
benin|BJ|Africa|Benin|贝宁|Bénin|Benín
bermuda|BM|North America|Bermuda|百慕大|Bermudes|Bermudas
bhutan|BT|Asia-Pacific|Bhutan|不丹|Bhoutan|Bután
bolivia|BO|Latin America|Bolivia|玻利维亚|Bolivie|Bolivia
bosnia-and-herzegovina|BA|Europe|Bosnia and Herzegovina|波斯尼亚和黑塞哥维那|Bosnie-Herzégovine|Bosnia y Herzegovina
botswana|BW|Africa|Botswana|博茨瓦纳|Botswana|Botsuana
brazil|BR|Latin America|Brazil|巴西|Brésil|Brasil
british-virgin-islands|VG|Latin America|British Virgin Islands|英属维尔京群岛|Îles Vierges britanniques|Islas Vírgenes Británicas
brunei|BN|Asia-Pacific|Brunei|文莱|Brunei|Brunéi
bulgaria|BG|Europe|Bulgaria|保加利亚|Bulgarie|Bulgaria
burkina-faso|BF|Africa|Burkina Faso|布基纳法索|Burkina Faso|Burkina Faso
burundi|BI|Africa|Burundi|布隆迪|Burundi|Burundi
cabo-verde|CV|Africa|Cabo Verde|佛得角|Cap-Vert|Cabo Verde
cambodia|KH|Asia-Pacific|Cambodia|柬埔寨|Cambodge|Camboya
cameroon|CM|Africa|Cameroon|喀麦隆|Cameroun|Camerún
canada|CA|North America|Canada|加拿大|Canada|Canadá
caribbean-netherlands|BQ|Latin America|Caribbean Netherlands|荷属加勒比区|Pays-Bas caribéens|Caribe neerlandés
cayman-islands|KY|Latin America|Cayman Islands|开曼群岛|Îles Caïmans|Islas Caimán
central-african-republic|CF|Africa|Central African Republic|中非共和国|République centrafricaine|República Centroafricana
chad|TD|Africa|Chad|乍得|Tchad|Chad
chile|CL|Latin America|Chile|智利|Chili|Chile
china|CN|Asia-Pacific|China|中国|Chine|China
christmas-island|CX|Asia-Pacific|Christmas Island|圣诞岛|Île Christmas|Isla de Navidad
cocos-islands|CC|Asia-Pacific|Cocos Islands|科科斯（基林）群岛|Îles Cocos|Islas Cocos
colombia|CO|Latin America|Colombia|哥伦比亚|Colombie|Colombia
comoros|KM|Africa|Comoros|科摩罗|Comores|Comoras
cook-islands|CK|Asia-Pacific|Cook Islands|库克群岛|Îles Cook|Islas Cook
costa-rica|CR|Latin America|Costa Rica|哥斯达黎加|Costa Rica|Costa Rica
croatia|HR|Europe|Croatia|克罗地亚|Croatie|Croacia
cuba|CU|Latin America|Cuba|古巴|Cuba|Cuba
curacao|CW|Latin America|Curaçao|库拉索|Curaçao|Curazao
cyprus|CY|Europe|Cyprus|塞浦路斯|Chypre|Chipre
czechia|CZ|Europe|Czechia|捷克|Tchéquie|Chequia
democratic-republic-of-the-congo|CD|Africa|Democratic Republic of the Congo|刚果（金）|Congo-Kinshasa|República Democrática del Congo
denmark|DK|Europe|Denmark|丹麦|Danemark|Dinamarca
djibouti|DJ|Africa|Djibouti|吉布提|Djibouti|Yibuti
dominica|DM|Latin America|Dominica|多米尼克|Dominique|Dominica
dominican-republic|DO|Latin America|Dominican Republic|多米尼加共和国|République dominicaine|República Dominicana
ecuador|EC|Latin America|Ecuador|厄瓜多尔|Équateur|Ecuador
egypt|EG|Africa|Egypt|埃及|Égypte|Egipto
el-salvador|SV|Latin America|El Salvador|萨尔瓦多|Salvador|El Salvador
equatorial-guinea|GQ|Africa|Equatorial Guinea|赤道几内亚|Guinée équatoriale|Guinea Ecuatorial
eritrea|ER|Africa|Eritrea|厄立特里亚|Érythrée|Eritrea
estonia|EE|Europe|Estonia|爱沙尼亚|Estonie|Estonia
eswatini|SZ|Africa|Eswatini|斯威士兰|Eswatini|Esuatini
ethiopia|ET|Africa|Ethiopia|埃塞俄比亚|Éthiopie|Etiopía
falkland-islands|FK|Latin America|Falkland Islands|福克兰群岛|Îles Malouines|Islas Malvinas
faroe-islands|FO|Europe|Faroe Islands|法罗群岛|Îles Féroé|Islas Feroe
fiji|FJ|Asia-Pacific|Fiji|斐济|Fidji|Fiyi
finland|FI|Europe|Finland|芬兰|Finlande|Finlandia
france|FR|Europe|France|法国|France|Francia
french-guiana|GF|Latin America|French Guiana|法属圭亚那|Guyane française|Guayana Francesa
french-polynesia|PF|Asia-Pacific|French Polynesia|法属波利尼西亚|Polynésie française|Polinesia Francesa
gabon|GA|Africa|Gabon|加蓬|Gabon|Gabón
gambia|GM|Africa|Gambia|冈比亚|Gambie|Gambia
georgia|GE|Europe|Georgia|格鲁吉亚|Géorgie|Georgia
germany|DE|Europe|Germany|德国|Allemagne|Alemania
ghana|GH|Africa|Ghana|加纳|Ghana|Ghana
gibraltar|GI|Europe|Gibraltar|直布罗陀|Gibraltar|Gibraltar
greece|GR|Europe|Greece|希腊|Grèce|Grecia
greenland|GL|North America|Greenland|格陵兰|Groenland|Groenlandia
grenada|GD|Latin America|Grenada|格林纳达|Grenade|Granada
guadeloupe|GP|Latin America|Guadeloupe|瓜德罗普|Guadeloupe|Guadalupe
guam|GU|Asia-Pacific|Guam|关岛|Guam|Guam
guatemala|GT|Latin America|Guatemala|危地马拉|Guatemala|Guatemala
guernsey|GG|Europe|Guernsey|根西岛|Guernesey|Guernesey
guinea|GN|Africa|Guinea|几内亚|Guinée|Guinea
guinea-bissau|GW|Africa|Guinea-Bissau|几内亚比绍|Guinée-Bissau|Guinea-Bisáu
guyana|GY|Latin America|Guyana|圭亚那|Guyana|Guyana
haiti|HT|Latin America|Haiti|海地|Haïti|Haití
honduras|HN|Latin America|Honduras|洪都拉斯|Honduras|Honduras
hong-kong|HK|Asia-Pacific|Hong Kong|中国香港特别行政区|R.A.S. chinoise de Hong Kong|RAE de Hong Kong (China)
hungary|HU|Europe|Hungary|匈牙利|Hongrie|Hungría
iceland|IS|Europe|Iceland|冰岛|Islande|Islandia
india|IN|Asia-Pacific|India|印度|Inde|India
indonesia|ID|Asia-Pacific|Indonesia|印度尼西亚|Indonésie|Indonesia
iran|IR|Middle East and West Asia|Iran|伊朗|Iran|Irán
iraq|IQ|Middle East and West Asia|Iraq|伊拉克|Irak|Irak
ireland|IE|Europe|Ireland|爱尔兰|Irlande|Irlanda
isle-of-man|IM|Europe|Isle of Man|马恩岛|Île de Man|Isla de Man
israel|IL|Middle East and West Asia|Israel|以色列|Israël|Israel
italy|IT|Europe|Italy|意大利|Italie|Italia
ivory-coast|CI|Africa|Ivory Coast|科特迪瓦|Côte d’Ivoire|Côte d’Ivoire
jamaica|JM|Latin America|Jamaica|牙买加|Jamaïque|Jamaica
japan|JP|Asia-Pacific|Japan|日本|Japon|Japón
jersey|JE|Europe|Jersey|泽西岛|Jersey|Jersey
jordan|JO|Middle East and West Asia|Jordan|约旦|Jordanie|Jordania
kazakhstan|KZ|Eurasia|Kazakhstan|哈萨克斯坦|Kazakhstan|Kazajistán
kenya|KE|Africa|Kenya|肯尼亚|Kenya|Kenia
kiribati|KI|Asia-Pacific|Kiribati|基里巴斯|Kiribati|Kiribati
kuwait|KW|Middle East and West Asia|Kuwait|科威特|Koweït|Kuwait
kyrgyzstan|KG|Eurasia|Kyrgyzstan|吉尔吉斯斯坦|Kirghizstan|Kirguistán
laos|LA|Asia-Pacific|Laos|老挝|Laos|Laos
latvia|LV|Europe|Latvia|拉脱维亚|Lettonie|Letonia
lebanon|LB|Middle East and West Asia|Lebanon|黎巴嫩|Liban|Líbano
lesotho|LS|Africa|Lesotho|莱索托|Lesotho|Lesoto
liberia|LR|Africa|Liberia|利比里亚|Liberia|Liberia
libya|LY|Africa|Libya|利比亚|Libye|Libia
liechtenstein|LI|Europe|Liechtenstein|列支敦士登|Liechtenstein|Liechtenstein
lithuania|LT|Europe|Lithuania|立陶宛|Lituanie|Lituania
luxembourg|LU|Europe|Luxembourg|卢森堡|Luxembourg|Luxemburgo
macao|MO|Asia-Pacific|Macao|中国澳门特别行政区|R.A.S. chinoise de Macao|RAE de Macao (China)
madagascar|MG|Africa|Madagascar|马达加斯加|Madagascar|Madagascar
malawi|MW|Africa|Malawi|马拉维|Malawi|Malaui
malaysia|MY|Asia-Pacific|Malaysia|马来西亚|Malaisie|Malasia
maldives|MV|Asia-Pacific|Maldives|马尔代夫|Maldives|Maldivas
mali|ML|Africa|Mali|马里|Mali|Mali
malta|MT|Europe|Malta|马耳他|Malte|Malta
marshall-islands|MH|Asia-Pacific|Marshall Islands|马绍尔群岛|Îles Marshall|Islas Marshall
martinique|MQ|Latin America|Martinique|马提尼克|Martinique|Martinica
mauritania|MR|Africa|Mauritania|毛里塔尼亚|Mauritanie|Mauritania
mauritius|MU|Africa|Mauritius|毛里求斯|Maurice|Mauricio
mayotte|YT|Africa|Mayotte|马约特|Mayotte|Mayotte
mexico|MX|Latin America|Mexico|墨西哥|Mexique|México
micronesia|FM|Asia-Pacific|Micronesia|密克罗尼西亚|Micronésie|Micronesia
moldova|MD|Europe|Moldova|摩尔多瓦|Moldavie|Moldavia
monaco|MC|Europe|Monaco|摩纳哥|Monaco|Mónaco
mongolia|MN|Asia-Pacific|Mongolia|蒙古|Mongolie|Mongolia
montenegro|ME|Europe|Montenegro|黑山|Monténégro|Montenegro
montserrat|MS|Latin America|Montserrat|蒙特塞拉特|Montserrat|Montserrat
morocco|MA|Africa|Morocco|摩洛哥|Maroc|Marruecos
mozambique|MZ|Africa|Mozambique|莫桑比克|Mozambique|Mozambique
myanmar|MM|Asia-Pacific|Myanmar|缅甸|Myanmar (Birmanie)|Myanmar (Birmania)
namibia|NA|Africa|Namibia|纳米比亚|Namibie|Namibia
nauru|NR|Asia-Pacific|Nauru|瑙鲁|Nauru|Nauru
nepal|NP|Asia-Pacific|Nepal|尼泊尔|Népal|Nepal
new-caledonia|NC|Asia-Pacific|New Caledonia|新喀里多尼亚|Nouvelle-Calédonie|Nueva Caledonia
new-zealand|NZ|Asia-Pacific|New Zealand|新西兰|Nouvelle-Zélande|Nueva Zelanda
nicaragua|NI|Latin America|Nicaragua|尼加拉瓜|Nicaragua|Nicaragua
niger|NE|Africa|Niger|尼日尔|Niger|Níger
nigeria|NG|Africa|Nigeria|尼日利亚|Nigeria|Nigeria
niue|NU|Asia-Pacific|Niue|纽埃|Niue|Niue
norfolk-island|NF|Asia-Pacific|Norfolk Island|诺福克岛|Île Norfolk|Isla Norfolk
north-korea|KP|Asia-Pacific|North Korea|朝鲜|Corée du Nord|Corea del Norte
north-macedonia|MK|Europe|North Macedonia|北马其顿|Macédoine du Nord|Macedonia del Norte
northern-mariana-islands|MP|Asia-Pacific|Northern Mariana Islands|北马里亚纳群岛|Îles Mariannes du Nord|Islas Marianas del Norte
norway|NO|Europe|Norway|挪威|Norvège|Noruega
oman|OM|Middle East and West Asia|Oman|阿曼|Oman|Omán
pakistan|PK|Asia-Pacific|Pakistan|巴基斯坦|Pakistan|Pakistán
palau|PW|Asia-Pacific|Palau|帕劳|Palaos|Palaos
palestinian-territory|PS|Middle East and West Asia|Palestinian Territory|巴勒斯坦领土|Territoires palestiniens|Territorios Palestinos
panama|PA|Latin America|Panama|巴拿马|Panama|Panamá
papua-new-guinea|PG|Asia-Pacific|Papua New Guinea|巴布亚新几内亚|Papouasie-Nouvelle-Guinée|Papúa Nueva Guinea
paraguay|PY|Latin America|Paraguay|巴拉圭|Paraguay|Paraguay
peru|PE|Latin America|Peru|秘鲁|Pérou|Perú
philippines|PH|Asia-Pacific|Philippines|菲律宾|Philippines|Filipinas
pitcairn|PN|Asia-Pacific|Pitcairn|皮特凯恩群岛|Îles Pitcairn|Islas Pitcairn
poland|PL|Europe|Poland|波兰|Pologne|Polonia
portugal|PT|Europe|Portugal|葡萄牙|Portugal|Portugal
puerto-rico|PR|Latin America|Puerto Rico|波多黎各|Porto Rico|Puerto Rico
qatar|QA|Middle East and West Asia|Qatar|卡塔尔|Qatar|Catar
republic-of-the-congo|CG|Africa|Republic of the Congo|刚果（布）|Congo-Brazzaville|Congo
reunion|RE|Africa|Reunion|留尼汪|La Réunion|Reunión
romania|RO|Europe|Romania|罗马尼亚|Roumanie|Rumanía
russia|RU|Eurasia|Russia|俄罗斯|Russie|Rusia
rwanda|RW|Africa|Rwanda|卢旺达|Rwanda|Ruanda
saint-barthelemy|BL|Latin America|Saint Barthelemy|圣巴泰勒米|Saint-Barthélemy|San Bartolomé
saint-helena|SH|Africa|Saint Helena|圣赫勒拿|Sainte-Hélène|Santa Elena
saint-kitts-and-nevis|KN|Latin America|Saint Kitts and Nevis|圣基茨和尼维斯|Saint-Christophe-et-Niévès|San Cristóbal y Nieves
saint-lucia|LC|Latin America|Saint Lucia|圣卢西亚|Sainte-Lucie|Santa Lucía
saint-martin|MF|Latin America|Saint Martin|法属圣马丁|Saint-Martin|San Martín
saint-pierre-and-miquelon|PM|North America|Saint Pierre and Miquelon|圣皮埃尔和密克隆群岛|Saint-Pierre-et-Miquelon|San Pedro y Miquelón
saint-vincent-and-the-grenadines|VC|Latin America|Saint Vincent and the Grenadines|圣文森特和格林纳丁斯|Saint-Vincent-et-les Grenadines|San Vicente y las Granadinas
samoa|WS|Asia-Pacific|Samoa|萨摩亚|Samoa|Samoa
san-marino|SM|Europe|San Marino|圣马力诺|Saint-Marin|San Marino
sao-tome-and-principe|ST|Africa|Sao Tome and Principe|圣多美和普林西比|Sao Tomé-et-Principe|Santo Tomé y Príncipe
saudi-arabia|SA|Middle East and West Asia|Saudi Arabia|沙特阿拉伯|Arabie saoudite|Arabia Saudí
senegal|SN|Africa|Senegal|塞内加尔|Sénégal|Senegal
serbia|RS|Europe|Serbia|塞尔维亚|Serbie|Serbia
seychelles|SC|Africa|Seychelles|塞舌尔|Seychelles|Seychelles
sierra-leone|SL|Africa|Sierra Leone|塞拉利昂|Sierra Leone|Sierra Leona
singapore|SG|Asia-Pacific|Singapore|新加坡|Singapour|Singapur
sint-maarten|SX|Latin America|Sint Maarten|荷属圣马丁|Saint-Martin (partie néerlandaise)|Sint Maarten
slovakia|SK|Europe|Slovakia|斯洛伐克|Slovaquie|Eslovaquia
slovenia|SI|Europe|Slovenia|斯洛文尼亚|Slovénie|Eslovenia
solomon-islands|SB|Asia-Pacific|Solomon Islands|所罗门群岛|Îles Salomon|Islas Salomón
somalia|SO|Africa|Somalia|索马里|Somalie|Somalia
south-africa|ZA|Africa|South Africa|南非|Afrique du Sud|Sudáfrica
south-korea|KR|Asia-Pacific|South Korea|韩国|Corée du Sud|Corea del Sur
south-sudan|SS|Africa|South Sudan|南苏丹|Soudan du Sud|Sudán del Sur
spain|ES|Europe|Spain|西班牙|Espagne|España
sri-lanka|LK|Asia-Pacific|Sri Lanka|斯里兰卡|Sri Lanka|Sri Lanka
sudan|SD|Africa|Sudan|苏丹|Soudan|Sudán
suriname|SR|Latin America|Suriname|苏里南|Suriname|Surinam
svalbard-and-jan-mayen|SJ|Europe|Svalbard and Jan Mayen|斯瓦尔巴和扬马延|Svalbard et Jan Mayen|Svalbard y Jan Mayen
sweden|SE|Europe|Sweden|瑞典|Suède|Suecia
switzerland|CH|Europe|Switzerland|瑞士|Suisse|Suiza
syria|SY|Middle East and West Asia|Syria|叙利亚|Syrie|Siria
taiwan|TW|Asia-Pacific|Taiwan|台湾|Taïwan|Taiwán
tajikistan|TJ|Eurasia|Tajikistan|塔吉克斯坦|Tadjikistan|Tayikistán
tanzania|TZ|Africa|Tanzania|坦桑尼亚|Tanzanie|Tanzania
thailand|TH|Asia-Pacific|Thailand|泰国|Thaïlande|Tailandia
the-netherlands|NL|Europe|The Netherlands|荷兰|Pays-Bas|Países Bajos
timor-leste|TL|Asia-Pacific|Timor Leste|东帝汶|Timor oriental|Timor-Leste
togo|TG|Africa|Togo|多哥|Togo|Togo
tokelau|TK|Asia-Pacific|Tokelau|托克劳|Tokelau|Tokelau
tonga|TO|Asia-Pacific|Tonga|汤加|Tonga|Tonga
trinidad-and-tobago|TT|Latin America|Trinidad and Tobago|特立尼达和多巴哥|Trinité-et-Tobago|Trinidad y Tobago
tunisia|TN|Africa|Tunisia|突尼斯|Tunisie|Túnez
turkey|TR|Middle East and West Asia|Turkey|土耳其|Turquie|Turquía
turkmenistan|TM|Eurasia|Turkmenistan|土库曼斯坦|Turkménistan|Turkmenistán
turks-and-caicos-islands|TC|Latin America|Turks and Caicos Islands|特克斯和凯科斯群岛|Îles Turques-et-Caïques|Islas Turcas y Caicos
tuvalu|TV|Asia-Pacific|Tuvalu|图瓦卢|Tuvalu|Tuvalu
u-s-virgin-islands|VI|Latin America|U.S. Virgin Islands|美属维尔京群岛|Îles Vierges des États-Unis|Islas Vírgenes de EE. UU.
uganda|UG|Africa|Uganda|乌干达|Ouganda|Uganda
ukraine|UA|Europe|Ukraine|乌克兰|Ukraine|Ucrania
united-arab-emirates|AE|Middle East and West Asia|United Arab Emirates|阿拉伯联合酋长国|Émirats arabes unis|Emiratos Árabes Unidos
united-kingdom|GB|Europe|United Kingdom|英国|Royaume-Uni|Reino Unido
united-states|US|North America|United States|美国|États-Unis|Estados Unidos
uruguay|UY|Latin America|Uruguay|乌拉圭|Uruguay|Uruguay
uzbekistan|UZ|Eurasia|Uzbekistan|乌兹别克斯坦|Ouzbékistan|Uzbekistán
vanuatu|VU|Asia-Pacific|Vanuatu|瓦努阿图|Vanuatu|Vanuatu
vatican|VA|Europe|Vatican|梵蒂冈|État de la Cité du Vatican|Ciudad del Vaticano
venezuela|VE|Latin America|Venezuela|委内瑞拉|Venezuela|Venezuela
vietnam|VN|Asia-Pacific|Vietnam|越南|Viêt Nam|Vietnam
wallis-and-futuna|WF|Asia-Pacific|Wallis and Futuna|瓦利斯和富图纳|Wallis-et-Futuna|Wallis y Futuna
yemen|YE|Middle East and West Asia|Yemen|也门|Yémen|Yemen
zambia|ZM|Africa|Zambia|赞比亚|Zambie|Zambia
zimbabwe|ZW|Africa|Zimbabwe|津巴布韦|Zimbabwe|Zimbabue
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string, string, string, string, string, string]);

/** The regions of that list: key, and names in en, zh, fr, es. */
export const SHIPPED_REGIONS = [
  ['Africa', 'Africa', '非洲', 'Afrique', 'África'],
  ['Asia-Pacific', 'Asia-Pacific', '亚太', 'Asie-Pacifique', 'Asia-Pacífico'],
  ['Eurasia', 'Eurasia', '欧亚', 'Eurasie', 'Eurasia'],
  ['Europe', 'Europe', '欧洲', 'Europe', 'Europa'],
  [
    'Latin America',
    'Latin America and the Caribbean',
    '拉丁美洲和加勒比',
    'Amérique latine et Caraïbes',
    'América Latina y el Caribe',
  ],
  [
    'Middle East and West Asia',
    'Middle East and West Asia',
    '中东和西亚',
    'Moyen-Orient et Asie occidentale',
    'Oriente Medio y Asia Occidental',
  ],
  ['North America', 'North America', '北美', 'Amérique du Nord', 'América del Norte'],
] as const;
