# ruff: noqa: E501 (one line a state, however many names it has)
"""States: how the news names them, their people, and the capital that may stand for their government.

One line a state: ISO 3166-1 code, the name that is canonical here, other names, words for its people and things
(adjectives and nouns; a regular plural in -s is understood), capital. All states of ISO 3166 are here, and the lands
of others that the news names by themselves; :data:`kg.mentions.tables.REGIONS` says which are no states.
"""

from __future__ import annotations

__all__ = ["COUNTRIES", "LACKING"]

#: States that have no holder of an office, by their forms of government: no president is a kingdom's.
LACKING = {
    "president": frozenset(
        (
            *("Andorra", "Antigua and Barbuda", "Australia", "Bahamas", "Bahrain", "Belgium", "Belize", "Bhutan"),
            *("Brunei", "Cambodia", "Canada", "Denmark", "Eswatini", "Grenada", "Jamaica", "Japan", "Jordan", "Kuwait"),
            *("Lesotho", "Liechtenstein", "Luxembourg", "Malaysia", "Monaco", "Morocco", "Netherlands", "New Zealand"),
            *("Norway", "Oman", "Papua New Guinea", "Qatar", "Saint Lucia", "Saudi Arabia", "Solomon Islands"),
            *("Sweden", "Thailand", "Tonga", "Tuvalu", "United Kingdom", "England", "Scotland", "Wales"),
            *("Northern Ireland", "Vatican City"),
        )
    ),
    "prime minister": frozenset(
        (
            *("Angola", "Argentina", "Bolivia", "Botswana", "Brazil", "Chile", "Colombia", "Costa Rica", "Cyprus"),
            *("Dominican Republic", "Ecuador", "El Salvador", "Gambia", "Ghana", "Guatemala", "Honduras", "Indonesia"),
            *("Liberia", "Malawi", "Mexico", "Nicaragua", "Nigeria", "Panama", "Paraguay", "Philippines"),
            *("Sierra Leone", "South Sudan", "Switzerland", "United States", "Uruguay", "Venezuela", "Zambia"),
        )
    ),
}

