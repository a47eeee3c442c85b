/**
 * The text of `libs/entries/data/cities.csv`: cities by GeoNames (https://www.geonames.org), CC BY
 * 4.0. Its README says more.
 */
export const CITIES_CSV = `city,country,country_iso2,un_region,uclg_section,population,lat,lon,timezone
Kabul,Afghanistan,AF,Asia,Middle East and West Asia,4434550,34.52813,69.17233,Asia/Kabul
Mariehamn,Aland Islands,AX,Europe,Europe,10682,60.09726,19.93481,Europe/Mariehamn
Tirana,Albania,AL,Europe,Europe,418495,41.32744,19.81866,Europe/Tirane
Algiers,Algeria,DZ,Africa,Africa,2364230,36.73225,3.08746,Africa/Algiers
Oran,Algeria,DZ,Africa,Africa,803329,35.69906,-0.63588,Africa/Algiers
Pago Pago,American Samoa,AS,Oceania,Asia-Pacific,11500,-14.27806,-170.7025,Pacific/Pago_Pago
Andorra la Vella,Andorra,AD,Europe,Europe,20430,42.50779,1.52109,Europe/Andorra
Calumbo,Angola,AO,Africa,Africa,652270,-9.14692,13.41936,Africa/Luanda
Camama,Angola,AO,Africa,Africa,667094,-8.93611,13.26518,Africa/Luanda
Golfe,Angola,AO,Africa,Africa,655796,-8.86639,13.26173,Africa/Luanda
Hoji ya Henda,Angola,AO,Africa,Africa,642050,-8.80523,13.2897,Africa/Luanda
Kikolo,Angola,AO,Africa,Africa,728205,-8.7815,13.33384,Africa/Luanda
Luanda,Angola,AO,Africa,Africa,2776168,-8.83682,13.23432,Africa/Luanda
Lubango,Angola,AO,Africa,Africa,600751,-14.91717,13.4925,Africa/Luanda
Maianga,Angola,AO,Africa,Africa,727681,-8.84693,13.23698,Africa/Luanda
Mulenvos,Angola,AO,Africa,Africa,882014,-8.86695,13.3344,Africa/Luanda
Viana,Angola,AO,Africa,Africa,865863,-8.90553,13.37499,Africa/Luanda
The Valley,Anguilla,AI,Americas,Latin America,2035,18.21704,-63.05783,America/Anguilla
Buenos Aires,Argentina,AR,Americas,Latin America,2891082,-34.61315,-58.37723,America/Argentina/Buenos_Aires
Córdoba,Argentina,AR,Americas,Latin America,2106734,-31.40648,-64.18853,America/Argentina/Cordoba
Rosario,Argentina,AR,Americas,Latin America,948312,-32.94682,-60.63932,America/Argentina/Cordoba
Santa Fe,Argentina,AR,Americas,Latin America,391164,-31.64881,-60.70868,America/Argentina/Cordoba
Yerevan,Armenia,AM,Asia,Eurasia,1144700,40.17765,44.5126,Asia/Yerevan
Oranjestad,Aruba,AW,Americas,Latin America,29998,12.52398,-70.02703,America/Aruba
Adelaide,Australia,AU,Oceania,Asia-Pacific,1469163,-34.92866,138.59863,Australia/Adelaide
Brisbane,Australia,AU,Oceania,Asia-Pacific,2780063,-27.46794,153.02809,Australia/Brisbane
Canberra,Australia,AU,Oceania,Asia-Pacific,367752,-35.28346,149.12807,Australia/Sydney
Melbourne,Australia,AU,Oceania,Asia-Pacific,5435590,-37.814,144.96332,Australia/Melbourne
Perth,Australia,AU,Oceania,Asia-Pacific,2384371,-31.95224,115.8614,Australia/Perth
Sydney,Australia,AU,Oceania,Asia-Pacific,5638830,-33.86785,151.20732,Australia/Sydney
Unley,Australia,AU,Oceania,Asia-Pacific,39145,-34.95,138.6,Australia/Adelaide
Graz,Austria,AT,Europe,Europe,303270,47.06733,15.44197,Europe/Vienna
Vienna,Austria,AT,Europe,Europe,1691468,48.20849,16.37208,Europe/Vienna
Baku,Azerbaijan,AZ,Asia,Eurasia,2351300,40.37767,49.89201,Asia/Baku
Sumgayit,Azerbaijan,AZ,Asia,Eurasia,427000,40.58972,49.66861,Asia/Baku
Nassau,Bahamas,BS,Americas,Latin America,227940,25.05823,-77.34306,America/Nassau
Manama,Bahrain,BH,Asia,Middle East and West Asia,147074,26.22787,50.58565,Asia/Bahrain
Chattogram,Bangladesh,BD,Asia,Asia-Pacific,3920222,22.3384,91.83168,Asia/Dhaka
Dhaka,Bangladesh,BD,Asia,Asia-Pacific,10356500,23.7104,90.40744,Asia/Dhaka
Gazipur,Bangladesh,BD,Asia,Asia-Pacific,2674697,23.99844,90.42234,Asia/Dhaka
Khulna,Bangladesh,BD,Asia,Asia-Pacific,1500689,22.80979,89.56439,Asia/Dhaka
Rangpur,Bangladesh,BD,Asia,Asia-Pacific,1031388,25.74664,89.25166,Asia/Dhaka
Sylhet,Bangladesh,BD,Asia,Asia-Pacific,237000,24.89904,91.87198,Asia/Dhaka
Bridgetown,Barbados,BB,Americas,Latin America,98511,13.10732,-59.62021,America/Barbados
Homyel',Belarus,BY,Europe,Eurasia,501193,52.4345,30.9754,Europe/Minsk
Minsk,Belarus,BY,Europe,Eurasia,1742124,53.90019,27.56653,Europe/Minsk
Antwerp,Belgium,BE,Europe,Europe,529247,51.22047,4.40026,Europe/Brussels
Brussels,Belgium,BE,Europe,Europe,1019022,50.85045,4.34878,Europe/Brussels
Belmopan,Belize,BZ,Americas,Latin America,13381,17.25376,-88.76401,America/Belize
Cotonou,Benin,BJ,Africa,Africa,679012,6.36536,2.41833,Africa/Porto-Novo
Porto-Novo,Benin,BJ,Africa,Africa,264320,6.49646,2.60359,Africa/Porto-Novo
Hamilton,Bermuda,BM,Americas,North America,902,32.2949,-64.78303,Atlantic/Bermuda
Thimphu,Bhutan,BT,Asia,Asia-Pacific,98676,27.46609,89.64191,Asia/Thimphu
Cochabamba,Bolivia,BO,Americas,Latin America,841276,-17.38195,-66.15995,America/La_Paz
La Paz,Bolivia,BO,Americas,Latin America,2004652,-16.5,-68.15,America/La_Paz
Santa Cruz de la Sierra,Bolivia,BO,Americas,Latin America,1831434,-17.78629,-63.18117,America/La_Paz
Sucre,Bolivia,BO,Americas,Latin America,224838,-19.03332,-65.26274,America/La_Paz
Sarajevo,Bosnia and Herzegovina,BA,Europe,Europe,696731,43.84864,18.35644,Europe/Sarajevo
Gaborone,Botswana,BW,Africa,Africa,246325,-24.65451,25.90859,Africa/Gaborone
Aracaju,Brazil,BR,Americas,Latin America,664908,-10.91111,-37.07167,America/Maceio
Belo Horizonte,Brazil,BR,Americas,Latin America,2721564,-19.92083,-43.93778,America/Sao_Paulo
Belém,Brazil,BR,Americas,Latin America,1499641,-1.45583,-48.50444,America/Belem
Brasília,Brazil,BR,Americas,Latin America,2207718,-15.77972,-47.92972,America/Sao_Paulo
Campinas,Brazil,BR,Americas,Latin America,1031554,-22.90556,-47.06083,America/Sao_Paulo
Campo Grande,Brazil,BR,Americas,Latin America,906092,-20.44278,-54.64639,America/Campo_Grande
Contagem,Brazil,BR,Americas,Latin America,627123,-19.93167,-44.05361,America/Sao_Paulo
Cuiabá,Brazil,BR,Americas,Latin America,618124,-15.59611,-56.09667,America/Cuiaba
Curitiba,Brazil,BR,Americas,Latin America,1948626,-25.42778,-49.27306,America/Sao_Paulo
Duque de Caxias,Brazil,BR,Americas,Latin America,818329,-22.78556,-43.31167,America/Sao_Paulo
Feira de Santana,Brazil,BR,Americas,Latin America,619609,-12.26667,-38.96667,America/Bahia
Fortaleza,Brazil,BR,Americas,Latin America,2400000,-3.71722,-38.54306,America/Fortaleza
Goiânia,Brazil,BR,Americas,Latin America,1536097,-16.67861,-49.25389,America/Sao_Paulo
Guarulhos,Brazil,BR,Americas,Latin America,1169577,-23.46278,-46.53333,America/Sao_Paulo
Jaboatão dos Guararapes,Brazil,BR,Americas,Latin America,644037,-8.11278,-35.01472,America/Recife
João Pessoa,Brazil,BR,Americas,Latin America,817511,-7.115,-34.86306,America/Fortaleza
Maceió,Brazil,BR,Americas,Latin America,1031597,-9.66583,-35.73528,America/Maceio
Manaus,Brazil,BR,Americas,Latin America,2219580,-3.10194,-60.025,America/Manaus
Natal,Brazil,BR,Americas,Latin America,896708,-5.795,-35.20944,America/Fortaleza
Nova Iguaçu,Brazil,BR,Americas,Latin America,843046,-22.75917,-43.45111,America/Sao_Paulo
Osasco,Brazil,BR,Americas,Latin America,728615,-23.5325,-46.79167,America/Sao_Paulo
Porto Alegre,Brazil,BR,Americas,Latin America,1488252,-30.03283,-51.23019,America/Sao_Paulo
Recife,Brazil,BR,Americas,Latin America,1653461,-8.05389,-34.88111,America/Recife
Ribeirão Preto,Brazil,BR,Americas,Latin America,698642,-21.1775,-47.81028,America/Sao_Paulo
Rio de Janeiro,Brazil,BR,Americas,Latin America,6747815,-22.90642,-43.18223,America/Sao_Paulo
Salvador,Brazil,BR,Americas,Latin America,2711840,-12.97563,-38.49096,America/Bahia
Santo André,Brazil,BR,Americas,Latin America,662373,-23.66389,-46.53833,America/Sao_Paulo
Sorocaba,Brazil,BR,Americas,Latin America,762172,-23.50167,-47.45806,America/Sao_Paulo
São Bernardo do Campo,Brazil,BR,Americas,Latin America,743372,-23.69389,-46.565,America/Sao_Paulo
São José dos Campos,Brazil,BR,Americas,Latin America,727078,-23.17944,-45.88694,America/Sao_Paulo
São José dos Pinhais,Brazil,BR,Americas,Latin America,329628,-25.5302,-49.20836,America/Sao_Paulo
São Luís,Brazil,BR,Americas,Latin America,917237,-2.52972,-44.30278,America/Fortaleza
São Paulo,Brazil,BR,Americas,Latin America,12400232,-23.5475,-46.63611,America/Sao_Paulo
Teresina,Brazil,BR,Americas,Latin America,871126,-5.08917,-42.80194,America/Fortaleza
Road Town,British Virgin Islands,VG,Americas,Latin America,8449,18.42693,-64.62079,America/Tortola
Bandar Seri Begawan,Brunei,BN,Asia,Asia-Pacific,64409,4.89035,114.94006,Asia/Brunei
Plovdiv,Bulgaria,BG,Europe,Europe,329489,42.15387,24.75001,Europe/Sofia
Sofia,Bulgaria,BG,Europe,Europe,1152556,42.69751,23.32415,Europe/Sofia
Varna,Bulgaria,BG,Europe,Europe,318737,43.21912,27.91024,Europe/Sofia
Bobo-Dioulasso,Burkina Faso,BF,Africa,Africa,904920,11.18064,-4.29489,Africa/Ouagadougou
Ouagadougou,Burkina Faso,BF,Africa,Africa,2415266,12.36566,-1.53388,Africa/Ouagadougou
Bujumbura,Burundi,BI,Africa,Africa,769317,-3.38193,29.36142,Africa/Bujumbura
Gitega,Burundi,BI,Africa,Africa,64904,-3.42708,29.92463,Africa/Bujumbura
Praia,Cabo Verde,CV,Africa,Africa,137868,14.93152,-23.51254,Atlantic/Cape_Verde
Phnom Penh,Cambodia,KH,Asia,Asia-Pacific,1573544,11.56245,104.91601,Asia/Phnom_Penh
Douala,Cameroon,CM,Africa,Africa,1338082,4.04827,9.70428,Africa/Douala
Yaoundé,Cameroon,CM,Africa,Africa,1299369,3.86667,11.51667,Africa/Douala
Brampton,Canada,CA,Americas,North America,656480,43.68341,-79.76633,America/Toronto
Calgary,Canada,CA,Americas,North America,1306784,51.05011,-114.08529,America/Edmonton
Edmonton,Canada,CA,Americas,North America,1010899,53.55014,-113.46871,America/Edmonton
Halifax,Canada,CA,Americas,North America,471559,44.64269,-63.57688,America/Halifax
Hamilton,Canada,CA,Americas,North America,569353,43.25011,-79.84963,America/Toronto
Laval,Canada,CA,Americas,North America,438366,45.56995,-73.692,America/Toronto
London,Canada,CA,Americas,North America,422324,42.98339,-81.23304,America/Toronto
Mississauga,Canada,CA,Americas,North America,717961,43.5789,-79.6583,America/Toronto
Montréal,Canada,CA,Americas,North America,1762949,45.50884,-73.58781,America/Toronto
Ottawa,Canada,CA,Americas,North America,1017449,45.41117,-75.69812,America/Toronto
Québec,Canada,CA,Americas,North America,531902,46.81228,-71.21454,America/Toronto
Repentigny,Canada,CA,Americas,North America,84965,45.74222,-73.45008,America/Toronto
Surrey,Canada,CA,Americas,North America,568322,49.10635,-122.82509,America/Vancouver
Toronto,Canada,CA,Americas,North America,2794356,43.70643,-79.39864,America/Toronto
Vancouver,Canada,CA,Americas,North America,662248,49.24966,-123.11934,America/Vancouver
Winnipeg,Canada,CA,Americas,North America,749607,49.8844,-97.14704,America/Winnipeg
George Town,Cayman Islands,KY,Americas,Latin America,29370,19.2866,-81.37436,America/Cayman
Bangui,Central African Republic,CF,Africa,Africa,812407,4.36122,18.55496,Africa/Bangui
N'Djamena,Chad,TD,Africa,Africa,1359526,12.10672,15.0444,Africa/Ndjamena
Santiago,Chile,CL,Americas,Latin America,4837295,-33.45694,-70.64827,America/Santiago
Anshan,China,CN,Asia,Asia-Pacific,1450000,41.12361,122.99,Asia/Shanghai
Anyang,China,CN,Asia,Asia-Pacific,1146839,36.096,114.38278,Asia/Shanghai
Bao'an,China,CN,Asia,Asia-Pacific,4476554,22.55213,113.88288,Asia/Shanghai
Baoding,China,CN,Asia,Asia-Pacific,2739887,38.87288,115.46246,Asia/Shanghai
Baoji,China,CN,Asia,Asia-Pacific,1437802,34.36775,107.23705,Asia/Shanghai
Baoshan,China,CN,Asia,Asia-Pacific,2265900,31.40845,121.48956,Asia/Shanghai
Baotou,China,CN,Asia,Asia-Pacific,2150000,40.6516,109.84389,Asia/Shanghai
Bayan Nur,China,CN,Asia,Asia-Pacific,1760000,40.74143,107.38599,Asia/Shanghai
Bazhong,China,CN,Asia,Asia-Pacific,2712894,31.8694,106.74432,Asia/Shanghai
Beijing,China,CN,Asia,Asia-Pacific,18960744,39.9075,116.39723,Asia/Shanghai
Bengbu,China,CN,Asia,Asia-Pacific,972784,32.94083,117.36083,Asia/Shanghai
Benxi,China,CN,Asia,Asia-Pacific,987717,41.28861,123.765,Asia/Shanghai
Bijie,China,CN,Asia,Asia-Pacific,1137383,27.30193,105.28627,Asia/Shanghai
Bozhou,China,CN,Asia,Asia-Pacific,1409436,33.87722,115.77028,Asia/Shanghai
Changchun,China,CN,Asia,Asia-Pacific,4714996,43.88,125.32278,Asia/Shanghai
Changde,China,CN,Asia,Asia-Pacific,1457419,29.03205,111.69844,Asia/Shanghai
Changsha,China,CN,Asia,Asia-Pacific,3093980,28.19874,112.97087,Asia/Shanghai
Changshu,China,CN,Asia,Asia-Pacific,1677050,31.64615,120.74221,Asia/Shanghai
Changzhi,China,CN,Asia,Asia-Pacific,1214940,36.18389,113.10528,Asia/Shanghai
Changzhou,China,CN,Asia,Asia-Pacific,3290918,31.77359,119.95401,Asia/Shanghai
Chaozhou,China,CN,Asia,Asia-Pacific,1750945,23.65396,116.62262,Asia/Shanghai
Chengdu,China,CN,Asia,Asia-Pacific,13568357,30.66667,104.06667,Asia/Shanghai
Chongqing,China,CN,Asia,Asia-Pacific,7457599,29.56026,106.55771,Asia/Shanghai
Cixi,China,CN,Asia,Asia-Pacific,1457510,30.1764,121.2457,Asia/Shanghai
Dalian,China,CN,Asia,Asia-Pacific,4913879,38.91222,121.60222,Asia/Shanghai
Daqing,China,CN,Asia,Asia-Pacific,1604027,46.58333,125.0,Asia/Shanghai
Datong,China,CN,Asia,Asia-Pacific,1850000,40.09361,113.29139,Asia/Shanghai
Dazhou,China,CN,Asia,Asia-Pacific,1589435,31.2106,107.46308,Asia/Shanghai
Dongguan,China,CN,Asia,Asia-Pacific,9644871,23.01797,113.74866,Asia/Shanghai
Dongying,China,CN,Asia,Asia-Pacific,998968,37.46271,118.49165,Asia/Shanghai
Fengxiang,China,CN,Asia,Asia-Pacific,1140872,30.85841,121.46779,Asia/Shanghai
Foshan,China,CN,Asia,Asia-Pacific,9042509,23.02677,113.13148,Asia/Shanghai
Fushun,China,CN,Asia,Asia-Pacific,1400646,41.88669,123.94363,Asia/Shanghai
Fuyang,China,CN,Asia,Asia-Pacific,1768947,32.9,115.81667,Asia/Shanghai
Fuzhou,China,CN,Asia,Asia-Pacific,3740000,26.06139,119.30611,Asia/Shanghai
Ganzhou,China,CN,Asia,Asia-Pacific,1977253,25.84664,114.9326,Asia/Shanghai
Guangzhou,China,CN,Asia,Asia-Pacific,16096724,23.11667,113.25,Asia/Shanghai
Guankou,China,CN,Asia,Asia-Pacific,1380000,28.15861,113.62709,Asia/Shanghai
Guigang,China,CN,Asia,Asia-Pacific,1086327,23.11603,109.59472,Asia/Shanghai
Guilin,China,CN,Asia,Asia-Pacific,1572300,25.28022,110.29639,Asia/Shanghai
Guiyang,China,CN,Asia,Asia-Pacific,3037159,26.58333,106.71667,Asia/Shanghai
Haikou,China,CN,Asia,Asia-Pacific,2873358,20.03421,110.34651,Asia/Shanghai
Handan,China,CN,Asia,Asia-Pacific,1358318,36.60999,114.48764,Asia/Shanghai
Hangzhou,China,CN,Asia,Asia-Pacific,9236032,30.29365,120.16142,Asia/Shanghai
Hanzhong,China,CN,Asia,Asia-Pacific,1006557,33.07507,107.02214,Asia/Shanghai
Harbin,China,CN,Asia,Asia-Pacific,5242897,45.75,126.65,Asia/Shanghai
Hefei,China,CN,Asia,Asia-Pacific,5050000,31.86389,117.28083,Asia/Shanghai
Hengyang,China,CN,Asia,Asia-Pacific,1075516,26.88946,112.61888,Asia/Shanghai
Heshan,China,CN,Asia,Asia-Pacific,1249807,28.56938,112.34733,Asia/Shanghai
Heze,China,CN,Asia,Asia-Pacific,1346717,35.23929,115.47358,Asia/Shanghai
Hezhou,China,CN,Asia,Asia-Pacific,1005490,24.40357,111.56675,Asia/Shanghai
Hohhot,China,CN,Asia,Asia-Pacific,2350000,40.81056,111.65222,Asia/Shanghai
Huai'an,China,CN,Asia,Asia-Pacific,2494013,33.58861,119.01917,Asia/Shanghai
Huaibei,China,CN,Asia,Asia-Pacific,1113321,33.97444,116.79167,Asia/Shanghai
Huainan,China,CN,Asia,Asia-Pacific,1666826,32.62639,116.99694,Asia/Shanghai
Huizhou,China,CN,Asia,Asia-Pacific,2900113,23.11147,114.41523,Asia/Shanghai
Huludao,China,CN,Asia,Asia-Pacific,944495,40.75243,120.83552,Asia/Shanghai
Huzhou,China,CN,Asia,Asia-Pacific,1015937,30.8703,120.0933,Asia/Shanghai
Jiading,China,CN,Asia,Asia-Pacific,1886100,31.38575,121.24465,Asia/Shanghai
Jiangmen,China,CN,Asia,Asia-Pacific,1795459,22.58333,113.08333,Asia/Shanghai
Jiangyin,China,CN,Asia,Asia-Pacific,1779515,31.91102,120.26302,Asia/Shanghai
Jiaxing,China,CN,Asia,Asia-Pacific,1180000,30.7522,120.75,Asia/Shanghai
Jieyang,China,CN,Asia,Asia-Pacific,1899394,23.5418,116.36581,Asia/Shanghai
Jilin,China,CN,Asia,Asia-Pacific,1895865,43.84652,126.5608,Asia/Shanghai
Jinan,China,CN,Asia,Asia-Pacific,4335989,36.66833,116.99722,Asia/Shanghai
Jingzhou,China,CN,Asia,Asia-Pacific,1052282,30.35028,112.19028,Asia/Shanghai
Jing’an,China,CN,Asia,Asia-Pacific,936500,31.22,121.41583,Asia/Shanghai
Jinhua,China,CN,Asia,Asia-Pacific,1463990,29.10678,119.64421,Asia/Shanghai
Jining,China,CN,Asia,Asia-Pacific,1241012,35.405,116.58139,Asia/Shanghai
Jinjiang,China,CN,Asia,Asia-Pacific,1416151,24.81978,118.57415,Asia/Shanghai
Jinzhong,China,CN,Asia,Asia-Pacific,1226617,37.68403,112.75471,Asia/Shanghai
Jiujiang,China,CN,Asia,Asia-Pacific,1164268,29.70475,116.00206,Asia/Shanghai
Kaifeng,China,CN,Asia,Asia-Pacific,1451741,34.7986,114.30742,Asia/Shanghai
Kunming,China,CN,Asia,Asia-Pacific,3855346,25.03889,102.71833,Asia/Shanghai
Kunshan,China,CN,Asia,Asia-Pacific,2092496,31.37762,120.95431,Asia/Shanghai
Laibin,China,CN,Asia,Asia-Pacific,910282,23.74743,109.22222,Asia/Shanghai
Laiwu,China,CN,Asia,Asia-Pacific,989535,36.19278,117.65694,Asia/Shanghai
Lanzhou,China,CN,Asia,Asia-Pacific,3000000,36.05701,103.83987,Asia/Shanghai
Lianyungang,China,CN,Asia,Asia-Pacific,2001009,34.59845,119.21556,Asia/Shanghai
Liaocheng,China,CN,Asia,Asia-Pacific,1229768,36.45064,116.00247,Asia/Shanghai
Linfen,China,CN,Asia,Asia-Pacific,959198,36.08889,111.51889,Asia/Shanghai
Linyi,China,CN,Asia,Asia-Pacific,2743843,35.06306,118.34278,Asia/Shanghai
Liupanshui,China,CN,Asia,Asia-Pacific,1320825,26.59444,104.83333,Asia/Shanghai
Liuzhou,China,CN,Asia,Asia-Pacific,1436599,24.32405,109.40698,Asia/Shanghai
Longyan,China,CN,Asia,Asia-Pacific,1025087,25.07485,117.01775,Asia/Shanghai
Luohe,China,CN,Asia,Asia-Pacific,1294974,33.57424,114.03261,Asia/Shanghai
Luohu District,China,CN,Asia,Asia-Pacific,1143801,22.54721,114.13149,Asia/Shanghai
Luoyang,China,CN,Asia,Asia-Pacific,1390581,34.67345,112.43684,Asia/Shanghai
Luzhou,China,CN,Asia,Asia-Pacific,998900,28.8903,105.42575,Asia/Shanghai
Lu’an,China,CN,Asia,Asia-Pacific,1644344,31.73561,116.51688,Asia/Shanghai
Lüliang,China,CN,Asia,Asia-Pacific,3346500,37.5192,111.14436,Asia/Shanghai
Maoming,China,CN,Asia,Asia-Pacific,1307802,21.66625,110.91364,Asia/Shanghai
Meishan,China,CN,Asia,Asia-Pacific,1107742,30.04392,103.83696,Asia/Shanghai
Meizhou,China,CN,Asia,Asia-Pacific,992351,24.28859,116.11768,Asia/Shanghai
Mianyang,China,CN,Asia,Asia-Pacific,1550000,31.46784,104.68168,Asia/Shanghai
Minhang,China,CN,Asia,Asia-Pacific,2716600,31.10881,121.37471,Asia/Shanghai
Nanchang,China,CN,Asia,Asia-Pacific,2357839,28.68396,115.85306,Asia/Shanghai
Nanchong,China,CN,Asia,Asia-Pacific,1858875,30.79508,106.08473,Asia/Shanghai
Nanjing,China,CN,Asia,Asia-Pacific,9314685,32.06167,118.77778,Asia/Shanghai
Nanning,China,CN,Asia,Asia-Pacific,3839800,22.81667,108.31667,Asia/Shanghai
Nantong,China,CN,Asia,Asia-Pacific,2273326,32.03028,120.87472,Asia/Shanghai
Nanyang,China,CN,Asia,Asia-Pacific,1811812,33.00524,112.54659,Asia/Shanghai
Neijiang,China,CN,Asia,Asia-Pacific,1251095,29.58354,105.06216,Asia/Shanghai
Ningbo,China,CN,Asia,Asia-Pacific,3731203,29.87819,121.54945,Asia/Shanghai
Ordos,China,CN,Asia,Asia-Pacific,1940653,39.6086,109.78157,Asia/Shanghai
Panjin,China,CN,Asia,Asia-Pacific,1166481,41.121,122.0739,Asia/Shanghai
Pingdingshan,China,CN,Asia,Asia-Pacific,979130,33.73091,113.31554,Asia/Shanghai
Pudong,China,CN,Asia,Asia-Pacific,5681512,31.23995,121.50094,Asia/Shanghai
Putian,China,CN,Asia,Asia-Pacific,1539389,25.43944,119.01028,Asia/Shanghai
Putuo,China,CN,Asia,Asia-Pacific,1239100,31.251,121.3897,Asia/Shanghai
Puxi,China,CN,Asia,Asia-Pacific,6683712,31.24414,121.46592,Asia/Shanghai
Puyang,China,CN,Asia,Asia-Pacific,3590000,29.45679,119.88872,Asia/Shanghai
Qingdao,China,CN,Asia,Asia-Pacific,7172451,36.06488,120.38042,Asia/Shanghai
Qingpu,China,CN,Asia,Asia-Pacific,1271424,31.15394,121.11408,Asia/Shanghai
Qingyang,China,CN,Asia,Asia-Pacific,2125400,35.70976,107.64455,Asia/Shanghai
Qingyuan,China,CN,Asia,Asia-Pacific,1738424,23.7,113.03333,Asia/Shanghai
Qinzhou,China,CN,Asia,Asia-Pacific,1296300,21.98247,108.65061,Asia/Shanghai
Quanzhou,China,CN,Asia,Asia-Pacific,1469157,24.91389,118.58583,Asia/Shanghai
Qujing,China,CN,Asia,Asia-Pacific,1408500,25.48333,103.78333,Asia/Shanghai
Quzhou,China,CN,Asia,Asia-Pacific,902767,28.95944,118.86861,Asia/Shanghai
Rui’an,China,CN,Asia,Asia-Pacific,927383,27.77605,120.65859,Asia/Shanghai
Sanhe,China,CN,Asia,Asia-Pacific,965075,39.98049,117.06887,Asia/Shanghai
Sanya,China,CN,Asia,Asia-Pacific,1031396,18.25435,109.50947,Asia/Shanghai
Shanghai,China,CN,Asia,Asia-Pacific,24874500,31.22222,121.45806,Asia/Shanghai
Shangqiu,China,CN,Asia,Asia-Pacific,1859723,34.4143,115.65613,Asia/Shanghai
Shangrao,China,CN,Asia,Asia-Pacific,1116486,28.45179,117.94287,Asia/Shanghai
Shantou,China,CN,Asia,Asia-Pacific,3838900,23.35489,116.67876,Asia/Shanghai
Shaoguan,China,CN,Asia,Asia-Pacific,1028460,24.8,113.58333,Asia/Shanghai
Shaoxing,China,CN,Asia,Asia-Pacific,2300000,30.00237,120.57864,Asia/Shanghai
Shenyang,China,CN,Asia,Asia-Pacific,7050000,41.79222,123.43278,Asia/Shanghai
Shenzhen,China,CN,Asia,Asia-Pacific,17494398,22.54554,114.0683,Asia/Shanghai
Shijiazhuang,China,CN,Asia,Asia-Pacific,3938513,38.04139,114.47861,Asia/Shanghai
Shiyan,China,CN,Asia,Asia-Pacific,3460000,32.6475,110.77806,Asia/Shanghai
Songjiang,China,CN,Asia,Asia-Pacific,1973500,31.03443,121.22326,Asia/Shanghai
Suqian,China,CN,Asia,Asia-Pacific,1437685,33.94917,118.29583,Asia/Shanghai
Suzhou,China,CN,Asia,Asia-Pacific,6715559,31.30408,120.59538,Asia/Shanghai
Taiyuan,China,CN,Asia,Asia-Pacific,4303673,37.86944,112.56028,Asia/Shanghai
Taizhou,China,CN,Asia,Asia-Pacific,1607108,32.49069,119.90812,Asia/Shanghai
Tai’an,China,CN,Asia,Asia-Pacific,1735425,36.18528,117.12,Asia/Shanghai
Tangshan,China,CN,Asia,Asia-Pacific,3372102,39.64381,118.18319,Asia/Shanghai
Tianjin,China,CN,Asia,Asia-Pacific,11090314,39.14222,117.17667,Asia/Shanghai
Tianshui,China,CN,Asia,Asia-Pacific,1212791,34.57952,105.74238,Asia/Shanghai
Wanzhou,China,CN,Asia,Asia-Pacific,1545900,30.76451,108.39586,Asia/Shanghai
Weifang,China,CN,Asia,Asia-Pacific,2044028,36.71,119.10194,Asia/Shanghai
Weinan,China,CN,Asia,Asia-Pacific,1199290,34.50355,109.50891,Asia/Shanghai
Wenzhou,China,CN,Asia,Asia-Pacific,2650000,27.99942,120.66682,Asia/Shanghai
Wuhan,China,CN,Asia,Asia-Pacific,10392693,30.58333,114.26667,Asia/Shanghai
Wuhu,China,CN,Asia,Asia-Pacific,1598165,31.35259,118.42947,Asia/Shanghai
Wuwei,China,CN,Asia,Asia-Pacific,1010295,37.92672,102.63202,Asia/Shanghai
Wuxi,China,CN,Asia,Asia-Pacific,4396835,31.56887,120.28857,Asia/Shanghai
Wuzhong,China,CN,Asia,Asia-Pacific,7202654,37.9867,106.201,Asia/Shanghai
Xiamen,China,CN,Asia,Asia-Pacific,4617251,24.47979,118.08187,Asia/Shanghai
Xiangtan,China,CN,Asia,Asia-Pacific,959303,27.85,112.9,Asia/Shanghai
Xiangyang,China,CN,Asia,Asia-Pacific,1294733,32.0422,112.14479,Asia/Shanghai
Xianning,China,CN,Asia,Asia-Pacific,512517,29.84347,114.32201,Asia/Shanghai
Xianyang,China,CN,Asia,Asia-Pacific,1034081,34.33778,108.70261,Asia/Shanghai
Xiaogan,China,CN,Asia,Asia-Pacific,908266,30.92689,113.92221,Asia/Shanghai
Xining,China,CN,Asia,Asia-Pacific,1677177,36.62554,101.75739,Asia/Shanghai
Xinxiang,China,CN,Asia,Asia-Pacific,1047088,35.19033,113.80151,Asia/Shanghai
Xinyang,China,CN,Asia,Asia-Pacific,1230042,32.12278,114.06556,Asia/Shanghai
Xi’an,China,CN,Asia,Asia-Pacific,9600000,34.25833,108.92861,Asia/Shanghai
Xuchang,China,CN,Asia,Asia-Pacific,1265536,34.03189,113.86299,Asia/Shanghai
Xuhui,China,CN,Asia,Asia-Pacific,1109800,31.19594,121.44709,Asia/Shanghai
Xuzhou,China,CN,Asia,Asia-Pacific,1253991,34.20442,117.28386,Asia/Shanghai
Yancheng,China,CN,Asia,Asia-Pacific,1615717,33.3575,120.1573,Asia/Shanghai
Yangjiang,China,CN,Asia,Asia-Pacific,1292987,21.85563,111.96272,Asia/Shanghai
Yangpu,China,CN,Asia,Asia-Pacific,1210800,31.26193,121.51904,Asia/Shanghai
Yangzhou,China,CN,Asia,Asia-Pacific,1584237,32.39722,119.43583,Asia/Shanghai
Yantai,China,CN,Asia,Asia-Pacific,2227733,37.47649,121.44081,Asia/Shanghai
Yichang,China,CN,Asia,Asia-Pacific,1350150,30.71444,111.28472,Asia/Shanghai
Yichun,China,CN,Asia,Asia-Pacific,1045952,27.83333,114.4,Asia/Shanghai
Yinchuan,China,CN,Asia,Asia-Pacific,1487579,38.46806,106.27306,Asia/Shanghai
Yiwu,China,CN,Asia,Asia-Pacific,1481384,29.31506,120.07676,Asia/Shanghai
Yixing,China,CN,Asia,Asia-Pacific,1285785,31.36059,119.82016,Asia/Shanghai
Yongzhou,China,CN,Asia,Asia-Pacific,1020715,26.42389,111.61306,Asia/Shanghai
Yueyang,China,CN,Asia,Asia-Pacific,991465,29.37455,113.09481,Asia/Shanghai
Yulin,China,CN,Asia,Asia-Pacific,1056743,22.6305,110.14686,Asia/Shanghai
Yunfu,China,CN,Asia,Asia-Pacific,2612800,22.92787,112.03809,Asia/Shanghai
Zhangjiagang,China,CN,Asia,Asia-Pacific,1432044,31.865,120.53889,Asia/Shanghai
Zhanjiang,China,CN,Asia,Asia-Pacific,1400709,21.23391,110.38749,Asia/Shanghai
Zhaoqing,China,CN,Asia,Asia-Pacific,1553109,23.04893,112.46091,Asia/Shanghai
Zhengzhou,China,CN,Asia,Asia-Pacific,4253913,34.75778,113.64861,Asia/Shanghai
Zhenjiang,China,CN,Asia,Asia-Pacific,950516,32.21086,119.45508,Asia/Shanghai
Zhongshan,China,CN,Asia,Asia-Pacific,3841873,22.52306,113.37912,Asia/Shanghai
Zhongwei,China,CN,Asia,Asia-Pacific,1174600,37.51129,105.19067,Asia/Shanghai
Zhu Cheng City,China,CN,Asia,Asia-Pacific,1000000,35.99502,119.40259,Asia/Shanghai
Zhuhai,China,CN,Asia,Asia-Pacific,2207090,22.27694,113.56778,Asia/Shanghai
Zhuzhou,China,CN,Asia,Asia-Pacific,1129687,27.83333,113.15,Asia/Shanghai
Zibo,China,CN,Asia,Asia-Pacific,3129228,36.79056,118.06333,Asia/Shanghai
Zigong,China,CN,Asia,Asia-Pacific,1262064,29.34162,104.77689,Asia/Shanghai
Ziyang,China,CN,Asia,Asia-Pacific,905729,30.12108,104.64811,Asia/Shanghai
Zunyi,China,CN,Asia,Asia-Pacific,2037775,27.68667,106.90722,Asia/Shanghai
Ürümqi,China,CN,Asia,Asia-Pacific,3029372,43.80096,87.60046,Asia/Urumqi
Flying Fish Cove,Christmas Island,CX,Oceania,Asia-Pacific,500,-10.42172,105.67912,Indian/Christmas
West Island,Cocos Islands,CC,Asia,Asia-Pacific,120,-12.15681,96.82251,Indian/Cocos
Antioquia,Colombia,CO,Americas,Latin America,,6.245,-75.57151,America/Bogota
Barranquilla,Colombia,CO,Americas,Latin America,1206319,10.96854,-74.78132,America/Bogota
Bogotá,Colombia,CO,Americas,Latin America,7674366,4.60971,-74.08175,America/Bogota
Cali,Colombia,CO,Americas,Latin America,2392877,3.43054,-76.5199,America/Bogota
Cartagena,Colombia,CO,Americas,Latin America,914552,10.39817,-75.49328,America/Bogota
Cúcuta,Colombia,CO,Americas,Latin America,777106,7.90745,-72.5049,America/Bogota
Kennedy,Colombia,CO,Americas,Latin America,979914,4.6165,-74.14597,America/Bogota
Medellín,Colombia,CO,Americas,Latin America,1999979,6.245,-75.57151,America/Bogota
Soacha,Colombia,CO,Americas,Latin America,655025,4.57937,-74.21682,America/Bogota
Moroni,Comoros,KM,Africa,Africa,74749,-11.70216,43.25506,Indian/Comoro
Avarua,Cook Islands,CK,Oceania,Asia-Pacific,13373,-21.2075,-159.77546,Pacific/Rarotonga
Santa Ana,Costa Rica,CR,Americas,Latin America,57000,9.9326,-84.18255,America/Costa_Rica
Zagreb,Croatia,HR,Europe,Europe,663592,45.81444,15.97798,Europe/Zagreb
Havana,Cuba,CU,Americas,Latin America,2163824,23.13302,-82.38304,America/Havana
Nicosia,Cyprus,CY,Asia,Europe,200452,35.17284,33.35397,Asia/Nicosia
Brno,Czechia,CZ,Europe,Europe,379466,49.19522,16.60796,Europe/Prague
Prague,Czechia,CZ,Europe,Europe,1165581,50.08804,14.42076,Europe/Prague
Bukavu,Democratic Republic of the Congo,CD,Africa,Africa,816811,-2.49077,28.84281,Africa/Lubumbashi
Kananga,Democratic Republic of the Congo,CD,Africa,Africa,1247168,-5.89624,22.41659,Africa/Lubumbashi
Kinshasa,Democratic Republic of the Congo,CD,Africa,Africa,16000000,-4.32758,15.31357,Africa/Kinshasa
Kisangani,Democratic Republic of the Congo,CD,Africa,Africa,1181788,0.51528,25.19099,Africa/Lubumbashi
Kolwezi,Democratic Republic of the Congo,CD,Africa,Africa,790248,-10.71484,25.46674,Africa/Lubumbashi
Likasi,Democratic Republic of the Congo,CD,Africa,Africa,635768,-10.98303,26.7384,Africa/Lubumbashi
Lubumbashi,Democratic Republic of the Congo,CD,Africa,Africa,2221925,-11.66089,27.47938,Africa/Lubumbashi
Mbuji-Mayi,Democratic Republic of the Congo,CD,Africa,Africa,2101332,-6.13603,23.58979,Africa/Lubumbashi
Tshikapa,Democratic Republic of the Congo,CD,Africa,Africa,634529,-6.41621,20.79995,Africa/Lubumbashi
Capital Region of Denmark,Denmark,DK,Europe,Europe,1800000,55.92791,12.30081,Europe/Copenhagen
Copenhagen,Denmark,DK,Europe,Europe,1153615,55.67594,12.56553,Europe/Copenhagen
Djibouti,Djibouti,DJ,Africa,Africa,626512,11.58901,43.14503,Africa/Djibouti
Roseau,Dominica,DM,Americas,Latin America,16571,15.30174,-61.38808,America/Dominica
Santiago de los Caballeros,Dominican Republic,DO,Americas,Latin America,1200000,19.45036,-70.69085,America/Santo_Domingo
Santo Domingo,Dominican Republic,DO,Americas,Latin America,2201941,18.47186,-69.89232,America/Santo_Domingo
Santo Domingo Este,Dominican Republic,DO,Americas,Latin America,700000,18.48511,-69.84757,America/Santo_Domingo
Santo Domingo Oeste,Dominican Republic,DO,Americas,Latin America,701269,18.5,-70.0,America/Santo_Domingo
Cuenca,Ecuador,EC,Americas,Latin America,636996,-2.8953,-78.9963,America/Guayaquil
Guayaquil,Ecuador,EC,Americas,Latin America,2723665,-2.19616,-79.88621,America/Guayaquil
Quito,Ecuador,EC,Americas,Latin America,2781641,-0.22985,-78.52495,America/Guayaquil
Al Mansurah,Egypt,EG,Africa,Africa,621953,31.03637,31.38069,Africa/Cairo
Alexandria,Egypt,EG,Africa,Africa,5263542,31.20176,29.91582,Africa/Cairo
Cairo,Egypt,EG,Africa,Africa,9606916,30.06263,31.24967,Africa/Cairo
Giza,Egypt,EG,Africa,Africa,4367343,30.00944,31.20861,Africa/Cairo
Madīnat an Naşr,Egypt,EG,Africa,Africa,668413,30.06667,31.3,Africa/Cairo
Port Said,Egypt,EG,Africa,Africa,780515,31.26531,32.3019,Africa/Cairo
Qalyubeya,Egypt,EG,Africa,Africa,,30.45977,31.1842,Africa/Cairo
Shubrā al Khaymah,Egypt,EG,Africa,Africa,1240289,30.12511,31.25053,Africa/Cairo
Suez,Egypt,EG,Africa,Africa,699541,29.97371,32.52627,Africa/Cairo
San Salvador,El Salvador,SV,Americas,Latin America,525990,13.68935,-89.18718,America/El_Salvador
Ciudad de la Paz,Equatorial Guinea,GQ,Africa,Africa,2000,1.5925,10.82361,Africa/Malabo
Asmara,Eritrea,ER,Africa,Africa,563930,15.33805,38.93184,Africa/Asmara
Tallinn,Estonia,EE,Europe,Europe,394024,59.43696,24.75353,Europe/Tallinn
Mbabane,Eswatini,SZ,Africa,Africa,76218,-26.31667,31.13333,Africa/Mbabane
Addis Ababa,Ethiopia,ET,Africa,Africa,3860000,9.02497,38.74689,Africa/Addis_Ababa
Stanley,Falkland Islands,FK,Americas,Latin America,2213,-51.69382,-57.85701,Atlantic/Stanley
Suva,Fiji,FJ,Oceania,Asia-Pacific,77366,-18.13683,178.42531,Pacific/Fiji
Espoo,Finland,FI,Europe,Europe,323910,60.2052,24.6522,Europe/Helsinki
Helsinki,Finland,FI,Europe,Europe,658864,60.16952,24.93545,Europe/Helsinki
Tampere,Finland,FI,Europe,Europe,260646,61.49911,23.78712,Europe/Helsinki
Lyon,France,FR,Europe,Europe,520774,45.74906,4.84789,Europe/Paris
Marne La Vallée,France,FR,Europe,Europe,318325,48.83584,2.64241,Europe/Paris
Marseille,France,FR,Europe,Europe,877215,43.29695,5.38107,Europe/Paris
Nantes,France,FR,Europe,Europe,325070,47.21725,-1.55336,Europe/Paris
Nice,France,FR,Europe,Europe,342669,43.70313,7.26608,Europe/Paris
Paris,France,FR,Europe,Europe,2138551,48.85341,2.3488,Europe/Paris
Toulouse,France,FR,Europe,Europe,511684,43.60426,1.44367,Europe/Paris
Cayenne,French Guiana,GF,Americas,Latin America,61550,4.9381,-52.33455,America/Cayenne
Papeete,French Polynesia,PF,Oceania,Asia-Pacific,26357,-17.5347,-149.56843,Pacific/Tahiti
Libreville,Gabon,GA,Africa,Africa,846090,0.39241,9.45356,Africa/Libreville
Banjul,Gambia,GM,Africa,Africa,37274,13.45274,-16.57803,Africa/Banjul
Tbilisi,Georgia,GE,Asia,Europe,1049498,41.69143,44.83412,Asia/Tbilisi
Augsburg,Germany,DE,Europe,Europe,301105,48.37154,10.89851,Europe/Berlin
Berlin,Germany,DE,Europe,Europe,3426354,52.52437,13.41053,Europe/Berlin
Bielefeld,Germany,DE,Europe,Europe,331906,52.03333,8.53333,Europe/Berlin
Bochum,Germany,DE,Europe,Europe,385729,51.48165,7.21648,Europe/Berlin
Bonn,Germany,DE,Europe,Europe,330579,50.73438,7.09549,Europe/Berlin
Bremen,Germany,DE,Europe,Europe,546501,53.07582,8.80717,Europe/Berlin
Dortmund,Germany,DE,Europe,Europe,588462,51.51494,7.466,Europe/Berlin
Dresden,Germany,DE,Europe,Europe,564904,51.05089,13.73832,Europe/Berlin
Duisburg,Germany,DE,Europe,Europe,504358,51.43247,6.76516,Europe/Berlin
Düsseldorf,Germany,DE,Europe,Europe,618685,51.22319,6.77927,Europe/Berlin
Essen,Germany,DE,Europe,Europe,593085,51.45657,7.01228,Europe/Berlin
Frankfurt am Main,Germany,DE,Europe,Europe,650000,50.11552,8.68417,Europe/Berlin
Hamburg,Germany,DE,Europe,Europe,1973896,53.55073,9.99302,Europe/Berlin
Hamburg-Mitte,Germany,DE,Europe,Europe,301231,53.55,10.01667,Europe/Berlin
Hamburg-Nord,Germany,DE,Europe,Europe,315514,53.58935,9.984,Europe/Berlin
Hannover,Germany,DE,Europe,Europe,515140,52.37052,9.73322,Europe/Berlin
Köln,Germany,DE,Europe,Europe,1024621,50.93333,6.95,Europe/Berlin
Leipzig,Germany,DE,Europe,Europe,504971,51.33962,12.37129,Europe/Berlin
Mannheim,Germany,DE,Europe,Europe,307960,49.4891,8.46694,Europe/Berlin
Munich,Germany,DE,Europe,Europe,1505005,48.13743,11.57549,Europe/Berlin
Münster,Germany,DE,Europe,Europe,308258,51.96236,7.62571,Europe/Berlin
Nuremberg,Germany,DE,Europe,Europe,515543,49.45421,11.07752,Europe/Berlin
Stuttgart,Germany,DE,Europe,Europe,612663,48.78232,9.17702,Europe/Berlin
Wandsbek,Germany,DE,Europe,Europe,411422,53.58334,10.08305,Europe/Berlin
Wuppertal,Germany,DE,Europe,Europe,360797,51.25627,7.14816,Europe/Berlin
Accra,Ghana,GH,Africa,Africa,1963264,5.55602,-0.1969,Africa/Accra
Kumasi,Ghana,GH,Africa,Africa,2544530,6.68848,-1.62443,Africa/Accra
Gibraltar,Gibraltar,GI,Europe,Europe,26544,36.14474,-5.35257,Europe/Gibraltar
Athens,Greece,GR,Europe,Europe,664046,37.98376,23.72784,Europe/Athens
Chalandri,Greece,GR,Europe,Europe,74192,38.02369,23.80068,Europe/Athens
Thessaloníki,Greece,GR,Europe,Europe,317778,40.64072,22.93493,Europe/Athens
Nuuk,Greenland,GL,Americas,North America,14798,64.18347,-51.72157,America/Nuuk
Basse-Terre,Guadeloupe,GP,Americas,Latin America,11472,15.99714,-61.73214,America/Guadeloupe
Guatemala City,Guatemala,GT,Americas,Latin America,994938,14.64072,-90.51327,America/Guatemala
Villa Nueva,Guatemala,GT,Americas,Latin America,618397,14.52512,-90.58544,America/Guatemala
Camayenne,Guinea,GN,Africa,Africa,1871242,9.535,-13.68778,Africa/Conakry
Conakry,Guinea,GN,Africa,Africa,1928389,9.53795,-13.67729,Africa/Conakry
Bissau,Guinea-Bissau,GW,Africa,Africa,439704,11.86357,-15.59767,Africa/Bissau
Georgetown,Guyana,GY,Americas,Latin America,235017,6.80448,-58.15527,America/Guyana
Port-au-Prince,Haiti,HT,Americas,Latin America,1234742,18.54349,-72.33881,America/Port-au-Prince
San Pedro Sula,Honduras,HN,Americas,Latin America,801259,15.50585,-88.02588,America/Tegucigalpa
Tegucigalpa,Honduras,HN,Americas,Latin America,850848,14.0818,-87.20681,America/Tegucigalpa
Hong Kong,Hong Kong,HK,Asia,Asia-Pacific,7396076,22.27832,114.17469,Asia/Hong_Kong
Hong Kong Island,Hong Kong,HK,Asia,Asia-Pacific,1195529,22.26302,114.18419,Asia/Hong_Kong
Kowloon,Hong Kong,HK,Asia,Asia-Pacific,2232339,22.31667,114.18333,Asia/Hong_Kong
New Territories,Hong Kong,HK,Asia,Asia-Pacific,3984077,22.42441,114.11095,Asia/Hong_Kong
Victoria,Hong Kong,HK,Asia,Asia-Pacific,956800,22.2875,114.14417,Asia/Hong_Kong
Buda,Hungary,HU,Europe,Europe,510108,47.5,19.03333,Europe/Budapest
Budapest,Hungary,HU,Europe,Europe,1741041,47.49835,19.04045,Europe/Budapest
Pest,Hungary,HU,Europe,Europe,1001748,47.5,19.08333,Europe/Budapest
Agra,India,IN,Asia,Asia-Pacific,1430055,27.18333,78.01667,Asia/Kolkata
Ahmedabad,India,IN,Asia,Asia-Pacific,6357693,23.02579,72.58727,Asia/Kolkata
Amritsar,India,IN,Asia,Asia-Pacific,1159227,31.62234,74.87534,Asia/Kolkata
Aurangabad,India,IN,Asia,Asia-Pacific,1175116,19.87757,75.34226,Asia/Kolkata
Bengaluru,India,IN,Asia,Asia-Pacific,8495492,12.97194,77.59369,Asia/Kolkata
Berhampur,India,IN,Asia,Asia-Pacific,356598,19.31151,84.7929,Asia/Kolkata
Bhopal,India,IN,Asia,Asia-Pacific,1798218,23.25469,77.40289,Asia/Kolkata
Chandigarh,India,IN,Asia,Asia-Pacific,970602,30.73629,76.7884,Asia/Kolkata
Chennai,India,IN,Asia,Asia-Pacific,4681087,13.08784,80.27847,Asia/Kolkata
Coimbatore,India,IN,Asia,Asia-Pacific,2136916,11.00555,76.96612,Asia/Kolkata
Delhi,India,IN,Asia,Asia-Pacific,11034555,28.65195,77.23149,Asia/Kolkata
Dhanbad,India,IN,Asia,Asia-Pacific,1196214,23.79759,86.42992,Asia/Kolkata
Dombivali,India,IN,Asia,Asia-Pacific,1247327,19.21667,73.08333,Asia/Kolkata
Faridabad,India,IN,Asia,Asia-Pacific,1414050,28.41124,77.31316,Asia/Kolkata
Ghāziābād,India,IN,Asia,Asia-Pacific,1199191,28.66535,77.43915,Asia/Kolkata
Gorakhpur,India,IN,Asia,Asia-Pacific,1324570,29.44768,75.67206,Asia/Kolkata
Guwahati,India,IN,Asia,Asia-Pacific,962334,26.1844,91.7458,Asia/Kolkata
Gwalior,India,IN,Asia,Asia-Pacific,1054420,26.22983,78.17337,Asia/Kolkata
Howrah,India,IN,Asia,Asia-Pacific,1027672,22.57688,88.31857,Asia/Kolkata
Hubballi,India,IN,Asia,Asia-Pacific,943788,15.34776,75.13378,Asia/Kolkata
Hyderabad,India,IN,Asia,Asia-Pacific,6993262,17.38405,78.45636,Asia/Kolkata
Indore,India,IN,Asia,Asia-Pacific,1994397,22.71792,75.8333,Asia/Kolkata
Jabalpur,India,IN,Asia,Asia-Pacific,1081677,23.16697,79.95006,Asia/Kolkata
Jaipur,India,IN,Asia,Asia-Pacific,3046163,26.91962,75.78781,Asia/Kolkata
Jamshedpur,India,IN,Asia,Asia-Pacific,1339438,22.80278,86.18545,Asia/Kolkata
Jodhpur,India,IN,Asia,Asia-Pacific,1056191,26.26841,73.00594,Asia/Kolkata
Kallakurichi,India,IN,Asia,Asia-Pacific,1682687,11.73379,78.95925,Asia/Kolkata
Kalyān,India,IN,Asia,Asia-Pacific,1262255,19.2437,73.13554,Asia/Kolkata
Kanpur,India,IN,Asia,Asia-Pacific,2823249,26.46523,80.34975,Asia/Kolkata
Kolkata,India,IN,Asia,Asia-Pacific,4631392,22.56263,88.36304,Asia/Kolkata
Kota,India,IN,Asia,Asia-Pacific,1001694,25.18254,75.83907,Asia/Kolkata
Lucknow,India,IN,Asia,Asia-Pacific,2472011,26.83928,80.92313,Asia/Kolkata
Ludhiana,India,IN,Asia,Asia-Pacific,1618879,30.91204,75.85379,Asia/Kolkata
Madurai,India,IN,Asia,Asia-Pacific,1465625,9.919,78.11953,Asia/Kolkata
Meerut,India,IN,Asia,Asia-Pacific,1223184,28.98002,77.70636,Asia/Kolkata
Mumbai,India,IN,Asia,Asia-Pacific,12691836,19.07283,72.88261,Asia/Kolkata
Mysuru,India,IN,Asia,Asia-Pacific,920550,12.29791,76.63925,Asia/Kolkata
Nagpur,India,IN,Asia,Asia-Pacific,2405665,21.14631,79.08491,Asia/Kolkata
Najafgarh,India,IN,Asia,Asia-Pacific,1365000,28.60922,76.97982,Asia/Kolkata
Nashik,India,IN,Asia,Asia-Pacific,1486053,19.99727,73.79096,Asia/Kolkata
Navi Mumbai,India,IN,Asia,Asia-Pacific,2600000,19.03681,73.01582,Asia/Kolkata
New Delhi,India,IN,Asia,Asia-Pacific,317797,28.62137,77.2148,Asia/Kolkata
Nowrangapur,India,IN,Asia,Asia-Pacific,1220946,19.23114,82.54826,Asia/Kolkata
Odisha,India,IN,Asia,Asia-Pacific,,20.27241,85.83385,Asia/Kolkata
Patna,India,IN,Asia,Asia-Pacific,1684297,25.59408,85.13563,Asia/Kolkata
Pimpri,India,IN,Asia,Asia-Pacific,1284606,18.62292,73.80696,Asia/Kolkata
Pimpri Chinchwad,India,IN,Asia,Asia-Pacific,1727692,18.61867,73.80375,Asia/Kolkata
Prayagraj,India,IN,Asia,Asia-Pacific,1073438,25.44478,81.84322,Asia/Kolkata
Pune,India,IN,Asia,Asia-Pacific,3124458,18.51957,73.85535,Asia/Kolkata
Puri,India,IN,Asia,Asia-Pacific,200564,19.79825,85.82494,Asia/Kolkata
Raipur,India,IN,Asia,Asia-Pacific,1027264,21.23333,81.63333,Asia/Kolkata
Ranchi,India,IN,Asia,Asia-Pacific,1120374,23.34316,85.3094,Asia/Kolkata
Rasapūdipalem,India,IN,Asia,Asia-Pacific,1728128,17.73308,83.31622,Asia/Kolkata
Rājkot,India,IN,Asia,Asia-Pacific,1390640,22.29161,70.79322,Asia/Kolkata
Salem,India,IN,Asia,Asia-Pacific,917414,11.65376,78.15538,Asia/Kolkata
Shivaji Nagar,India,IN,Asia,Asia-Pacific,1000000,18.53017,73.85263,Asia/Kolkata
Sholapur,India,IN,Asia,Asia-Pacific,997281,17.67152,75.91044,Asia/Kolkata
Srinagar,India,IN,Asia,Asia-Pacific,1206419,34.08565,74.80555,Asia/Kolkata
Surat,India,IN,Asia,Asia-Pacific,4591246,21.19594,72.83023,Asia/Kolkata
Teni,India,IN,Asia,Asia-Pacific,1034724,10.01115,77.47772,Asia/Kolkata
Thāne,India,IN,Asia,Asia-Pacific,1841488,19.19704,72.96355,Asia/Kolkata
Tiruchirappalli,India,IN,Asia,Asia-Pacific,1022518,10.8155,78.69651,Asia/Kolkata
Tirunelveli,India,IN,Asia,Asia-Pacific,1435844,8.72742,77.6838,Asia/Kolkata
Tiruppur,India,IN,Asia,Asia-Pacific,963173,11.11541,77.35456,Asia/Kolkata
Vadodara,India,IN,Asia,Asia-Pacific,1822221,22.29941,73.20812,Asia/Kolkata
Varanasi,India,IN,Asia,Asia-Pacific,1164404,25.31668,83.01041,Asia/Kolkata
Vijayawada,India,IN,Asia,Asia-Pacific,1143232,16.50745,80.6466,Asia/Kolkata
Virār,India,IN,Asia,Asia-Pacific,1222390,19.45591,72.81136,Asia/Kolkata
Visakhapatnam,India,IN,Asia,Asia-Pacific,1063178,17.68009,83.20161,Asia/Kolkata
Bandar Lampung,Indonesia,ID,Asia,Asia-Pacific,1166066,-5.42917,105.26111,Asia/Jakarta
Bandung,Indonesia,ID,Asia,Asia-Pacific,2528163,-6.92222,107.60694,Asia/Jakarta
Batam,Indonesia,ID,Asia,Asia-Pacific,1296960,1.14937,104.02491,Asia/Jakarta
Bekasi,Indonesia,ID,Asia,Asia-Pacific,2648272,-6.2349,106.9896,Asia/Jakarta
Bogor,Indonesia,ID,Asia,Asia-Pacific,1078351,-6.59444,106.78917,Asia/Jakarta
Depok,Indonesia,ID,Asia,Asia-Pacific,2163635,-6.4,106.81861,Asia/Jakarta
Jakarta,Indonesia,ID,Asia,Asia-Pacific,8540121,-6.21462,106.84513,Asia/Jakarta
Jepara,Indonesia,ID,Asia,Asia-Pacific,1257912,-6.5924,110.671,Asia/Jakarta
Makassar,Indonesia,ID,Asia,Asia-Pacific,1474393,-5.14861,119.43194,Asia/Makassar
Malang,Indonesia,ID,Asia,Asia-Pacific,889359,-7.9797,112.6304,Asia/Jakarta
Medan,Indonesia,ID,Asia,Asia-Pacific,2486283,3.58333,98.66667,Asia/Jakarta
Padang,Indonesia,ID,Asia,Asia-Pacific,942938,-0.94924,100.35427,Asia/Jakarta
Palembang,Indonesia,ID,Asia,Asia-Pacific,1801367,-2.91673,104.7458,Asia/Jakarta
Pekanbaru,Indonesia,ID,Asia,Asia-Pacific,1167599,0.51667,101.44167,Asia/Jakarta
Semarang,Indonesia,ID,Asia,Asia-Pacific,1694740,-6.99306,110.42083,Asia/Jakarta
South Tangerang,Indonesia,ID,Asia,Asia-Pacific,1429529,-6.28862,106.71789,Asia/Jakarta
Surabaya,Indonesia,ID,Asia,Asia-Pacific,3018022,-7.24917,112.75083,Asia/Jakarta
Tangerang,Indonesia,ID,Asia,Asia-Pacific,1927815,-6.17806,106.63,Asia/Jakarta
Ahvaz,Iran,IR,Asia,Middle East and West Asia,841145,31.31901,48.6842,Asia/Tehran
Isfahan,Iran,IR,Asia,Middle East and West Asia,1547164,32.65246,51.67462,Asia/Tehran
Karaj,Iran,IR,Asia,Middle East and West Asia,1448075,35.83266,50.99155,Asia/Tehran
Mashhad,Iran,IR,Asia,Middle East and West Asia,2307177,36.29807,59.60567,Asia/Tehran
Qom,Iran,IR,Asia,Middle East and West Asia,900000,34.6401,50.8764,Asia/Tehran
Shiraz,Iran,IR,Asia,Middle East and West Asia,1249942,29.61031,52.53113,Asia/Tehran
Tabriz,Iran,IR,Asia,Middle East and West Asia,1424641,38.08,46.2919,Asia/Tehran
Tehran,Iran,IR,Asia,Middle East and West Asia,7153309,35.69439,51.42151,Asia/Tehran
Abū Ghurayb,Iraq,IQ,Asia,Middle East and West Asia,900000,33.30563,44.18477,Asia/Baghdad
Al Başrah al Qadīmah,Iraq,IQ,Asia,Middle East and West Asia,2015483,30.50316,47.81507,Asia/Baghdad
Al Mawşil al Jadīdah,Iraq,IQ,Asia,Middle East and West Asia,2065597,36.33271,43.10555,Asia/Baghdad
Baghdad,Iraq,IQ,Asia,Middle East and West Asia,7216000,33.34058,44.40088,Asia/Baghdad
Basrah,Iraq,IQ,Asia,Middle East and West Asia,1326564,30.50852,47.7804,Asia/Baghdad
Erbil,Iraq,IQ,Asia,Middle East and West Asia,1612700,36.19117,44.00943,Asia/Baghdad
Karbala,Iraq,IQ,Asia,Middle East and West Asia,1218732,32.61603,44.02488,Asia/Baghdad
Kirkuk,Iraq,IQ,Asia,Middle East and West Asia,1031000,35.46806,44.39222,Asia/Baghdad
Mosul,Iraq,IQ,Asia,Middle East and West Asia,1683000,36.335,43.11889,Asia/Baghdad
Sadr City,Iraq,IQ,Asia,Middle East and West Asia,1211849,33.3889,44.4583,Asia/Baghdad
Sulaymaniyah,Iraq,IQ,Asia,Middle East and West Asia,878146,35.56496,45.4329,Asia/Baghdad
Dublin,Ireland,IE,Europe,Europe,1024027,53.33306,-6.24889,Europe/Dublin
South Dublin,Ireland,IE,Europe,Europe,301075,53.29026,-6.34151,Europe/Dublin
Douglas,Isle of Man,IM,Europe,Europe,26218,54.15,-4.48333,Europe/Isle_of_Man
Jerusalem,Israel,IL,Asia,Middle East and West Asia,971800,31.76904,35.21633,Asia/Jerusalem
Menashe,Israel,IL,Asia,Middle East and West Asia,,32.47408,34.97781,Asia/Jerusalem
Sakhnin,Israel,IL,Asia,Middle East and West Asia,31702,32.86506,35.29771,Asia/Jerusalem
Bari,Italy,IT,Europe,Europe,316491,41.12066,16.86982,Europe/Rome
Bologna,Italy,IT,Europe,Europe,394843,44.49381,11.33875,Europe/Rome
Catania,Italy,IT,Europe,Europe,311584,37.49223,15.07041,Europe/Rome
Florence,Italy,IT,Europe,Europe,367150,43.77925,11.24626,Europe/Rome
Genoa,Italy,IT,Europe,Europe,580097,44.40478,8.94439,Europe/Rome
Milan,Italy,IT,Europe,Europe,1371498,45.46427,9.18951,Europe/Rome
Naples,Italy,IT,Europe,Europe,909048,40.85216,14.26811,Europe/Rome
Palermo,Italy,IT,Europe,Europe,648260,38.1166,13.3636,Europe/Rome
Rome,Italy,IT,Europe,Europe,2318895,41.89193,12.51133,Europe/Rome
Salerno,Italy,IT,Europe,Europe,125797,40.67545,14.79328,Europe/Rome
Turin,Italy,IT,Europe,Europe,847287,45.07049,7.68682,Europe/Rome
Abidjan,Ivory Coast,CI,Africa,Africa,6321017,5.35444,-4.00167,Africa/Abidjan
Abobo,Ivory Coast,CI,Africa,Africa,1340083,5.41613,-4.0159,Africa/Abidjan
Bouaké,Ivory Coast,CI,Africa,Africa,832371,7.69385,-5.03031,Africa/Abidjan
Yamoussoukro,Ivory Coast,CI,Africa,Africa,275686,6.82055,-5.27674,Africa/Abidjan
Kingston,Jamaica,JM,Americas,Latin America,937700,17.99702,-76.79358,America/Jamaica
Chiba,Japan,JP,Asia,Asia-Pacific,979768,35.6,140.11667,Asia/Tokyo
Fukuoka,Japan,JP,Asia,Asia-Pacific,1612392,33.6,130.41667,Asia/Tokyo
Hiroshima,Japan,JP,Asia,Asia-Pacific,1200754,34.4,132.45,Asia/Tokyo
Kawasaki,Japan,JP,Asia,Asia-Pacific,1538262,35.52056,139.71722,Asia/Tokyo
Kitakyushu,Japan,JP,Asia,Asia-Pacific,940978,33.85181,130.85034,Asia/Tokyo
Kobe,Japan,JP,Asia,Asia-Pacific,1525152,34.6913,135.183,Asia/Tokyo
Kyoto,Japan,JP,Asia,Asia-Pacific,1463723,35.02107,135.75385,Asia/Tokyo
Nagoya,Japan,JP,Asia,Asia-Pacific,2332176,35.18147,136.90641,Asia/Tokyo
Osaka,Japan,JP,Asia,Asia-Pacific,2753862,34.69379,135.50107,Asia/Tokyo
Saitama,Japan,JP,Asia,Asia-Pacific,1324854,35.90807,139.65657,Asia/Tokyo
Sapporo,Japan,JP,Asia,Asia-Pacific,1973832,43.06667,141.35,Asia/Tokyo
Sendai,Japan,JP,Asia,Asia-Pacific,1096704,38.26667,140.86667,Asia/Tokyo
Setagaya,Japan,JP,Asia,Asia-Pacific,940071,35.64188,139.64715,Asia/Tokyo
Tokyo,Japan,JP,Asia,Asia-Pacific,9733276,35.6895,139.69171,Asia/Tokyo
Yokohama,Japan,JP,Asia,Asia-Pacific,3777491,35.43333,139.65,Asia/Tokyo
Saint Helier,Jersey,JE,Europe,Europe,28000,49.18804,-2.10491,Europe/Jersey
Amman,Jordan,JO,Asia,Middle East and West Asia,1275857,31.95522,35.94503,Asia/Amman
Zarqa,Jordan,JO,Asia,Middle East and West Asia,792665,32.07275,36.08796,Asia/Amman
Aktobe,Kazakhstan,KZ,Asia,Eurasia,500757,50.27969,57.20718,Asia/Aqtobe
Almaty,Kazakhstan,KZ,Asia,Eurasia,1977011,43.25249,76.9115,Asia/Almaty
Astana,Kazakhstan,KZ,Asia,Eurasia,1544142,51.1801,71.44598,Asia/Almaty
Karagandy,Kazakhstan,KZ,Asia,Eurasia,497777,49.80187,73.10211,Asia/Almaty
Shymkent,Kazakhstan,KZ,Asia,Eurasia,1200000,42.30988,69.60042,Asia/Almaty
Kakamega,Kenya,KE,Africa,Africa,1867579,0.28422,34.75229,Africa/Nairobi
Mombasa,Kenya,KE,Africa,Africa,1208333,-4.05466,39.66359,Africa/Nairobi
Nairobi,Kenya,KE,Africa,Africa,4397073,-1.28333,36.81667,Africa/Nairobi
Tarawa,Kiribati,KI,Oceania,Asia-Pacific,40311,1.3278,172.97696,Pacific/Tarawa
Kuwait City,Kuwait,KW,Asia,Middle East and West Asia,60064,29.367,47.97429,Asia/Kuwait
Bishkek,Kyrgyzstan,KG,Asia,Eurasia,900000,42.87,74.59,Asia/Bishkek
Vientiane,Laos,LA,Asia,Asia-Pacific,840940,17.96667,102.6,Asia/Vientiane
Riga,Latvia,LV,Europe,Europe,742572,56.946,24.10589,Europe/Riga
Beirut,Lebanon,LB,Asia,Middle East and West Asia,1916100,33.89332,35.50157,Asia/Beirut
Ra’s Bayrūt,Lebanon,LB,Asia,Middle East and West Asia,1251739,33.9,35.48333,Asia/Beirut
Union of Dannieh Municipalities,Lebanon,LB,Asia,Middle East and West Asia,,34.38528,36.03111,Asia/Beirut
Maseru,Lesotho,LS,Africa,Africa,359753,-29.31667,27.48333,Africa/Maseru
Monrovia,Liberia,LR,Africa,Africa,1542549,6.30054,-10.7969,Africa/Monrovia
Benghazi,Libya,LY,Africa,Africa,757490,32.11486,20.06859,Africa/Tripoli
Tripoli,Libya,LY,Africa,Africa,1302947,32.88743,13.18733,Africa/Tripoli
Vaduz,Liechtenstein,LI,Europe,Europe,5197,47.14151,9.52154,Europe/Vaduz
Vilnius,Lithuania,LT,Europe,Europe,542366,54.68916,25.2798,Europe/Vilnius
Luxembourg,Luxembourg,LU,Europe,Europe,76684,49.60982,6.13268,Europe/Luxembourg
Antananarivo,Madagascar,MG,Africa,Africa,1349501,-18.91368,47.53613,Indian/Antananarivo
Blantyre,Malawi,MW,Africa,Africa,902588,-15.78499,35.00854,Africa/Blantyre
Lilongwe,Malawi,MW,Africa,Africa,1115815,-13.96692,33.78725,Africa/Blantyre
Kuala Lumpur,Malaysia,MY,Asia,Asia-Pacific,1453975,3.1412,101.68653,Asia/Kuala_Lumpur
Male,Maldives,MV,Asia,Asia-Pacific,103693,4.17521,73.50916,Indian/Maldives
Bamako,Mali,ML,Africa,Africa,4227569,12.60915,-7.97522,Africa/Bamako
Valletta,Malta,MT,Europe,Europe,6794,35.89968,14.5148,Europe/Malta
Majuro,Marshall Islands,MH,Oceania,Asia-Pacific,25400,7.08971,171.38027,Pacific/Majuro
Fort-de-France,Martinique,MQ,Americas,Latin America,89995,14.60365,-61.07418,America/Martinique
Nouakchott,Mauritania,MR,Africa,Africa,1184530,18.08581,-15.9785,Africa/Nouakchott
Port Louis,Mauritius,MU,Africa,Africa,155226,-20.16194,57.49889,Indian/Mauritius
Mamoudzou,Mayotte,YT,Africa,Africa,54831,-12.78234,45.22878,Indian/Mayotte
Acapulco de Juárez,Mexico,MX,Americas,Latin America,658609,16.84942,-99.90891,America/Mexico_City
Aguascalientes,Mexico,MX,Americas,Latin America,722250,21.88262,-102.2843,America/Mexico_City
Cancún,Mexico,MX,Americas,Latin America,888797,21.17429,-86.84656,America/Cancun
Chihuahua,Mexico,MX,Americas,Latin America,925762,28.63528,-106.08889,America/Chihuahua
Ciudad Juárez,Mexico,MX,Americas,Latin America,1512450,31.72024,-106.46084,America/Ciudad_Juarez
Ciudad Nezahualcoyotl,Mexico,MX,Americas,Latin America,1077208,19.40061,-99.01483,America/Mexico_City
Coyoacán,Mexico,MX,Americas,Latin America,614447,19.3467,-99.16174,America/Mexico_City
Culiacán,Mexico,MX,Americas,Latin America,808416,24.80209,-107.39421,America/Mazatlan
Ecatepec de Morelos,Mexico,MX,Americas,Latin America,1645352,19.60492,-99.06064,America/Mexico_City
Guadalajara,Mexico,MX,Americas,Latin America,1385629,20.67738,-103.34749,America/Mexico_City
Guadalupe,Mexico,MX,Americas,Latin America,673616,25.67663,-100.25907,America/Monterrey
Gustavo Adolfo Madero,Mexico,MX,Americas,Latin America,1185772,19.49392,-99.11075,America/Mexico_City
Hermosillo,Mexico,MX,Americas,Latin America,812229,29.08874,-110.96677,America/Hermosillo
Iztapalapa,Mexico,MX,Americas,Latin America,1835486,19.35529,-99.06224,America/Mexico_City
León de los Aldama,Mexico,MX,Americas,Latin America,1579803,21.12183,-101.68253,America/Mexico_City
Mexicali,Mexico,MX,Americas,Latin America,1032686,32.62781,-115.45446,America/Tijuana
Mexico City,Mexico,MX,Americas,Latin America,12294193,19.42847,-99.12766,America/Mexico_City
Monterrey,Mexico,MX,Americas,Latin America,1135512,25.68435,-100.31721,America/Monterrey
Morelia,Mexico,MX,Americas,Latin America,743275,19.70078,-101.18443,America/Mexico_City
Mérida,Mexico,MX,Americas,Latin America,1201000,20.967,-89.62318,America/Merida
Naucalpan de Juárez,Mexico,MX,Americas,Latin America,834434,19.47851,-99.23963,America/Mexico_City
Puebla,Mexico,MX,Americas,Latin America,1692181,19.04778,-98.20723,America/Mexico_City
Saltillo,Mexico,MX,Americas,Latin America,709671,25.42595,-100.97963,America/Monterrey
San Luis Potosí,Mexico,MX,Americas,Latin America,722772,22.15234,-100.97135,America/Monterrey
Santiago de Querétaro,Mexico,MX,Americas,Latin America,1594212,20.58806,-100.38806,America/Mexico_City
Tijuana,Mexico,MX,Americas,Latin America,1922523,32.5027,-117.00371,America/Tijuana
Tlajomulco de Zúñiga,Mexico,MX,Americas,Latin America,30273,20.47421,-103.44654,America/Mexico_City
Tlalnepantla,Mexico,MX,Americas,Latin America,653410,19.54005,-99.19538,America/Mexico_City
Tlaquepaque,Mexico,MX,Americas,Latin America,650123,20.64121,-103.29342,America/Mexico_City
Torreón,Mexico,MX,Americas,Latin America,735340,25.54389,-103.41898,America/Monterrey
Tuxtla,Mexico,MX,Americas,Latin America,604147,16.75357,-93.11578,America/Merida
Zapopan,Mexico,MX,Americas,Latin America,1476491,20.72111,-103.38742,America/Mexico_City
Álvaro Obregón,Mexico,MX,Americas,Latin America,726664,19.35867,-99.20329,America/Mexico_City
Palikir,Micronesia,FM,Oceania,Asia-Pacific,6942,6.92477,158.16109,Pacific/Pohnpei
Chisinau,Moldova,MD,Europe,Europe,635994,47.00902,28.85938,Europe/Chisinau
Monaco,Monaco,MC,Europe,Europe,32965,43.73718,7.42145,Europe/Monaco
Podgorica,Montenegro,ME,Europe,Europe,236852,42.44124,19.26309,Europe/Podgorica
Plymouth,Montserrat,MS,Americas,Latin America,,16.70555,-62.21292,America/Montserrat
Agadir,Morocco,MA,Africa,Africa,698310,30.42018,-9.59815,Africa/Casablanca
Casablanca,Morocco,MA,Africa,Africa,3665954,33.58831,-7.61138,Africa/Casablanca
Fes,Morocco,MA,Africa,Africa,1191905,34.03313,-5.00028,Africa/Casablanca
Marrakesh,Morocco,MA,Africa,Africa,995871,31.63416,-7.99994,Africa/Casablanca
Rabat,Morocco,MA,Africa,Africa,1655753,34.01325,-6.83255,Africa/Casablanca
Salé,Morocco,MA,Africa,Africa,972299,34.0531,-6.79846,Africa/Casablanca
Tangier,Morocco,MA,Africa,Africa,1035141,35.76727,-5.79975,Africa/Casablanca
Beira,Mozambique,MZ,Africa,Africa,687764,-19.84361,34.83889,Africa/Maputo
Maputo,Mozambique,MZ,Africa,Africa,1254837,-25.96553,32.58322,Africa/Maputo
Matola,Mozambique,MZ,Africa,Africa,1198988,-25.96222,32.45889,Africa/Maputo
Nampula,Mozambique,MZ,Africa,Africa,770379,-15.11646,39.2666,Africa/Maputo
Mandalay,Myanmar,MM,Asia,Asia-Pacific,1208099,21.97473,96.08359,Asia/Yangon
Nay Pyi Taw,Myanmar,MM,Asia,Asia-Pacific,925000,19.745,96.12972,Asia/Yangon
Yangon,Myanmar,MM,Asia,Asia-Pacific,4477638,16.80528,96.15611,Asia/Yangon
Windhoek,Namibia,NA,Africa,Africa,386219,-22.55941,17.08323,Africa/Windhoek
Yaren,Nauru,NR,Oceania,Asia-Pacific,1100,-0.55085,166.9252,Pacific/Nauru
Kathmandu,Nepal,NP,Asia,Asia-Pacific,1442271,27.70169,85.3206,Asia/Kathmandu
Auckland,New Zealand,NZ,Oceania,Asia-Pacific,1547200,-36.84853,174.76349,Pacific/Auckland
Christchurch,New Zealand,NZ,Oceania,Asia-Pacific,419200,-43.53333,172.63333,Pacific/Auckland
Wellington,New Zealand,NZ,Oceania,Asia-Pacific,381900,-41.28664,174.77557,Pacific/Auckland
Managua,Nicaragua,NI,Americas,Latin America,973087,12.13282,-86.2504,America/Managua
Niamey,Niger,NE,Africa,Africa,1323691,13.51366,2.1098,Africa/Niamey
Aba,Nigeria,NG,Africa,Africa,1160000,5.10658,7.36667,Africa/Lagos
Abeokuta,Nigeria,NG,Africa,Africa,735000,7.15571,3.34509,Africa/Lagos
Abuja,Nigeria,NG,Africa,Africa,2690000,9.05785,7.49508,Africa/Lagos
Agege,Nigeria,NG,Africa,Africa,683600,6.61563,3.33337,Africa/Lagos
Akure,Nigeria,NG,Africa,Africa,730000,7.25256,5.19312,Africa/Lagos
Bauchi,Nigeria,NG,Africa,Africa,693700,10.31032,9.84388,Africa/Lagos
Benin City,Nigeria,NG,Africa,Africa,1782000,6.33815,5.62575,Africa/Lagos
Enugu,Nigeria,NG,Africa,Africa,950000,6.44132,7.49883,Africa/Lagos
Ibadan,Nigeria,NG,Africa,Africa,3649000,7.37756,3.90591,Africa/Lagos
Ilorin,Nigeria,NG,Africa,Africa,1080000,8.49664,4.54214,Africa/Lagos
Jos,Nigeria,NG,Africa,Africa,1040000,9.92849,8.89212,Africa/Lagos
Kaduna,Nigeria,NG,Africa,Africa,1850000,10.52641,7.43879,Africa/Lagos
Kano,Nigeria,NG,Africa,Africa,4910000,12.00012,8.51672,Africa/Lagos
Katsina,Nigeria,NG,Africa,Africa,670000,12.99082,7.60177,Africa/Lagos
Lagos,Nigeria,NG,Africa,Africa,15388000,6.45407,3.39467,Africa/Lagos
Maiduguri,Nigeria,NG,Africa,Africa,1110000,11.84692,13.15712,Africa/Lagos
Onitsha,Nigeria,NG,Africa,Africa,1553000,6.14978,6.78569,Africa/Lagos
Osogbo,Nigeria,NG,Africa,Africa,645000,7.77104,4.55698,Africa/Lagos
Oyo,Nigeria,NG,Africa,Africa,736072,7.85367,3.93235,Africa/Lagos
Port Harcourt,Nigeria,NG,Africa,Africa,2120000,4.77742,7.0134,Africa/Lagos
Sokoto,Nigeria,NG,Africa,Africa,1040000,13.06269,5.24322,Africa/Lagos
Warri,Nigeria,NG,Africa,Africa,910000,5.51737,5.75006,Africa/Lagos
Zaria,Nigeria,NG,Africa,Africa,980000,11.11128,7.7227,Africa/Lagos
Alofi,Niue,NU,Oceania,Asia-Pacific,624,-19.05294,-169.91957,Pacific/Niue
Kingston,Norfolk Island,NF,Oceania,Asia-Pacific,880,-29.05459,167.96628,Pacific/Norfolk
Pyongyang,North Korea,KP,Asia,Asia-Pacific,3222000,39.03385,125.75432,Asia/Pyongyang
Skopje,North Macedonia,MK,Europe,Europe,474889,41.99646,21.43141,Europe/Skopje
Saipan,Northern Mariana Islands,MP,Oceania,Asia-Pacific,48220,15.21233,145.7545,Pacific/Saipan
Oslo,Norway,NO,Europe,Europe,1082575,59.91273,10.74609,Europe/Oslo
Muscat,Oman,OM,Asia,Middle East and West Asia,797000,23.58413,58.40778,Asia/Muscat
Bahawalpur,Pakistan,PK,Asia,Asia-Pacific,903795,29.39779,71.6752,Asia/Karachi
Bannu,Pakistan,PK,Asia,Asia-Pacific,1357890,32.98527,70.60403,Asia/Karachi
Faisalabad,Pakistan,PK,Asia,Asia-Pacific,3800193,31.41554,73.08969,Asia/Karachi
Gujranwala,Pakistan,PK,Asia,Asia-Pacific,2511118,32.15567,74.18705,Asia/Karachi
Hyderabad,Pakistan,PK,Asia,Asia-Pacific,1921275,25.39689,68.37718,Asia/Karachi
Islamabad,Pakistan,PK,Asia,Asia-Pacific,601600,33.72148,73.04329,Asia/Karachi
Karachi,Pakistan,PK,Asia,Asia-Pacific,11624219,24.8608,67.0104,Asia/Karachi
Lahore,Pakistan,PK,Asia,Asia-Pacific,13004135,31.558,74.35071,Asia/Karachi
Multan,Pakistan,PK,Asia,Asia-Pacific,2169915,30.19679,71.47824,Asia/Karachi
Peshawar,Pakistan,PK,Asia,Asia-Pacific,4758762,34.008,71.57849,Asia/Karachi
Quetta,Pakistan,PK,Asia,Asia-Pacific,1565546,30.18414,67.00141,Asia/Karachi
Rawalpindi,Pakistan,PK,Asia,Asia-Pacific,3357612,33.59733,73.0479,Asia/Karachi
Sargodha,Pakistan,PK,Asia,Asia-Pacific,975886,32.08586,72.67418,Asia/Karachi
Sialkot,Pakistan,PK,Asia,Asia-Pacific,911817,32.49268,74.53134,Asia/Karachi
East Jerusalem,Palestinian Territory,PS,Asia,Middle East and West Asia,428304,31.78336,35.23388,Asia/Hebron
Ramallah,Palestinian Territory,PS,Asia,Middle East and West Asia,43880,31.89964,35.20422,Asia/Hebron
Panama City,Panama,PA,Americas,Latin America,408168,8.9936,-79.51973,America/Panama
Port Moresby,Papua New Guinea,PG,Oceania,Asia-Pacific,283733,-9.47723,147.15089,Pacific/Port_Moresby
Asunción,Paraguay,PY,Americas,Latin America,1482200,-25.28646,-57.647,America/Asuncion
Arequipa,Peru,PE,Americas,Latin America,1195700,-16.39899,-71.53747,America/Lima
Callao,Peru,PE,Americas,Latin America,1226200,-12.05162,-77.13452,America/Lima
Chiclayo,Peru,PE,Americas,Latin America,609400,-6.77008,-79.85495,America/Lima
Lima,Peru,PE,Americas,Latin America,7737002,-12.04318,-77.02824,America/Lima
Piura,Peru,PE,Americas,Latin America,630000,-5.18192,-80.65715,America/Lima
Trujillo,Peru,PE,Americas,Latin America,1067700,-8.11599,-79.02998,America/Lima
Antipolo,Philippines,PH,Asia,Asia-Pacific,913712,14.62578,121.12251,Asia/Manila
Budta,Philippines,PH,Asia,Asia-Pacific,1273715,7.20417,124.43972,Asia/Manila
Caloocan,Philippines,PH,Asia,Asia-Pacific,1712945,14.64953,120.96788,Asia/Manila
Cebu City,Philippines,PH,Asia,Asia-Pacific,965332,10.31672,123.89071,Asia/Manila
Davao,Philippines,PH,Asia,Asia-Pacific,1848947,7.07306,125.61278,Asia/Manila
Malingao,Philippines,PH,Asia,Asia-Pacific,1121974,7.16083,124.475,Asia/Manila
Manila,Philippines,PH,Asia,Asia-Pacific,1600000,14.6042,120.9822,Asia/Manila
Quezon City,Philippines,PH,Asia,Asia-Pacific,3084270,14.6488,121.0509,Asia/Manila
Taguig,Philippines,PH,Asia,Asia-Pacific,1308085,14.5243,121.0792,Asia/Manila
Zamboanga,Philippines,PH,Asia,Asia-Pacific,1018849,6.91028,122.07389,Asia/Manila
Adamstown,Pitcairn,PN,Oceania,Asia-Pacific,46,-25.06597,-130.10147,Pacific/Pitcairn
Bydgoszcz,Poland,PL,Europe,Europe,330038,53.1235,18.00762,Europe/Warsaw
Gdańsk,Poland,PL,Europe,Europe,487371,54.35227,18.64912,Europe/Warsaw
Kraków,Poland,PL,Europe,Europe,816614,50.06143,19.93658,Europe/Warsaw
Lublin,Poland,PL,Europe,Europe,336339,51.25058,22.57009,Europe/Warsaw
Poznań,Poland,PL,Europe,Europe,536151,52.40692,16.92993,Europe/Warsaw
Szczecin,Poland,PL,Europe,Europe,395513,53.42894,14.55302,Europe/Warsaw
Warsaw,Poland,PL,Europe,Europe,1702139,52.22977,21.01178,Europe/Warsaw
Wrocław,Poland,PL,Europe,Europe,672545,51.10286,17.03006,Europe/Warsaw
Łódź,Poland,PL,Europe,Europe,639890,51.77058,19.47395,Europe/Warsaw
Lisbon,Portugal,PT,Europe,Europe,517802,38.72509,-9.1498,Europe/Lisbon
San Juan,Puerto Rico,PR,Americas,Latin America,418140,18.46633,-66.10572,America/Puerto_Rico
Doha,Qatar,QA,Asia,Middle East and West Asia,344939,25.28545,51.53096,Asia/Qatar
Brazzaville,Republic of the Congo,CG,Africa,Africa,1982000,-4.26613,15.28318,Africa/Brazzaville
Pointe-Noire,Republic of the Congo,CG,Africa,Africa,1032000,-4.77609,11.86352,Africa/Brazzaville
Saint-Denis,Reunion,RE,Africa,Africa,154765,-20.88231,55.4504,Indian/Reunion
Bucharest,Romania,RO,Europe,Europe,1877155,44.43225,26.10626,Europe/Bucharest
Constanţa,Romania,RO,Europe,Europe,317832,44.18073,28.63432,Europe/Bucharest
Iaşi,Romania,RO,Europe,Europe,378954,47.16667,27.6,Europe/Bucharest
Sector 3,Romania,RO,Europe,Europe,385439,44.4234,26.16874,Europe/Bucharest
Sector 6,Romania,RO,Europe,Europe,367760,44.43579,26.01649,Europe/Bucharest
Astrakhan,Russia,RU,Europe,Eurasia,533925,46.34968,48.04076,Europe/Astrakhan
Barnaul,Russia,RU,Europe,Eurasia,632372,53.36199,83.72786,Asia/Barnaul
Bryansk,Russia,RU,Europe,Eurasia,427236,53.27096,34.32143,Europe/Moscow
Cheboksary,Russia,RU,Europe,Eurasia,492331,56.13218,47.246,Europe/Moscow
Chelyabinsk,Russia,RU,Europe,Eurasia,1202371,55.1611,61.42877,Asia/Yekaterinburg
Irkutsk,Russia,RU,Europe,Eurasia,623869,52.29566,104.29076,Asia/Irkutsk
Ivanovo,Russia,RU,Europe,Eurasia,406113,56.99988,40.97257,Europe/Moscow
Izhevsk,Russia,RU,Europe,Eurasia,648213,56.85225,53.19862,Europe/Samara
Kaliningrad,Russia,RU,Europe,Eurasia,475056,54.70639,20.51102,Europe/Kaliningrad
Kalininskiy,Russia,RU,Europe,Eurasia,504641,59.99675,30.3899,Europe/Moscow
Kazan,Russia,RU,Europe,Eurasia,1243500,55.78874,49.12214,Europe/Moscow
Kemerovo,Russia,RU,Europe,Eurasia,558973,55.35417,86.10435,Asia/Novokuznetsk
Khabarovsk,Russia,RU,Europe,Eurasia,618150,48.46204,135.0971,Asia/Vladivostok
Kirov,Russia,RU,Europe,Eurasia,507155,58.59809,49.65783,Europe/Kirov
Krasnodar,Russia,RU,Europe,Eurasia,899541,45.04534,38.98178,Europe/Moscow
Krasnoyarsk,Russia,RU,Europe,Eurasia,1090811,56.03742,92.93136,Asia/Krasnoyarsk
Kursk,Russia,RU,Europe,Eurasia,448733,51.72689,36.18457,Europe/Moscow
Lipetsk,Russia,RU,Europe,Eurasia,509735,52.5876,39.55151,Europe/Moscow
Magnitogorsk,Russia,RU,Europe,Eurasia,413351,53.39808,59.0066,Asia/Yekaterinburg
Makhachkala,Russia,RU,Europe,Eurasia,596356,42.97782,47.50027,Europe/Moscow
Moscow,Russia,RU,Europe,Eurasia,10381222,55.75204,37.61781,Europe/Moscow
Naberezhnyye Chelny,Russia,RU,Europe,Eurasia,509870,55.73718,52.41961,Europe/Moscow
Nizhniy Novgorod,Russia,RU,Europe,Eurasia,1259013,56.32867,44.00205,Europe/Moscow
Novokuznetsk,Russia,RU,Europe,Eurasia,539616,53.75752,87.13599,Asia/Novokuznetsk
Novosibirsk,Russia,RU,Europe,Eurasia,1612833,55.02259,82.93175,Asia/Novosibirsk
Omsk,Russia,RU,Europe,Eurasia,1172070,54.99244,73.36859,Asia/Omsk
Orenburg,Russia,RU,Europe,Eurasia,564773,51.76712,55.09883,Asia/Yekaterinburg
Penza,Russia,RU,Europe,Eurasia,523553,53.19568,45.01075,Europe/Moscow
Perm,Russia,RU,Europe,Eurasia,982419,58.01046,56.25017,Asia/Yekaterinburg
Rostov-on-Don,Russia,RU,Europe,Eurasia,1130305,47.21997,39.70769,Europe/Moscow
Ryazan’,Russia,RU,Europe,Eurasia,538962,54.62696,39.70415,Europe/Moscow
Saint Petersburg,Russia,RU,Europe,Eurasia,5351935,59.93863,30.31413,Europe/Moscow
Samara,Russia,RU,Europe,Eurasia,1163399,53.20767,50.13553,Europe/Samara
Saratov,Russia,RU,Europe,Eurasia,844858,51.54048,45.9901,Europe/Saratov
Stavropol,Russia,RU,Europe,Eurasia,433931,45.03442,41.9642,Europe/Moscow
Tolyatti,Russia,RU,Europe,Eurasia,702879,53.5303,49.3461,Europe/Samara
Tomsk,Russia,RU,Europe,Eurasia,574002,56.50049,84.98216,Asia/Tomsk
Tula,Russia,RU,Europe,Eurasia,482873,54.19609,37.61822,Europe/Moscow
Tver,Russia,RU,Europe,Eurasia,420065,56.85836,35.90057,Europe/Moscow
Tyumen,Russia,RU,Europe,Eurasia,768358,57.15222,65.52722,Asia/Yekaterinburg
Ufa,Russia,RU,Europe,Eurasia,1120547,54.74306,55.96779,Asia/Yekaterinburg
Ulyanovsk,Russia,RU,Europe,Eurasia,626540,54.32824,48.38657,Europe/Ulyanovsk
Vladivostok,Russia,RU,Europe,Eurasia,604901,43.10562,131.87353,Asia/Vladivostok
Volgograd,Russia,RU,Europe,Eurasia,1013533,48.71378,44.4976,Europe/Volgograd
Voronezh,Russia,RU,Europe,Eurasia,1047549,51.66833,39.19204,Europe/Moscow
Yaroslavl,Russia,RU,Europe,Eurasia,608722,57.62987,39.87368,Europe/Moscow
Yekaterinburg,Russia,RU,Europe,Eurasia,1495066,56.85733,60.61529,Asia/Yekaterinburg
Kigali,Rwanda,RW,Africa,Africa,1132686,-1.94995,30.05885,Africa/Kigali
Gustavia,Saint Barthelemy,BL,Americas,Latin America,5988,17.89618,-62.84978,America/St_Barthelemy
Jamestown,Saint Helena,SH,Africa,Africa,637,-15.92488,-5.71816,Atlantic/St_Helena
Basseterre,Saint Kitts and Nevis,KN,Americas,Latin America,12920,17.2955,-62.72499,America/St_Kitts
Castries,Saint Lucia,LC,Americas,Latin America,20000,13.9957,-61.00614,America/St_Lucia
Marigot,Saint Martin,MF,Americas,Latin America,5700,18.06819,-63.08302,America/Marigot
Saint-Pierre,Saint Pierre and Miquelon,PM,Americas,North America,6200,46.77914,-56.1773,America/Miquelon
Kingstown,Saint Vincent and the Grenadines,VC,Americas,Latin America,24518,13.15527,-61.22742,America/St_Vincent
Apia,Samoa,WS,Oceania,Asia-Pacific,40407,-13.83333,-171.76666,Pacific/Apia
San Marino,San Marino,SM,Europe,Europe,4500,43.93667,12.44639,Europe/San_Marino
Buraydah,Saudi Arabia,SA,Asia,Middle East and West Asia,745353,26.32599,43.97497,Asia/Riyadh
Dammam,Saudi Arabia,SA,Asia,Middle East and West Asia,1252523,26.43442,50.10326,Asia/Riyadh
Jeddah,Saudi Arabia,SA,Asia,Middle East and West Asia,4697000,21.49012,39.18624,Asia/Riyadh
Madinah,Saudi Arabia,SA,Asia,Middle East and West Asia,1300000,24.46861,39.61417,Asia/Riyadh
Makkah,Saudi Arabia,SA,Asia,Middle East and West Asia,1578722,21.42664,39.82563,Asia/Riyadh
Riyadh,Saudi Arabia,SA,Asia,Middle East and West Asia,4205961,24.68773,46.72185,Asia/Riyadh
Sulţānah,Saudi Arabia,SA,Asia,Middle East and West Asia,946697,24.49258,39.58572,Asia/Riyadh
Dakar,Senegal,SN,Africa,Africa,2646503,14.6937,-17.44406,Africa/Dakar
Pikine,Senegal,SN,Africa,Africa,1170791,14.76457,-17.39071,Africa/Dakar
Saint-Louis,Senegal,SN,Africa,Africa,254171,16.01793,-16.48962,Africa/Dakar
Touba,Senegal,SN,Africa,Africa,1120824,14.86229,-15.87532,Africa/Dakar
Belgrade,Serbia,RS,Europe,Europe,1273651,44.80401,20.46513,Europe/Belgrade
Victoria,Seychelles,SC,Africa,Africa,22881,-4.62001,55.45501,Indian/Mahe
Freetown,Sierra Leone,SL,Africa,Africa,802639,8.48714,-13.2356,Africa/Freetown
Singapore,Singapore,SG,Asia,Asia-Pacific,5638700,1.28967,103.85007,Asia/Singapore
Philipsburg,Sint Maarten,SX,Americas,Latin America,1400,18.026,-63.04582,America/Lower_Princes
Bratislava,Slovakia,SK,Europe,Europe,423737,48.14816,17.10674,Europe/Bratislava
Ljubljana,Slovenia,SI,Europe,Europe,272220,46.05108,14.50513,Europe/Ljubljana
Honiara,Solomon Islands,SB,Oceania,Asia-Pacific,56298,-9.43333,159.95,Pacific/Guadalcanal
Mogadishu,Somalia,SO,Africa,Africa,2587183,2.03711,45.34375,Africa/Mogadishu
Benoni,South Africa,ZA,Africa,Africa,605344,-26.18848,28.32078,Africa/Johannesburg
Cape Town,South Africa,ZA,Africa,Africa,4772846,-33.92584,18.42322,Africa/Johannesburg
Evaton,South Africa,ZA,Africa,Africa,725468,-26.53333,27.85,Africa/Johannesburg
Gqeberha,South Africa,ZA,Africa,Africa,1050078,-33.96109,25.61494,Africa/Johannesburg
Johannesburg,South Africa,ZA,Africa,Africa,9418183,-26.20227,28.04363,Africa/Johannesburg
Pietermaritzburg,South Africa,ZA,Africa,Africa,839327,-29.61679,30.39278,Africa/Johannesburg
Pretoria,South Africa,ZA,Africa,Africa,2112693,-25.74486,28.18783,Africa/Johannesburg
Soshanguve,South Africa,ZA,Africa,Africa,872309,-25.47288,28.09919,Africa/Johannesburg
Soweto,South Africa,ZA,Africa,Africa,1695047,-26.26781,27.85849,Africa/Johannesburg
eThekwini (Durban),South Africa,ZA,Africa,Africa,3338026,-29.8579,31.0292,Africa/Johannesburg
Busan,South Korea,KR,Asia,Asia-Pacific,3285147,35.10168,129.03004,Asia/Seoul
Changwon,South Korea,KR,Asia,Asia-Pacific,1025702,35.22806,128.68111,Asia/Seoul
Daegu,South Korea,KR,Asia,Asia-Pacific,2365523,35.87028,128.59111,Asia/Seoul
Daejeon,South Korea,KR,Asia,Asia-Pacific,1441203,36.34913,127.38493,Asia/Seoul
Goyang-si,South Korea,KR,Asia,Asia-Pacific,1061752,37.65639,126.835,Asia/Seoul
Gwangju,South Korea,KR,Asia,Asia-Pacific,1401235,35.15472,126.91556,Asia/Seoul
Incheon,South Korea,KR,Asia,Asia-Pacific,3015482,37.45646,126.70515,Asia/Seoul
Seongnam-si,South Korea,KR,Asia,Asia-Pacific,914832,37.43861,127.13778,Asia/Seoul
Seoul,South Korea,KR,Asia,Asia-Pacific,10349312,37.566,126.9784,Asia/Seoul
Songpa-gu,South Korea,KR,Asia,Asia-Pacific,,37.5145,127.1059,Asia/Seoul
Suwon,South Korea,KR,Asia,Asia-Pacific,1234582,37.29111,127.00889,Asia/Seoul
Ulsan,South Korea,KR,Asia,Asia-Pacific,1098421,35.53722,129.31667,Asia/Seoul
Juba,South Sudan,SS,Africa,Africa,450000,4.85165,31.58247,Africa/Juba
Alicante,Spain,ES,Europe,Europe,348901,38.34517,-0.48149,Europe/Madrid
Barcelona,Spain,ES,Europe,Europe,1686208,41.38879,2.15899,Europe/Madrid
Bilbao,Spain,ES,Europe,Europe,347342,43.26271,-2.92528,Europe/Madrid
Córdoba,Spain,ES,Europe,Europe,325708,37.89155,-4.77275,Europe/Madrid
Las Palmas de Gran Canaria,Spain,ES,Europe,Europe,383516,28.10178,-15.41573,Atlantic/Canary
Madrid,Spain,ES,Europe,Europe,3255944,40.4165,-3.70256,Europe/Madrid
Murcia,Spain,ES,Europe,Europe,471982,37.98704,-1.13004,Europe/Madrid
Málaga,Spain,ES,Europe,Europe,592346,36.72016,-4.42034,Europe/Madrid
Palma,Spain,ES,Europe,Europe,438234,39.56939,2.65024,Europe/Madrid
Sevilla,Spain,ES,Europe,Europe,686741,37.38283,-5.97317,Europe/Madrid
Valencia,Spain,ES,Europe,Europe,824340,39.47391,-0.37966,Europe/Madrid
Valladolid,Spain,ES,Europe,Europe,300618,41.65541,-4.72353,Europe/Madrid
Zaragoza,Spain,ES,Europe,Europe,686986,41.65606,-0.87734,Europe/Madrid
Colombo,Sri Lanka,LK,Asia,Asia-Pacific,648034,6.93548,79.84868,Asia/Colombo
Khartoum,Sudan,SD,Africa,Africa,1974647,15.55177,32.53241,Africa/Khartoum
Khartoum North,Sudan,SD,Africa,Africa,1012211,15.64925,32.53458,Africa/Khartoum
Omdurman,Sudan,SD,Africa,Africa,1849659,15.64453,32.47773,Africa/Khartoum
Paramaribo,Suriname,SR,Americas,Latin America,223757,5.86638,-55.16682,America/Paramaribo
Longyearbyen,Svalbard and Jan Mayen,SJ,Europe,Europe,2368,78.22334,15.64689,Arctic/Longyearbyen
Gothenburg,Sweden,SE,Europe,Europe,608462,57.70716,11.96679,Europe/Stockholm
Linköping,Sweden,SE,Europe,Europe,166673,58.41086,15.62157,Europe/Stockholm
Malmö,Sweden,SE,Europe,Europe,362133,55.60587,13.00073,Europe/Stockholm
Stockholm,Sweden,SE,Europe,Europe,1515017,59.32938,18.06871,Europe/Stockholm
Bern,Switzerland,CH,Europe,Europe,121631,46.94809,7.44744,Europe/Zurich
Zürich,Switzerland,CH,Europe,Europe,415367,47.36667,8.55,Europe/Zurich
Aleppo,Syria,SY,Asia,Middle East and West Asia,2098210,36.20124,37.16117,Asia/Damascus
Damascus,Syria,SY,Asia,Middle East and West Asia,1569394,33.5102,36.29128,Asia/Damascus
Homs,Syria,SY,Asia,Middle East and West Asia,775404,34.72405,36.72559,Asia/Damascus
Latakia,Syria,SY,Asia,Middle East and West Asia,709000,35.53125,35.79088,Asia/Damascus
Kaohsiung,Taiwan,TW,Asia,Asia-Pacific,2737660,22.61626,120.31333,Asia/Taipei
New Taipei City,Taiwan,TW,Asia,Asia-Pacific,4004367,25.06199,121.45703,Asia/Taipei
Taichung,Taiwan,TW,Asia,Asia-Pacific,2850285,24.1469,120.6839,Asia/Taipei
Tainan,Taiwan,TW,Asia,Asia-Pacific,1856642,22.99083,120.21333,Asia/Taipei
Taipei,Taiwan,TW,Asia,Asia-Pacific,7871900,25.05306,121.52639,Asia/Taipei
Dushanbe,Tajikistan,TJ,Asia,Eurasia,679400,38.53575,68.77905,Asia/Dushanbe
Arusha,Tanzania,TZ,Africa,Africa,617631,-3.36667,36.68333,Africa/Dar_es_Salaam
Dar es Salaam,Tanzania,TZ,Africa,Africa,5383728,-6.82349,39.26951,Africa/Dar_es_Salaam
Dodoma,Tanzania,TZ,Africa,Africa,765179,-6.17221,35.73947,Africa/Dar_es_Salaam
Mwanza,Tanzania,TZ,Africa,Africa,1104521,-2.51667,32.9,Africa/Dar_es_Salaam
Zanzibar,Tanzania,TZ,Africa,Africa,709809,-6.16394,39.19793,Africa/Dar_es_Salaam
Bangkok,Thailand,TH,Asia,Asia-Pacific,5104476,13.75398,100.50144,Asia/Bangkok
Chiang Rai,Thailand,TH,Asia,Asia-Pacific,78756,19.90858,99.8325,Asia/Bangkok
Amsterdam,The Netherlands,NL,Europe,Europe,741636,52.37403,4.88969,Europe/Amsterdam
Breda,The Netherlands,NL,Europe,Europe,184126,51.58656,4.77596,Europe/Amsterdam
Rotterdam,The Netherlands,NL,Europe,Europe,868135,51.9225,4.47917,Europe/Amsterdam
The Hague,The Netherlands,NL,Europe,Europe,474292,52.07667,4.29861,Europe/Amsterdam
Utrecht,The Netherlands,NL,Europe,Europe,376435,52.09083,5.12222,Europe/Amsterdam
Dili,Timor Leste,TL,Oceania,Asia-Pacific,150000,-8.55861,125.57361,Asia/Dili
Lomé,Togo,TG,Africa,Africa,2188376,6.12874,1.22154,Africa/Lome
Port of Spain,Trinidad and Tobago,TT,Americas,Latin America,49031,10.66668,-61.51889,America/Port_of_Spain
Tunis,Tunisia,TN,Africa,Africa,693210,36.81897,10.16579,Africa/Tunis
Adana,Turkey,TR,Asia,Middle East and West Asia,1816750,36.98615,35.32531,Europe/Istanbul
Ankara,Turkey,TR,Asia,Middle East and West Asia,3517182,39.91987,32.85427,Europe/Istanbul
Antalya,Turkey,TR,Asia,Middle East and West Asia,1335002,36.90812,30.69556,Europe/Istanbul
Bağcılar,Turkey,TR,Asia,Middle East and West Asia,740069,41.03903,28.85671,Europe/Istanbul
Bursa,Turkey,TR,Asia,Middle East and West Asia,3101833,40.19559,29.06013,Europe/Istanbul
Diyarbakır,Turkey,TR,Asia,Middle East and West Asia,1833684,37.91363,40.21721,Europe/Istanbul
Erzurum,Turkey,TR,Asia,Middle East and West Asia,767848,39.90861,41.27694,Europe/Istanbul
Esenyurt,Turkey,TR,Asia,Middle East and West Asia,983571,41.02697,28.67732,Europe/Istanbul
Eskişehir,Turkey,TR,Asia,Middle East and West Asia,921630,39.77667,30.52056,Europe/Istanbul
Gaziantep,Turkey,TR,Asia,Middle East and West Asia,2222415,37.05944,37.3825,Europe/Istanbul
Istanbul,Turkey,TR,Asia,Middle East and West Asia,15701602,41.01384,28.94966,Europe/Istanbul
Kayseri,Turkey,TR,Asia,Middle East and West Asia,1452458,38.73222,35.48528,Europe/Istanbul
Kocaeli,Turkey,TR,Asia,Middle East and West Asia,,40.76499,29.92928,Europe/Istanbul
Konya,Turkey,TR,Asia,Middle East and West Asia,1433861,37.87135,32.48464,Europe/Istanbul
Küçükçekmece,Turkey,TR,Asia,Middle East and West Asia,792030,40.99104,28.77123,Europe/Istanbul
Lüleburgaz,Turkey,TR,Asia,Middle East and West Asia,90899,41.40173,27.35746,Europe/Istanbul
Malatya,Turkey,TR,Asia,Middle East and West Asia,750491,38.35018,38.31667,Europe/Istanbul
Mezitli,Turkey,TR,Asia,Middle East and West Asia,,36.74541,34.52256,Europe/Istanbul
Seferihisar,Turkey,TR,Asia,Middle East and West Asia,19596,38.1975,26.83881,Europe/Istanbul
Çankaya,Turkey,TR,Asia,Middle East and West Asia,792189,39.9179,32.86268,Europe/Istanbul
İzmir,Turkey,TR,Asia,Middle East and West Asia,2938292,38.41273,27.13838,Europe/Istanbul
Ashgabat,Turkmenistan,TM,Asia,Eurasia,1030063,37.95,58.38333,Asia/Ashgabat
Cockburn Town,Turks and Caicos Islands,TC,Americas,Latin America,3720,21.46122,-71.14188,America/Grand_Turk
Funafuti,Tuvalu,TV,Oceania,Asia-Pacific,6320,-8.52425,179.19417,Pacific/Funafuti
Charlotte Amalie,U.S. Virgin Islands,VI,Americas,Latin America,20000,18.3419,-64.9307,America/St_Thomas
Kampala,Uganda,UG,Africa,Africa,1680600,0.31628,32.58219,Africa/Kampala
Darnytsya,Ukraine,UA,Europe,Europe,343384,50.41596,30.69534,Europe/Kyiv
Desna,Ukraine,UA,Europe,Europe,368500,50.52207,30.68228,Europe/Kyiv
Dnipro,Ukraine,UA,Europe,Europe,968502,48.46664,35.04066,Europe/Kyiv
Dniprovskyi,Ukraine,UA,Europe,Europe,357900,50.45366,30.60146,Europe/Kyiv
Donetsk,Ukraine,UA,Europe,Europe,901645,48.023,37.80224,Europe/Kyiv
Kharkiv,Ukraine,UA,Europe,Europe,1421125,49.98177,36.25475,Europe/Kyiv
Kryvyy Rih,Ukraine,UA,Europe,Europe,603904,47.90572,33.39404,Europe/Kyiv
Kyiv,Ukraine,UA,Europe,Europe,2952301,50.45466,30.5238,Europe/Kyiv
Luhansk,Ukraine,UA,Europe,Europe,397677,48.56814,39.30553,Europe/Kyiv
Lviv,Ukraine,UA,Europe,Europe,717273,49.83826,24.02324,Europe/Kyiv
Makiyivka,Ukraine,UA,Europe,Europe,338968,48.04782,37.92576,Europe/Kyiv
Mykolayiv,Ukraine,UA,Europe,Europe,470011,46.97625,31.99296,Europe/Kyiv
Odesa,Ukraine,UA,Europe,Europe,1010537,46.48572,30.74383,Europe/Kyiv
Pravyi Bereh,Ukraine,UA,Europe,Europe,352088,47.11498,37.58519,Europe/Kyiv
Saltivka,Ukraine,UA,Europe,Europe,409300,50.02207,36.34901,Europe/Kyiv
Sevastopol,Ukraine,UA,Europe,Europe,547820,44.60795,33.52134,Europe/Simferopol
Simferopol,Ukraine,UA,Europe,Europe,336460,44.95719,34.11079,Europe/Simferopol
Vinnytsya,Ukraine,UA,Europe,Europe,430091,49.2322,28.46871,Europe/Kyiv
Zaporizhzhya,Ukraine,UA,Europe,Europe,710052,47.85167,35.11714,Europe/Kyiv
Abu Dhabi,United Arab Emirates,AE,Asia,Middle East and West Asia,1807000,24.45118,54.39696,Asia/Dubai
Al Ain City,United Arab Emirates,AE,Asia,Middle East and West Asia,846747,24.19167,55.76056,Asia/Dubai
Dubai,United Arab Emirates,AE,Asia,Middle East and West Asia,3790000,25.07725,55.30927,Asia/Dubai
Sharjah,United Arab Emirates,AE,Asia,Middle East and West Asia,1800000,25.3342,55.41221,Asia/Dubai
Belfast,United Kingdom,GB,Europe,Europe,348005,54.59682,-5.92541,Europe/London
Birkenhead,United Kingdom,GB,Europe,Europe,325264,53.39337,-3.01479,Europe/London
Birmingham,United Kingdom,GB,Europe,Europe,1157603,52.48142,-1.89983,Europe/London
Bradford,United Kingdom,GB,Europe,Europe,366187,53.79391,-1.75206,Europe/London
Brent,United Kingdom,GB,Europe,Europe,329100,51.55306,-0.3023,Europe/London
Bristol,United Kingdom,GB,Europe,Europe,479024,51.45523,-2.59665,Europe/London
Cardiff,United Kingdom,GB,Europe,Europe,372089,51.48,-3.18,Europe/London
Coventry,United Kingdom,GB,Europe,Europe,345324,52.40656,-1.51217,Europe/London
Edinburgh,United Kingdom,GB,Europe,Europe,514990,55.95206,-3.19648,Europe/London
Glasgow,United Kingdom,GB,Europe,Europe,626410,55.86515,-4.25763,Europe/London
Islington,United Kingdom,GB,Europe,Europe,319143,51.53622,-0.10304,Europe/London
Kingston upon Hull,United Kingdom,GB,Europe,Europe,314018,53.7446,-0.33525,Europe/London
Leeds,United Kingdom,GB,Europe,Europe,536280,53.79648,-1.54785,Europe/London
Leicester,United Kingdom,GB,Europe,Europe,368600,52.6386,-1.13169,Europe/London
Liverpool,United Kingdom,GB,Europe,Europe,496770,53.41058,-2.97794,Europe/London
London,United Kingdom,GB,Europe,Europe,8961989,51.50853,-0.12574,Europe/London
Manchester,United Kingdom,GB,Europe,Europe,568996,53.48095,-2.23743,Europe/London
Newcastle upon Tyne,United Kingdom,GB,Europe,Europe,300125,54.97328,-1.61396,Europe/London
Nottingham,United Kingdom,GB,Europe,Europe,323632,52.9536,-1.15047,Europe/London
Preston,United Kingdom,GB,Europe,Europe,313332,53.76282,-2.70452,Europe/London
Reading,United Kingdom,GB,Europe,Europe,318014,51.45625,-0.97113,Europe/London
Sheffield,United Kingdom,GB,Europe,Europe,556500,53.38297,-1.4659,Europe/London
Swansea,United Kingdom,GB,Europe,Europe,300352,51.62079,-3.94323,Europe/London
Albuquerque,United States,US,Americas,North America,564559,35.08449,-106.65114,America/Denver
Atlanta,United States,US,Americas,North America,510823,33.749,-84.38798,America/New_York
Austin,United States,US,Americas,North America,974447,30.26715,-97.74306,America/Chicago
Baltimore,United States,US,Americas,North America,585708,39.29038,-76.61219,America/New_York
Boston,United States,US,Americas,North America,653833,42.35843,-71.05977,America/New_York
Brooklyn,United States,US,Americas,North America,2736074,40.6501,-73.94958,America/New_York
Charlotte,United States,US,Americas,North America,911311,35.22709,-80.84313,America/New_York
Chicago,United States,US,Americas,North America,2664452,41.85003,-87.65005,America/Chicago
Colorado Springs,United States,US,Americas,North America,456568,38.83388,-104.82136,America/Denver
Columbus,United States,US,Americas,North America,913175,39.96118,-82.99879,America/New_York
Dallas,United States,US,Americas,North America,1326087,32.78306,-96.80667,America/Chicago
Denver,United States,US,Americas,North America,729019,39.73915,-104.9847,America/Denver
Detroit,United States,US,Americas,North America,645705,42.33143,-83.04575,America/Detroit
El Paso,United States,US,Americas,North America,678815,31.75872,-106.48693,America/Denver
Fort Worth,United States,US,Americas,North America,1008106,32.72541,-97.32085,America/Chicago
Fresno,United States,US,Americas,North America,542107,36.74773,-119.77237,America/Los_Angeles
Houston,United States,US,Americas,North America,2314157,29.76328,-95.36327,America/Chicago
Indianapolis,United States,US,Americas,North America,887642,39.76838,-86.15804,America/Indiana/Indianapolis
Jacksonville,United States,US,Americas,North America,1009833,30.33218,-81.65565,America/New_York
Kansas City,United States,US,Americas,North America,475378,39.09973,-94.57857,America/Chicago
Las Vegas,United States,US,Americas,North America,641903,36.17497,-115.13722,America/Los_Angeles
Long Beach,United States,US,Americas,North America,474140,33.76696,-118.18923,America/Los_Angeles
Los Angeles,United States,US,Americas,North America,3820914,34.05223,-118.24368,America/Los_Angeles
Louisville,United States,US,Americas,North America,624444,38.25424,-85.75941,America/Kentucky/Louisville
Manhattan,United States,US,Americas,North America,1487536,40.78343,-73.96625,America/New_York
Memphis,United States,US,Americas,North America,633104,35.14953,-90.04898,America/Chicago
Mesa,United States,US,Americas,North America,471825,33.42227,-111.82264,America/Phoenix
Miami,United States,US,Americas,North America,487014,25.77427,-80.19366,America/New_York
Milwaukee,United States,US,Americas,North America,563531,43.0389,-87.90647,America/Chicago
Minneapolis,United States,US,Americas,North America,410939,44.97997,-93.26384,America/Chicago
Nashville,United States,US,Americas,North America,689447,36.16589,-86.78444,America/Chicago
New South Memphis,United States,US,Americas,North America,641608,35.08676,-90.05676,America/Chicago
New York City,United States,US,Americas,North America,8804190,40.71427,-74.00597,America/New_York
Oakland,United States,US,Americas,North America,419267,37.80437,-122.2708,America/Los_Angeles
Oklahoma City,United States,US,Americas,North America,681054,35.46756,-97.51643,America/Chicago
Omaha,United States,US,Americas,North America,486051,41.25626,-95.94043,America/Chicago
Philadelphia,United States,US,Americas,North America,1573916,39.95238,-75.16362,America/New_York
Phoenix,United States,US,Americas,North America,1650070,33.44838,-112.07404,America/Phoenix
Portland,United States,US,Americas,North America,652503,45.52345,-122.67621,America/Los_Angeles
Queens,United States,US,Americas,North America,2316841,40.68149,-73.83652,America/New_York
Raleigh,United States,US,Americas,North America,482295,35.7721,-78.63861,America/New_York
Sacramento,United States,US,Americas,North America,524943,38.58157,-121.4944,America/Los_Angeles
San Antonio,United States,US,Americas,North America,1526656,29.42412,-98.49363,America/Chicago
San Diego,United States,US,Americas,North America,1404452,32.71571,-117.16472,America/Los_Angeles
San Francisco,United States,US,Americas,North America,827526,37.77493,-122.41942,America/Los_Angeles
San Jose,United States,US,Americas,North America,997368,37.33939,-121.89496,America/Los_Angeles
Seattle,United States,US,Americas,North America,780995,47.60621,-122.33207,America/Los_Angeles
South Boston,United States,US,Americas,North America,571281,42.33343,-71.04949,America/New_York
Staten Island,United States,US,Americas,North America,468730,40.56233,-74.13986,America/New_York
Tampa,United States,US,Americas,North America,414547,27.94752,-82.45843,America/New_York
The Bronx,United States,US,Americas,North America,1385108,40.84985,-73.86641,America/New_York
Tucson,United States,US,Americas,North America,542629,32.22174,-110.92648,America/Phoenix
Tulsa,United States,US,Americas,North America,413066,36.15398,-95.99277,America/Chicago
Virginia Beach,United States,US,Americas,North America,454808,36.85293,-75.97799,America/New_York
Washington,United States,US,Americas,North America,689545,38.89511,-77.03637,America/New_York
Montevideo,Uruguay,UY,Americas,Latin America,1270737,-34.90328,-56.18816,America/Montevideo
Andijon,Uzbekistan,UZ,Asia,Eurasia,747800,40.78338,72.35067,Asia/Tashkent
Namangan,Uzbekistan,UZ,Asia,Eurasia,713220,40.9983,71.67257,Asia/Tashkent
Samarkand,Uzbekistan,UZ,Asia,Eurasia,595200,39.65456,66.96445,Asia/Samarkand
Tashkent,Uzbekistan,UZ,Asia,Eurasia,1978028,41.26465,69.21627,Asia/Tashkent
Vatican City,Vatican,VA,Europe,Europe,829,41.90268,12.45414,Europe/Vatican
Barcelona,Venezuela,VE,Americas,Latin America,815141,10.1384,-64.68769,America/Caracas
Barquisimeto,Venezuela,VE,Americas,Latin America,1240714,10.0647,-69.35703,America/Caracas
Caracas,Venezuela,VE,Americas,Latin America,3000000,10.48801,-66.87919,America/Caracas
Ciudad Guayana,Venezuela,VE,Americas,Latin America,978202,8.35122,-62.64102,America/Caracas
Maracaibo,Venezuela,VE,Americas,Latin America,1752602,10.64232,-71.61089,America/Caracas
Maturín,Venezuela,VE,Americas,Latin America,647459,9.74569,-63.18323,America/Caracas
Valencia,Venezuela,VE,Americas,Latin America,1619470,10.16153,-68.00044,America/Caracas
Biên Hòa,Vietnam,VN,Asia,Asia-Pacific,1272235,10.94469,106.82432,Asia/Ho_Chi_Minh
Cần Thơ,Vietnam,VN,Asia,Asia-Pacific,1507187,10.03711,105.78825,Asia/Ho_Chi_Minh
Da Nang,Vietnam,VN,Asia,Asia-Pacific,1276000,16.06778,108.22083,Asia/Ho_Chi_Minh
Haiphong,Vietnam,VN,Asia,Asia-Pacific,2625200,20.86481,106.68345,Asia/Bangkok
Hanoi,Vietnam,VN,Asia,Asia-Pacific,8053663,21.0245,105.84117,Asia/Bangkok
Ho Chi Minh City,Vietnam,VN,Asia,Asia-Pacific,14002598,10.82302,106.62965,Asia/Ho_Chi_Minh
Huế,Vietnam,VN,Asia,Asia-Pacific,1380000,16.4619,107.59546,Asia/Bangkok
Aden,Yemen,YE,Asia,Middle East and West Asia,1079670,12.77957,45.03852,Asia/Aden
Al Ḩudaydah,Yemen,YE,Asia,Middle East and West Asia,734699,14.79781,42.95452,Asia/Aden
Ibb,Yemen,YE,Asia,Middle East and West Asia,771514,13.96667,44.18333,Asia/Aden
Sanaa,Yemen,YE,Asia,Middle East and West Asia,1937451,15.35452,44.20646,Asia/Aden
Taiz,Yemen,YE,Asia,Middle East and West Asia,940600,13.57952,44.02091,Asia/Aden
Kitwe,Zambia,ZM,Africa,Africa,665961,-12.80243,28.21323,Africa/Lusaka
Lusaka,Zambia,ZM,Africa,Africa,2212301,-15.40669,28.28713,Africa/Lusaka
Ndola,Zambia,ZM,Africa,Africa,627503,-12.95867,28.63659,Africa/Lusaka
Bulawayo,Zimbabwe,ZW,Africa,Africa,665952,-20.15,28.58333,Africa/Harare
Harare,Zimbabwe,ZW,Africa,Africa,1542813,-17.82772,31.05337,Africa/Harare
`;
