# ruff: noqa: E501 (one line a thing, however many names it has)
"""Bodies, alliances, parties, outlets, armed groups and regions that the news names without saying what they are.

One line a thing: its type of the ontology, the name that is canonical here, other names.
"""

from __future__ import annotations

__all__ = ["BODIES", "DEPARTMENTS", "HOMES", "STATES"]

#: Departments of the United States: each is "X Department", "Department of X", both with and without the country.
DEPARTMENTS = """\
Agriculture
Commerce
Defense
Education
Energy
Health and Human Services
Homeland Security
Housing and Urban Development
Interior
Justice
Labor
State
Transportation
Treasury
Veterans Affairs
War
"""

#: States of the United States, and the short forms that agencies write behind a place or a party ("Trenton, N.J.").
STATES = """\
Alabama|Ala.
Arizona|Ariz.
Arkansas|Ark.
California|Calif.
Colorado|Colo.
Connecticut|Conn.
Delaware|Del.
Florida|Fla.
State of Georgia|Ga.
Illinois|Ill.
Indiana|Ind.
Kansas|Kan.
Kentucky|Ky.
Louisiana|La.
Maryland|Md.
Massachusetts|Mass.
Michigan|Mich.
Minnesota|Minn.
Mississippi|Miss.
Missouri|Mo.
Montana|Mont.
Nebraska|Neb.
Nevada|Nev.
New Hampshire|N.H.
New Jersey|N.J.
New Mexico|N.M.
State of New York|N.Y.
North Carolina|N.C.
North Dakota|N.D.
Oklahoma|Okla.
Oregon|Ore.
Pennsylvania|Pa.
Rhode Island|R.I.
South Carolina|S.C.
South Dakota|S.D.
Tennessee|Tenn.
Vermont|Vt.|Vt
Virginia|Va.
State of Washington|Wash.
West Virginia|W.Va.|W.Va
Wisconsin|Wis.
Wyoming|Wyo.|Wyo
"""

#: Whose the bodies and parties are that many states have under one name: with another owner ("Pakistan's Foreign
#: Office") another is meant. Those of the United States whose name begins so need no line.
HOMES = {
    **dict.fromkeys(
        (
            "Foreign Office",
            "Home Office",
            "Ministry of Defence",
            "National Health Service",
            "House of Commons",
            "House of Lords",
            "Royal Navy",
            "Royal Air Force",
            "Competition and Markets Authority",
            "Labour Party",
            "Conservative Party",
            "Liberal Democrats",
        ),
        "United Kingdom",
    ),
    **dict.fromkeys(
        (
            "National Security Council",
            "Federal Reserve",
            "Securities and Exchange Commission",
            "Food and Drug Administration",
            "Environmental Protection Agency",
            "Centers for Disease Control and Prevention",
            "National Institutes of Health",
            "Central Intelligence Agency",
            "Federal Bureau of Investigation",
            "Democratic Party",
            "Republican Party",
        ),
        "United States",
    ),
    **dict.fromkeys(("Christian Democratic Union", "Social Democratic Party", "Free Democratic Party"), "Germany"),
    "Socialist Party": "France",
    "National Rally": "France",
    "United Nations Security Council": "United Nations",
}