COUNTRIES = """\
AF|Afghanistan|Islamic Emirate of Afghanistan|Afghan|Kabul
AL|Albania|Republic of Albania|Albanian|Tirana
DZ|Algeria||Algerian|Algiers
AD|Andorra||Andorran|Andorra la Vella
AO|Angola||Angolan|Luanda
AG|Antigua and Barbuda|Antigua|Antiguan|
AR|Argentina|Argentine Republic|Argentine,Argentinian,Argentinean|Buenos Aires
AM|Armenia||Armenian|Yerevan
AW|Aruba||Aruban|
AU|Australia|Commonwealth of Australia|Australian,Aussie|Canberra
AT|Austria|Republic of Austria|Austrian|Vienna
AZ|Azerbaijan||Azerbaijani,Azeri|Baku
BS|Bahamas||Bahamian|Nassau
BH|Bahrain|Kingdom of Bahrain|Bahraini|Manama
BD|Bangladesh||Bangladeshi|Dhaka
BB|Barbados||Barbadian|Bridgetown
BY|Belarus|Byelorussia,Belorussia|Belarusian,Belarussian,Byelorussian|Minsk
BE|Belgium|Kingdom of Belgium|Belgian|
BZ|Belize||Belizean|Belmopan
BJ|Benin||Beninese|Porto-Novo
BM|Bermuda||Bermudian|
BT|Bhutan||Bhutanese|Thimphu
BO|Bolivia|Plurinational State of Bolivia|Bolivian|La Paz
BA|Bosnia and Herzegovina|Bosnia,Bosnia-Herzegovina,Bosnia-Hercegovina|Bosnian,Herzegovinian|Sarajevo
BW|Botswana||Botswanan,Motswana,Batswana|Gaborone
BR|Brazil|Federative Republic of Brazil|Brazilian|Brasilia,Brasília
BN|Brunei|Brunei Darussalam|Bruneian|
BG|Bulgaria|Republic of Bulgaria|Bulgarian|Sofia
BF|Burkina Faso||Burkinabe,Burkinabè|Ouagadougou
BI|Burundi||Burundian|Bujumbura
KH|Cambodia|Kampuchea|Cambodian|Phnom Penh
CM|Cameroon||Cameroonian|Yaounde,Yaoundé
CA|Canada||Canadian|Ottawa
CV|Cape Verde|Cabo Verde|Cape Verdean|Praia
KY|Cayman Islands|Caymans|Caymanian|
CF|Central African Republic||Central African|Bangui
TD|Chad||Chadian|N'Djamena
CL|Chile||Chilean|Santiago
CN|China|People's Republic of China,PRC,Communist China,mainland China,Red China|Chinese|Beijing,Peking
CO|Colombia||Colombian|Bogota,Bogotá
KM|Comoros||Comorian,Comoran|Moroni
CG|Republic of the Congo|Congo-Brazzaville,Republic of Congo||Brazzaville
CK|Cook Islands||Cook Islander|
CD|Democratic Republic of the Congo|DR Congo,DRC,Democratic Republic of Congo,Congo-Kinshasa,Congo,Zaire|Congolese,Zairean|Kinshasa
CR|Costa Rica||Costa Rican|
CI|Ivory Coast|Côte d'Ivoire,Cote d'Ivoire|Ivorian|Abidjan
HR|Croatia||Croatian,Croat|Zagreb
CU|Cuba||Cuban|Havana
CW|Curaçao|Curacao|Curaçaoan|
CY|Cyprus|Republic of Cyprus|Cypriot,Greek Cypriot|Nicosia
CZ|Czech Republic|Czechia|Czech|Prague
DK|Denmark|Kingdom of Denmark|Danish,Dane|Copenhagen
DJ|Djibouti||Djiboutian|
DM|Dominica|||
DO|Dominican Republic||Dominican|Santo Domingo
EC|Ecuador||Ecuadorian,Ecuadorean|Quito
EG|Egypt|Arab Republic of Egypt|Egyptian|Cairo
SV|El Salvador||Salvadoran,Salvadorean|San Salvador
GQ|Equatorial Guinea||Equatorial Guinean,Equatoguinean|Malabo
ER|Eritrea||Eritrean|Asmara
EE|Estonia|Republic of Estonia|Estonian|Tallinn
SZ|Eswatini|Swaziland|Swazi|Mbabane
ET|Ethiopia||Ethiopian|Addis Ababa
FK|Falkland Islands|Falklands|Falkland Islander|
FO|Faroe Islands|Faroes,Faeroe Islands|Faroese|
FJ|Fiji||Fijian|Suva
FI|Finland||Finnish,Finn|Helsinki
FR|France|French Republic|French,Frenchman,Frenchmen,Frenchwoman|Paris,Élysée,Elysée,Elysee
GF|French Guiana|||
PF|French Polynesia||French Polynesian|
GA|Gabon||Gabonese|Libreville
GM|Gambia||Gambian|Banjul
GE|Georgia|Republic of Georgia|Georgian|Tbilisi
DE|Germany|Federal Republic of Germany,West Germany|German|Berlin,Bonn
GH|Ghana||Ghanaian,Ghanian|Accra
GI|Gibraltar||Gibraltarian|
GR|Greece|Hellenic Republic|Greek|Athens
GL|Greenland||Greenlandic,Greenlander|Nuuk
GD|Grenada||Grenadian|
GP|Guadeloupe|||
GU|Guam||Guamanian|
GT|Guatemala||Guatemalan|Guatemala City
GN|Guinea||Guinean|Conakry
GW|Guinea-Bissau|||Bissau
GY|Guyana||Guyanese|Georgetown
HT|Haiti||Haitian|Port-au-Prince
HN|Honduras||Honduran|Tegucigalpa
HK|Hong Kong||Hong Konger,Hongkonger|
HU|Hungary||Hungarian|Budapest
IS|Iceland||Icelandic,Icelander|Reykjavik,Reykjavík
IN|India|Republic of India|Indian|New Delhi,Delhi
ID|Indonesia|Republic of Indonesia|Indonesian|Jakarta
IR|Iran|Islamic Republic of Iran,Islamic Republic,Persia|Iranian|Tehran,Teheran
IQ|Iraq||Iraqi|Baghdad
IE|Ireland|Republic of Ireland,Irish Republic,Eire|Irish,Irishman,Irishmen|Dublin
IM|Isle of Man||Manx|
IL|Israel|State of Israel|Israeli|Jerusalem
IT|Italy|Italian Republic|Italian|Rome
JM|Jamaica||Jamaican|Kingston
JP|Japan||Japanese|Tokyo
JO|Jordan|Hashemite Kingdom of Jordan|Jordanian|Amman
KZ|Kazakhstan|Kazakstan|Kazakh,Kazakhstani|Astana,Nur-Sultan
KE|Kenya||Kenyan|Nairobi
KI|Kiribati|||Tarawa
KP|North Korea|DPRK,Democratic People's Republic of Korea|North Korean|Pyongyang
KR|South Korea|Republic of Korea,ROK,Korea|South Korean,Korean|Seoul
XK|Kosovo||Kosovar,Kosovan|Pristina
KW|Kuwait||Kuwaiti|Kuwait City
KG|Kyrgyzstan|Kyrgyz Republic,Kirghizia|Kyrgyz,Kyrgyzstani|Bishkek
LA|Laos||Laotian,Lao|Vientiane
LV|Latvia||Latvian|Riga
LB|Lebanon||Lebanese|Beirut
LS|Lesotho||Basotho|Maseru
LR|Liberia||Liberian|Monrovia
LY|Libya||Libyan|Tripoli
LI|Liechtenstein||Liechtensteiner|Vaduz
LT|Lithuania||Lithuanian|Vilnius
LU|Luxembourg|Luxemburg,Grand Duchy of Luxembourg|Luxembourgish,Luxembourger|
MO|Macau|Macao|Macanese|
MG|Madagascar||Malagasy,Madagascan|Antananarivo
MW|Malawi||Malawian|Lilongwe
MY|Malaysia||Malaysian|Kuala Lumpur,Putrajaya
MV|Maldives||Maldivian|
ML|Mali||Malian|Bamako
MT|Malta||Maltese|Valletta
MH|Marshall Islands||Marshallese|Majuro
MQ|Martinique|||
MR|Mauritania||Mauritanian|Nouakchott
MU|Mauritius||Mauritian|Port Louis
YT|Mayotte||Mahoran|
MX|Mexico|United Mexican States|Mexican|Mexico City
FM|Micronesia|Federated States of Micronesia|Micronesian|
MD|Moldova|Republic of Moldova,Moldavia|Moldovan,Moldavian|Chisinau,Chișinău
MC|Monaco||Monegasque,Monégasque|
MN|Mongolia||Mongolian|Ulaanbaatar,Ulan Bator
ME|Montenegro||Montenegrin|Podgorica
MA|Morocco|Kingdom of Morocco|Moroccan|Rabat
MZ|Mozambique||Mozambican|Maputo
MM|Myanmar|Burma|Burmese|Naypyidaw,Naypyitaw,Rangoon,Yangon
NA|Namibia||Namibian|Windhoek
NR|Nauru||Nauruan|
NP|Nepal||Nepali,Nepalese|Kathmandu
NL|Netherlands|Holland,Kingdom of the Netherlands|Dutch,Dutchman,Dutchmen,Dutchwoman|The Hague
NC|New Caledonia||New Caledonian|
NZ|New Zealand|Aotearoa|New Zealander,Kiwi|Wellington
NI|Nicaragua||Nicaraguan|Managua
NE|Niger||Nigerien|Niamey
NG|Nigeria|Federal Republic of Nigeria|Nigerian|Abuja
MK|North Macedonia|Macedonia,Republic of Macedonia,FYROM|Macedonian,North Macedonian|Skopje
NO|Norway|Kingdom of Norway|Norwegian|Oslo
OM|Oman|Sultanate of Oman|Omani|Muscat
PK|Pakistan|Islamic Republic of Pakistan|Pakistani|Islamabad
PW|Palau||Palauan|
PS|Palestine|State of Palestine,Palestinian Territories,Palestinian territories|Palestinian|Ramallah
PA|Panama||Panamanian|Panama City
PG|Papua New Guinea||Papua New Guinean|Port Moresby
PY|Paraguay||Paraguayan|Asuncion,Asunción
PE|Peru||Peruvian|Lima
PH|Philippines|Republic of the Philippines|Filipino,Philippine,Filipina|Manila
PL|Poland|Republic of Poland|Polish,Pole|Warsaw
PT|Portugal||Portuguese|Lisbon
PR|Puerto Rico||Puerto Rican|San Juan
QA|Qatar|State of Qatar|Qatari|Doha
RO|Romania|Rumania|Romanian|Bucharest
RU|Russia|Russian Federation|Russian|Moscow,Kremlin
RW|Rwanda||Rwandan|Kigali
KN|Saint Kitts and Nevis|St. Kitts and Nevis,St Kitts and Nevis|Kittitian|Basseterre
LC|Saint Lucia|St. Lucia,St Lucia|Saint Lucian,St. Lucian,St Lucian|Castries
VC|Saint Vincent and the Grenadines|St. Vincent and the Grenadines,St Vincent and the Grenadines||Kingstown
WS|Samoa||Samoan|Apia
SM|San Marino||Sammarinese|
ST|São Tomé and Príncipe|Sao Tome and Principe|Santomean|
SA|Saudi Arabia|Kingdom of Saudi Arabia,KSA|Saudi,Saudi Arabian|Riyadh
SN|Senegal||Senegalese|Dakar
RS|Serbia||Serbian,Serb|Belgrade
SC|Seychelles||Seychellois|
SL|Sierra Leone||Sierra Leonean|Freetown
SG|Singapore|Republic of Singapore|Singaporean|
SK|Slovakia|Slovak Republic|Slovak,Slovakian|Bratislava
SI|Slovenia||Slovenian,Slovene|Ljubljana
SB|Solomon Islands||Solomon Islander|Honiara
SO|Somalia||Somali,Somalian|Mogadishu
ZA|South Africa|Republic of South Africa|South African|Pretoria
SS|South Sudan||South Sudanese|Juba
ES|Spain|Kingdom of Spain|Spanish,Spaniard|Madrid
LK|Sri Lanka|Ceylon|Sri Lankan|Colombo
SD|Sudan||Sudanese|Khartoum
SR|Suriname|Surinam|Surinamese|Paramaribo
SE|Sweden|Kingdom of Sweden|Swedish,Swede|Stockholm
CH|Switzerland|Swiss Confederation|Swiss|Bern,Berne
SY|Syria|Syrian Arab Republic|Syrian|Damascus
TW|Taiwan|Republic of China,Chinese Taipei|Taiwanese|Taipei
TJ|Tajikistan|Tadjikistan|Tajik,Tajikistani|Dushanbe
TZ|Tanzania||Tanzanian|Dodoma,Dar es Salaam
TH|Thailand|Kingdom of Thailand,Siam|Thai|Bangkok
TL|East Timor|Timor-Leste,Timor Leste|East Timorese,Timorese|Dili
TG|Togo||Togolese|Lomé,Lome
TO|Tonga||Tongan|Nuku'alofa
TT|Trinidad and Tobago|Trinidad|Trinidadian|Port of Spain
TN|Tunisia||Tunisian|Tunis
TR|Turkey|Türkiye,Turkiye,Republic of Turkey|Turkish,Turk|Ankara
TM|Turkmenistan||Turkmen|Ashgabat
TV|Tuvalu||Tuvaluan|
UG|Uganda||Ugandan|Kampala
UA|Ukraine||Ukrainian|Kyiv,Kiev
AE|United Arab Emirates|UAE,U.A.E.,Emirates|Emirati|Abu Dhabi
GB|United Kingdom|UK,U.K.,Britain,Great Britain|British,Briton|London,Whitehall,Downing Street,Number 10,10 Downing Street,No 10
US|United States|US,U.S.,USA,U.S.A.,United States of America,America,U.S|American|Washington
UY|Uruguay||Uruguayan|Montevideo
UZ|Uzbekistan||Uzbek,Uzbekistani|Tashkent
VU|Vanuatu||Vanuatuan|Port Vila
VA|Vatican City|Vatican,Holy See||
VE|Venezuela|Bolivarian Republic of Venezuela|Venezuelan|Caracas
VN|Vietnam|Viet Nam,North Vietnam|Vietnamese|Hanoi
VG|British Virgin Islands|||
VI|U.S. Virgin Islands|US Virgin Islands,United States Virgin Islands||
EH|Western Sahara||Sahrawi|
YE|Yemen||Yemeni|Sanaa,Sana'a
ZM|Zambia||Zambian|Lusaka
ZW|Zimbabwe|Rhodesia|Zimbabwean|Harare
X1|England||English,Englishman,Englishmen|
X2|Scotland||Scottish,Scot,Scots,Scotsman|Edinburgh,Holyrood
X3|Wales||Welsh,Welshman|Cardiff
X4|Northern Ireland|Ulster|Northern Irish|Stormont
X5|Soviet Union|USSR,U.S.S.R.,Union of Soviet Socialist Republics|Soviet|
X6|East Germany|German Democratic Republic,GDR|East German|
X7|Yugoslavia|Federal Republic of Yugoslavia|Yugoslav,Yugoslavian|
X8|Czechoslovakia||Czechoslovak,Czechoslovakian|
X9|Abkhazia||Abkhaz,Abkhazian|Sukhumi
XS|South Ossetia||South Ossetian|Tskhinvali
XT|Northern Cyprus|Turkish Republic of Northern Cyprus|Turkish Cypriot|
XV|South Vietnam||South Vietnamese|
"""