BODIES = """\
IntergovernmentalOrganization|NATO|Nato|North Atlantic Treaty Organization|North Atlantic Treaty Organisation|Atlantic Alliance|Atlantic alliance|Otan|OTAN
IntergovernmentalOrganization|European Union|EU|E.U.|European union
IntergovernmentalOrganization|European Community|European Economic Community|EEC|European Communities
IntergovernmentalOrganization|United Nations|UN|U.N.|United Nations Organization
IntergovernmentalOrganization|World Health Organization|WHO|World Health Organisation
IntergovernmentalOrganization|World Trade Organization|WTO|World Trade Organisation
IntergovernmentalOrganization|International Monetary Fund|IMF|I.M.F.
IntergovernmentalOrganization|World Bank|World Bank Group
IntergovernmentalOrganization|African Union|AU
IntergovernmentalOrganization|Organization of African Unity|OAU|Organisation of African Unity
IntergovernmentalOrganization|Arab League|League of Arab States
IntergovernmentalOrganization|OPEC|Opec|Organization of the Petroleum Exporting Countries|Organisation of the Petroleum Exporting Countries
IntergovernmentalOrganization|ASEAN|Asean|Association of Southeast Asian Nations|Association of South East Asian Nations
IntergovernmentalOrganization|Organisation for Economic Co-operation and Development|OECD|Organization for Economic Cooperation and Development
IntergovernmentalOrganization|Organization for Security and Co-operation in Europe|OSCE|Organisation for Security and Co-operation in Europe
IntergovernmentalOrganization|Organization of American States|OAS
IntergovernmentalOrganization|Organisation of Islamic Cooperation|OIC|Organisation of the Islamic Conference|Organization of Islamic Cooperation
IntergovernmentalOrganization|Gulf Cooperation Council|GCC
IntergovernmentalOrganization|Council of Europe
IntergovernmentalOrganization|Commonwealth of Nations
IntergovernmentalOrganization|Commonwealth of Independent States|CIS
IntergovernmentalOrganization|Group of Seven|G7|G-7
IntergovernmentalOrganization|Group of Eight|G8|G-8
IntergovernmentalOrganization|Group of Twenty|G20|G-20|Group of 20
IntergovernmentalOrganization|BRICS|Brics
IntergovernmentalOrganization|Mercosur|Mercosul
IntergovernmentalOrganization|ECOWAS|Ecowas|Economic Community of West African States
IntergovernmentalOrganization|Southern African Development Community|SADC
IntergovernmentalOrganization|East African Community|EAC
IntergovernmentalOrganization|Caribbean Community|Caricom|CARICOM
IntergovernmentalOrganization|Pacific Islands Forum
IntergovernmentalOrganization|Shanghai Cooperation Organisation|Shanghai Cooperation Organization
IntergovernmentalOrganization|APEC|Apec|Asia-Pacific Economic Cooperation
IntergovernmentalOrganization|Warsaw Pact
IntergovernmentalOrganization|UNESCO|Unesco|United Nations Educational, Scientific and Cultural Organization
IntergovernmentalOrganization|UNICEF|Unicef|United Nations Children's Fund
IntergovernmentalOrganization|UNHCR|United Nations High Commissioner for Refugees|U.N. High Commissioner for Refugees|UN Refugee Agency
IntergovernmentalOrganization|World Food Programme|WFP|World Food Program
IntergovernmentalOrganization|Food and Agriculture Organization|FAO
IntergovernmentalOrganization|International Labour Organization|ILO|International Labour Organisation
IntergovernmentalOrganization|International Atomic Energy Agency|IAEA
IntergovernmentalOrganization|International Energy Agency|IEA
IntergovernmentalOrganization|International Criminal Court|ICC
IntergovernmentalOrganization|International Court of Justice|ICJ|World Court
IntergovernmentalOrganization|International Telecommunication Union|ITU
IntergovernmentalOrganization|World Meteorological Organization|WMO
IntergovernmentalOrganization|World Intellectual Property Organization|WIPO
IntergovernmentalOrganization|Interpol|INTERPOL
IntergovernmentalOrganization|Europol
IntergovernmentalOrganization|Eurocontrol
IntergovernmentalOrganization|European Space Agency|ESA
IntergovernmentalOrganization|European Investment Bank|EIB
IntergovernmentalOrganization|European Bank for Reconstruction and Development|EBRD
IntergovernmentalOrganization|Asian Development Bank|ADB
IntergovernmentalOrganization|African Development Bank|AfDB
IntergovernmentalOrganization|Inter-American Development Bank|IADB
IntergovernmentalOrganization|International Finance Corporation|IFC
IntergovernmentalOrganization|Asian Infrastructure Investment Bank|AIIB
IntergovernmentalOrganization|Bank for International Settlements|BIS
IntergovernmentalOrganization|Organisation for the Prohibition of Chemical Weapons|OPCW|Organization for the Prohibition of Chemical Weapons
IntergovernmentalOrganization|International Civil Aviation Organization|ICAO
IntergovernmentalOrganization|International Maritime Organization|IMO
IntergovernmentalOrganization|United Nations Development Programme|UNDP
IntergovernmentalOrganization|UNRWA
IntergovernmentalOrganization|European Free Trade Association|EFTA
IntergovernmentalOrganization|European Stability Mechanism|ESM
IntergovernmentalOrganization|CERN|Cern
GovernmentBody|European Commission|EU Commission
GovernmentBody|European Parliament|EU Parliament
GovernmentBody|European Council
GovernmentBody|European Central Bank|ECB
GovernmentBody|European Court of Justice|ECJ|Court of Justice of the European Union
GovernmentBody|European Court of Human Rights|ECHR
GovernmentBody|European Medicines Agency|EMA
GovernmentBody|Frontex
GovernmentBody|United Nations Security Council|UN Security Council|U.N. Security Council|Security Council
GovernmentBody|United Nations General Assembly|UN General Assembly|U.N. General Assembly
GovernmentBody|United States Department of Defense|Pentagon|DoD|DOD
GovernmentBody|United States Department of Homeland Security|DHS
GovernmentBody|United States Department of Justice|DOJ|DoJ
GovernmentBody|United States Department of the Treasury|US Treasury|U.S. Treasury|Treasury Department
GovernmentBody|United States Department of the Interior|Interior Department|Department of the Interior|U.S. Department of the Interior
GovernmentBody|White House
GovernmentBody|United States Congress|US Congress|U.S. Congress
GovernmentBody|United States Senate|US Senate|U.S. Senate
GovernmentBody|United States House of Representatives|US House of Representatives|U.S. House of Representatives|U.S. House|US House
GovernmentBody|Supreme Court of the United States|US Supreme Court|U.S. Supreme Court|United States Supreme Court
GovernmentBody|Federal Bureau of Investigation|FBI|F.B.I.
GovernmentBody|Central Intelligence Agency|CIA|C.I.A.
GovernmentBody|National Security Agency|NSA|N.S.A.
GovernmentBody|National Security Council
GovernmentBody|NASA|Nasa|National Aeronautics and Space Administration
GovernmentBody|Federal Reserve|Fed|US Federal Reserve|U.S. Federal Reserve|Federal Reserve Board
GovernmentBody|Federal Trade Commission|FTC
GovernmentBody|Federal Communications Commission|FCC
GovernmentBody|Federal Aviation Administration|FAA
GovernmentBody|Food and Drug Administration|FDA
GovernmentBody|Securities and Exchange Commission|SEC|S.E.C.
GovernmentBody|Environmental Protection Agency|EPA|U.S. Environmental Protection Agency
GovernmentBody|Internal Revenue Service|IRS
GovernmentBody|Centers for Disease Control and Prevention|CDC|Centers for Disease Control
GovernmentBody|National Institutes of Health|NIH
GovernmentBody|National Transportation Safety Board|NTSB
GovernmentBody|National Oceanic and Atmospheric Administration|NOAA
GovernmentBody|United States Geological Survey|USGS|U.S. Geological Survey|US Geological Survey
GovernmentBody|Drug Enforcement Administration|DEA
GovernmentBody|Defense Advanced Research Projects Agency|DARPA|Darpa
GovernmentBody|General Services Administration|GSA
GovernmentBody|USAID|United States Agency for International Development|U.S. Agency for International Development
GovernmentBody|United States Armed Forces|U.S. military|US military
GovernmentBody|United States Army|US Army|U.S. Army
GovernmentBody|United States Navy|US Navy|U.S. Navy
GovernmentBody|United States Air Force|US Air Force|U.S. Air Force|USAF
GovernmentBody|United States Marine Corps|US Marine Corps|U.S. Marine Corps|Marine Corps
GovernmentBody|United States Coast Guard|US Coast Guard|U.S. Coast Guard
GovernmentBody|Capitol Hill
GovernmentBody|People's Liberation Army|PLA
GovernmentBody|Parliament of the United Kingdom|British Parliament|UK Parliament|British parliament|Westminster
GovernmentBody|House of Commons|Commons
GovernmentBody|House of Lords|Lords
GovernmentBody|Scotland Yard|New Scotland Yard|Metropolitan Police|Met Police
GovernmentBody|Bank of England
GovernmentBody|Bank of Japan|BoJ
GovernmentBody|Bundesbank|Deutsche Bundesbank
GovernmentBody|Bundestag
GovernmentBody|Bundesrat
GovernmentBody|Bundeswehr
GovernmentBody|Knesset
GovernmentBody|Duma|State Duma
GovernmentBody|Lok Sabha
GovernmentBody|Rajya Sabha
GovernmentBody|Riksdag
GovernmentBody|Folketing
GovernmentBody|Storting
GovernmentBody|Althing
GovernmentBody|Seimas
GovernmentBody|Saeima
GovernmentBody|Sejm
GovernmentBody|Dáil|Dail
GovernmentBody|Oireachtas
GovernmentBody|Ofcom
GovernmentBody|Ofgem
GovernmentBody|Competition and Markets Authority|CMA
GovernmentBody|Home Office
GovernmentBody|Foreign Office|Foreign and Commonwealth Office
GovernmentBody|Ministry of Defence|MoD|MOD
GovernmentBody|National Health Service|NHS
GovernmentBody|Royal Air Force|RAF
GovernmentBody|Royal Navy
GovernmentBody|MI5
GovernmentBody|MI6
GovernmentBody|GCHQ
GovernmentBody|FSB
GovernmentBody|KGB
GovernmentBody|Mossad
GovernmentBody|Shin Bet
GovernmentBody|Israel Defense Forces|IDF|Israel Defence Forces
GovernmentBody|Revolutionary Guards|Islamic Revolutionary Guard Corps|IRGC|Revolutionary Guard
GovernmentBody|Royal Canadian Mounted Police|RCMP
GovernmentBody|Roscosmos
GovernmentBody|Rosatom
GovernmentBody|Palestinian Authority|Palestinian National Authority
PoliticalParty|Democratic Party|Democrats|Democrat|US Democratic Party|U.S. Democratic Party
PoliticalParty|Republican Party|Republicans|Republican|GOP|G.O.P.|US Republican Party|U.S. Republican Party
PoliticalParty|Libertarian Party|Libertarian|Libertarians
PoliticalParty|Green Party|Greens
PoliticalParty|Labour Party|Labour
PoliticalParty|Conservative Party|Conservatives|Tories|Tory Party|Tory
PoliticalParty|Liberal Democrats|Liberal Democrat|Lib Dems|Lib Dem
PoliticalParty|Liberal Party|Liberals
PoliticalParty|Scottish National Party|SNP
PoliticalParty|Plaid Cymru
PoliticalParty|UK Independence Party|UKIP|Ukip
PoliticalParty|Democratic Unionist Party|DUP
PoliticalParty|Sinn Féin|Sinn Fein
PoliticalParty|Fine Gael
PoliticalParty|Fianna Fáil|Fianna Fail
PoliticalParty|Christian Democratic Union|CDU|Christian Democrats|Christian Democrat
PoliticalParty|Christian Social Union|CSU
PoliticalParty|Social Democratic Party|SPD|Social Democrats|Social Democrat
PoliticalParty|Free Democratic Party|FDP|Free Democrats
PoliticalParty|Alternative for Germany|AfD
PoliticalParty|Socialist Party|Socialists
PoliticalParty|National Rally|National Front|Rassemblement National
PoliticalParty|Likud
PoliticalParty|Kadima
PoliticalParty|African National Congress|ANC
PoliticalParty|African Party for the Independence of Guinea and Cape Verde|PAIGC
PoliticalParty|Bharatiya Janata Party|BJP
PoliticalParty|Indian National Congress|Congress Party
PoliticalParty|Communist Party of China|Chinese Communist Party|CCP
PoliticalParty|Kuomintang|KMT
PoliticalParty|United Russia
PoliticalParty|Fatah
PoliticalParty|Muslim Brotherhood
PoliticalParty|Solidarity
PoliticalParty|Forza Italia
PoliticalParty|Five Star Movement
PoliticalParty|Northern League
PoliticalParty|Syriza
PoliticalParty|Podemos
PoliticalParty|Fidesz
PoliticalParty|Zanu-PF|ZANU-PF|Zanu PF|ZANU PF
ArmedGroup|Hamas
ArmedGroup|Hezbollah|Hizbollah|Hizbullah
ArmedGroup|Taliban|Taleban
ArmedGroup|al-Qaeda|Al-Qaeda|al Qaeda|Al Qaeda|al-Qaida|Al-Qaida|al Qaida
ArmedGroup|Islamic State|ISIS|ISIL|Isis|Daesh|Islamic State of Iraq and the Levant
ArmedGroup|Boko Haram
ArmedGroup|al-Shabaab|Al-Shabaab|al-Shabab|Al-Shabab|al Shabaab
ArmedGroup|Houthis|Houthi|Huthis|Huthi
ArmedGroup|Irish Republican Army|IRA|Provisional IRA
ArmedGroup|ETA|Eta
ArmedGroup|FARC|Farc|Revolutionary Armed Forces of Colombia
ArmedGroup|ELN
ArmedGroup|Tamil Tigers|LTTE|Liberation Tigers of Tamil Eelam
ArmedGroup|Kurdistan Workers' Party|PKK
ArmedGroup|Abu Sayyaf
ArmedGroup|Moro Islamic Liberation Front|MILF
ArmedGroup|Islamic Jihad
ArmedGroup|Lashkar-e-Taiba
ArmedGroup|Shining Path
ArmedGroup|Khmer Rouge
ArmedGroup|Peshmerga|Peshmergas
ArmedGroup|Free Syrian Army
ArmedGroup|Syrian Democratic Forces|SDF
ArmedGroup|Wagner Group
MediaOutlet|The Wall Street Journal|Wall Street Journal|WSJ
MediaOutlet|The New York Times|New York Times|NYT|NY Times
MediaOutlet|The Washington Post|Washington Post
MediaOutlet|Los Angeles Times|The Los Angeles Times|LA Times
MediaOutlet|USA Today
MediaOutlet|Financial Times|The Financial Times
MediaOutlet|The Guardian|Guardian
MediaOutlet|The Times
MediaOutlet|The Sunday Times|Sunday Times
MediaOutlet|The Independent
MediaOutlet|The Economist|Economist
MediaOutlet|The Daily Telegraph|Daily Telegraph
MediaOutlet|Daily Mail|The Daily Mail
MediaOutlet|Reuters|Thomson Reuters
MediaOutlet|Associated Press|The Associated Press|AP|A.P.
MediaOutlet|Agence France-Presse|AFP|Agence France Presse
MediaOutlet|Bloomberg News|Bloomberg
MediaOutlet|BBC|British Broadcasting Corporation|BBC News
MediaOutlet|CNN|Cable News Network
MediaOutlet|CNBC
MediaOutlet|NBC|NBC News
MediaOutlet|CBS|CBS News
MediaOutlet|ABC|ABC News|Australian Broadcasting Corporation
MediaOutlet|CBC|CBC News|Canadian Broadcasting Corporation
MediaOutlet|PBS
MediaOutlet|NPR|National Public Radio
MediaOutlet|MSNBC
MediaOutlet|Fox News|Fox News Channel
MediaOutlet|Sky News
MediaOutlet|ITV|ITV News
MediaOutlet|Channel 4
MediaOutlet|Al Jazeera|al-Jazeera|Al-Jazeera
MediaOutlet|Al Arabiya|Al-Arabiya
MediaOutlet|Xinhua|Xinhua News Agency
MediaOutlet|China Daily
MediaOutlet|Global Times
MediaOutlet|People's Daily
MediaOutlet|Interfax
MediaOutlet|TASS|Tass|ITAR-TASS|Itar-Tass
MediaOutlet|RIA Novosti
MediaOutlet|Kommersant
MediaOutlet|Pravda
MediaOutlet|Izvestia
MediaOutlet|Kyodo|Kyodo News
MediaOutlet|NHK
MediaOutlet|Nikkei
MediaOutlet|Asahi Shimbun
MediaOutlet|Yomiuri Shimbun
MediaOutlet|Yonhap|Yonhap News Agency
MediaOutlet|Press Trust of India|PTI
MediaOutlet|Deutsche Welle
MediaOutlet|Deutsche Presse-Agentur|DPA|dpa
MediaOutlet|Der Spiegel|Spiegel
MediaOutlet|Die Welt
MediaOutlet|Die Zeit
MediaOutlet|Frankfurter Allgemeine Zeitung|Frankfurter Allgemeine
MediaOutlet|Süddeutsche Zeitung|Sueddeutsche Zeitung
MediaOutlet|Handelsblatt
MediaOutlet|Le Monde
MediaOutlet|Le Figaro
MediaOutlet|Les Echos|Les Échos
MediaOutlet|Libération
MediaOutlet|El País|El Pais
MediaOutlet|El Mundo
MediaOutlet|La Repubblica
MediaOutlet|Corriere della Sera
MediaOutlet|La Stampa
MediaOutlet|Il Sole 24 Ore
MediaOutlet|ANSA|Ansa
MediaOutlet|Haaretz
MediaOutlet|Jerusalem Post|The Jerusalem Post
MediaOutlet|Dagens Nyheter
MediaOutlet|Dagens Industri
MediaOutlet|Aftenposten
MediaOutlet|Politico
MediaOutlet|Axios
MediaOutlet|Time magazine|TIME
MediaOutlet|Newsweek
MediaOutlet|Forbes
MediaOutlet|Wikinews
MediaOutlet|Wired
MediaOutlet|TechCrunch
MediaOutlet|The Verge
MediaOutlet|Vox
MediaOutlet|BuzzFeed|BuzzFeed News
MediaOutlet|HuffPost|Huffington Post|The Huffington Post
MediaOutlet|Voice of America|VOA
MediaOutlet|Radio Free Europe|Radio Free Europe/Radio Liberty
MediaOutlet|Sydney Morning Herald|The Sydney Morning Herald
MediaOutlet|The Globe and Mail|Globe and Mail
MediaOutlet|Toronto Star
MediaOutlet|Boston Globe|The Boston Globe
MediaOutlet|Chicago Tribune
MediaOutlet|South China Morning Post
MediaOutlet|The Hindu
MediaOutlet|The Times of India|Times of India
MediaOutlet|Dawn
MediaOutlet|The Sun
MediaOutlet|Daily Mirror
MediaOutlet|Daily Express
University|Massachusetts Institute of Technology|MIT
University|Harvard University|Harvard
University|Yale University|Yale
University|Princeton University|Princeton
University|Stanford University|Stanford
University|Columbia University
University|University of Oxford|Oxford University
University|University of Cambridge|Cambridge University
University|London School of Economics|LSE
University|Imperial College London|Imperial College
University|ETH Zurich|ETH Zürich
University|University of California, Los Angeles|UCLA
University|University of California, Berkeley|UC Berkeley
University|California Institute of Technology|Caltech
Organization|Red Cross|International Committee of the Red Cross|ICRC|International Red Cross
Organization|Amnesty International|Amnesty
Organization|Human Rights Watch
Organization|Greenpeace
Organization|Médecins Sans Frontières|Doctors Without Borders|MSF|Medecins Sans Frontieres
Organization|Oxfam
Organization|International Olympic Committee|IOC
Organization|FIFA|Fifa
Organization|UEFA|Uefa
Organization|National Rifle Association|NRA
Organization|American Civil Liberties Union|ACLU
Organization|New York Stock Exchange|NYSE
Organization|London Stock Exchange|LSE Group
Organization|Catholic Church|Roman Catholic Church
Organization|Church of England
Region|Europe|Continental Europe
Region|Asia
Region|Africa
Region|North America|North American
Region|South America|South American
Region|Latin America|Latin American
Region|Central America|Central American
Region|Middle East|Mideast|Middle Eastern
Region|North Africa|North African
Region|West Africa|West African
Region|East Africa|East African
Region|Central Asia|Central Asian
Region|South Asia|South Asian
Region|Southeast Asia|South-East Asia|Southeast Asian|South-East Asian
Region|Eastern Europe|Eastern European
Region|Western Europe|Western European
Region|Balkans
Region|Caucasus
Region|Scandinavia
Region|Caribbean
Region|Antarctica
Region|Sahel
Region|Gaza Strip|Gaza
Region|West Bank
Region|Kashmir|Jammu and Kashmir
Region|Hong Kong
Region|Macau|Macao
Region|Puerto Rico
Region|Greenland
Region|Kurdistan
Region|Chechnya
Region|Crimea
Region|Donbas|Donbass
Region|Tibet
Region|Xinjiang
Region|Catalonia
Region|Flanders
Region|Wallonia
Region|Bavaria
Region|Silicon Valley
Region|New England
Region|Quebec|Québec
Region|Guam
Region|Bermuda
Region|Gibraltar
Region|Siberia
Region|Dagestan
Region|Transnistria|Transdniestria
Region|Nagorno-Karabakh
Region|Darfur
Region|Aceh
Region|Balochistan|Baluchistan
Region|Andalusia
Region|Basque Country
Region|Tuscany
Region|Lombardy
Region|Sicily
Region|Sardinia
Region|Normandy
Region|Brittany
Region|Saxony
Region|Hesse
Region|Brandenburg
Region|Lower Saxony
Region|North Rhine-Westphalia
Region|Schleswig-Holstein
Region|Thuringia
Region|Tyrol
Region|Cornwall
Region|Yorkshire
Region|Mindanao
Region|Okinawa
Region|Hokkaido
Region|Manhattan
City|New York City|NYC
City|Washington, D.C.|Washington D.C.|Washington, DC|Washington DC|D.C.
City|Los Angeles|L.A.|LA
City|San Francisco
City|Brussels
City|Geneva
City|Zurich|Zürich
City|Frankfurt|Frankfurt am Main
City|Munich|München
City|Milan
City|Mumbai|Bombay
City|Kolkata|Calcutta
City|Chennai|Madras
City|St. Petersburg|St Petersburg|Saint Petersburg|Leningrad
City|Tel Aviv
City|Dubai
City|Abu Dhabi
City|Istanbul
City|Lagos
City|Johannesburg
City|Cape Town
City|Karachi
City|Shanghai
City|Shenzhen
City|Sao Paulo|São Paulo
City|Rio de Janeiro|Rio
City|Sydney
City|Melbourne
City|Toronto
City|Vancouver
City|Montreal|Montréal
City|Barcelona
City|Hamburg
City|Cologne
City|Rotterdam
City|Amsterdam
City|Antwerp
City|Glasgow
City|Manchester
City|Liverpool
City|Birmingham
City|Belfast
City|Boston
City|Chicago
City|Houston
City|Dallas
City|Atlanta
City|Seattle
City|Detroit
City|Philadelphia
City|Miami
City|Las Vegas
City|New Orleans
City|San Diego
City|San Jose
City|Denver
City|Phoenix
City|Minneapolis
City|Baltimore
City|Pittsburgh
City|Cleveland
City|Osaka
City|Kyoto
City|Gaza City
City|Strasbourg
City|Lyon
City|Marseille
City|Toulouse
City|Turin
City|Naples
City|Venice
City|Florence
City|Gothenburg
City|Aarhus
City|Bergen
City|Krakow
City|Odessa|Odesa
City|Kharkiv|Kharkov
City|Donetsk
City|Mosul
City|Aleppo
City|Basra
City|Kandahar
City|Hiroshima
City|Nagasaki
City|Busan
City|Bangalore|Bengaluru
City|Hyderabad
City|Lahore
City|Peshawar
City|Mecca
City|Medina
City|Jeddah
Region|Nordic|Nordics
Place|Wall Street
Place|Atlantic Ocean|Atlantic
Place|Pacific Ocean|Pacific
Place|Indian Ocean
Place|Arctic|Arctic Ocean
Place|Mediterranean Sea|Mediterranean
Place|Baltic Sea|Baltic
Place|Black Sea
Place|Red Sea
Place|Caspian Sea
Place|North Sea
Place|South China Sea
Place|East China Sea
Place|Persian Gulf|Gulf
Place|Gulf of Mexico
Place|Strait of Hormuz
Place|Suez Canal
Place|Panama Canal
Place|English Channel
Place|Guantanamo Bay|Guantánamo Bay|Guantanamo
Place|Earth
Place|Mars
Place|Moon
Product|Twitter
Product|Facebook
Product|YouTube|Youtube
Product|Instagram
Product|WhatsApp
Product|TikTok
Product|WeChat
Product|Telegram
Product|Wikipedia
Product|Windows
Product|Android
Product|iPhone|iPhones
Product|iPad|iPads
Product|Linux
Product|ChatGPT
Product|International Space Station|ISS
"""
