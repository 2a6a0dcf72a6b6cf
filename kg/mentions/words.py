"""Words that tell where a name begins and ends and what kind of thing it names."""

from __future__ import annotations

from kg.mentions.given_names import FEMALE, MALE
from kg.nlp import word_set

__all__ = [
    "DETERMINERS",
    "ENDINGS",
    "GIVEN_NAMES",
    "HONORIFICS",
    "INSIDE",
    "LABELS",
    "LEGAL_FORMS",
    "MONTHS",
    "NOT_NAMES",
    "OFFICES",
    "OF_COMPANIES",
    "OF_ORGANIZATIONS",
    "OF_STATES",
    "POSSESSIVES",
    "REGNAL",
    "SHORT_TITLES",
    "SPLITTERS",
    "TYPE_WORDS",
]

#: Labels of the model that are names, and the type each has where nothing better is known.
LABELS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "NORP": "Organization",
    "GPE": "City",
    "LOC": "Place",
    "FAC": "Place",
    "PRODUCT": "Product",
    "WORK_OF_ART": "Product",
    "EVENT": "Event",
}

#: Forms of address: never part of a name.
SHORT_TITLES = word_set(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Mx Dr Dr. Prof Prof. Sen Sen. Rep Rep. Gov Gov. Gen Gen. Lt Lt. Col Col. Maj Maj. "
    "Capt Capt. Cmdr Cmdr. Adm Adm. Sgt Sgt. Cpl Pvt Rev Rev. Hon Hon. Supt Det Insp Messrs Madame Mme Herr Frau "
    "Monsieur"
)
#: Offices and titles that stand before a person's name.
OFFICES = word_set(
    "President Vice-President Premier Minister Chancellor Secretary Secretary-General Lieutenant Colonel Major "
    "Captain Commander Admiral Sergeant Corporal Brigadier Marshal Senator Congressman Congresswoman Representative "
    "Governor Mayor Judge Justice Ambassador Commissioner Chairman Chairwoman Professor Reverend Bishop Archbishop "
    "Cardinal Rabbi Imam Ayatollah Mullah Spokesman Spokeswoman Inspector Constable Sheriff Detective Superintendent "
    "Councillor Councilman Alderman Sir Dame Baroness Baron Viscount"
)
HONORIFICS = (
    SHORT_TITLES
    | OFFICES
    | word_set(
        "Prime General Private Chair Chief Director Doctor Father Sister Brother Attorney Spokesperson Officer Deputy "
        "Vice Acting Former Foreign Finance Defence Defense Interior Trade Economy Treasury Health Education "
        "Environment Home Speaker Leader Executive CEO CFO COO Editor Coach Lord Lady Count Crown Opposition MP MEP "
        "US Democrat Republican Tory Labour"
    )
)
#: Titles that are part of a name where one word follows: "King Harald".
REGNAL = word_set("King Queen Prince Princess Pope Emperor Emir Sheikh Sultan Sir Lord Lady Saint")

#: Legal forms of companies, as the last words of a name.
LEGAL_FORMS = word_set(
    "Inc Inc. Incorporated Corp Corp. Corporation Co Co. Company Ltd Ltd. Limited LLC L.L.C. LLP PLC plc Plc AG GmbH "
    "KG KGaA SE SA S.A. SAS SARL NV N.V. BV B.V. AB ASA AS A/S Oyj Oy SpA S.p.A. Srl Kft Zrt OAO PAO OOO JSC OJSC Bhd "
    "Pty Pte KK Group Holding Holdings"
)

#: Words of a name, in any place, and the type they give it; the first rule that fits decides.
TYPE_WORDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("University", word_set("University Universität Université Universidad College Polytechnic Universiti")),
    (
        "MediaOutlet",
        word_set(
            "Times Herald Gazette Tribune Telegraph Newspaper Newspapers News Journal Magazine Television TV Radio "
            "Broadcasting Zeitung Tidende Chronicle Observer Courier Daily Weekly Press Media Review Dispatch"
        ),
    ),
    (
        "Event",
        word_set(
            "Olympics Olympic Games Cup Championship Championships Festival Summit Marathon Hurricane Typhoon Cyclone "
            "Earthquake Expo Awards Prize Tournament Grand-Prix Conference Convention Referendum Revolution Massacre "
            "Biennale Airshow Prix Parade"
        ),
    ),
    (
        "ArmedGroup",
        word_set("Brigade Brigades Militia Guerrilla Guerrillas Rebels Mujahideen Jihad Cartel Militias Insurgents"),
    ),
    ("PoliticalParty", word_set("Party Partei Parti Partido Partito Democrats Socialists Communists Liberals Greens")),
    (
        "GovernmentBody",
        word_set(
            "Ministry Ministries Department Dept Court Courts Tribunal Parliament Parliamentary Senate Congress "
            "Legislature Assembly Police Army Navy Military Constabulary Sheriff Embassy Consulate Treasury Cabinet "
            "Government Administration Bureau Agency Authority Commission Commissioner Inspectorate Ombudsman "
            "Directorate Secretariat Prosecutor Prosecutors Prosecution Customs Coastguard Gendarmerie Municipality "
            "Registrar Regulator Committee Subcommittee Crown Reserve Intelligence"
        ),
    ),
)
#: Last words of a name, or pairs of them, and the type they give it; asked before the words in any place.
ENDINGS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "Company",
        LEGAL_FORMS
        | word_set(
            "Airlines Airways Airline Aviation Motors Motor Automotive Pharmaceuticals Pharma Biotech Therapeutics "
            "Energy Petroleum Oil Gas Steel Electric Electronics Industries Industrie Technologies Technology Systems "
            "Software Semiconductor Semiconductors Networks Partners Capital Ventures Equity Insurance Assurance "
            "Telecom Telekom Telecommunications Communications Mobile Wireless Bank Bancorp Banca Banco Banque Mining "
            "Minerals Resources Foods Breweries Brewery Brewing Stores Supermarkets Shipping Lines Logistics Railways "
            "Aerospace Robotics Labs Laboratories Studios Pictures Entertainment Records Hotels Properties Securities "
            "Investments Trading International Solutions Cement Chemicals Chemical Materials Engineering Shipyard "
            "Shipyards Pensions Financial Finance Ferries Retail Grocers Biosciences Diagnostics Motorcycles Power "
            "Publishing Publishers Books Rail Cars Dairies Dairy Fisheries Wines Spirits Yards Works Maritime"
        ),
    ),
    (
        "University",
        word_set("Institute-of-Technology School-of-Economics Business-School Law-School Medical-School"),
    ),
    (
        "Event",
        word_set("War Wars Election Elections Day Games Open Trial Crisis Uprising Agreement Accord Accords Treaty"),
    ),
    (
        "Region",
        word_set(
            "Province County Region Prefecture Oblast Krai Canton Governorate Peninsula Territory Territories Islands"
        ),
    ),
    ("City", word_set("City Town Village Township")),
    (
        "Place",
        word_set(
            "River Lake Sea Ocean Strait Bay Gulf Mountain Mountains Mount Valley Desert Airport Street Avenue Road "
            "Square Bridge Stadium Park Palace Tower Towers Hall Station Port Harbour Harbor Island Beach Prison Dam "
            "Base Cathedral Mosque Temple Arena Highway Route Canal Channel Forest Garden Gardens Theatre Theater "
            "Center Building Plaza Cemetery Field Zoo Mall Reservoir Volcano Glacier"
        ),
    ),
    (
        "Organization",
        word_set(
            "Foundation Association Federation Society Institute Union Trust Charity Club League Alliance Church "
            "Network Campaign Coalition Council Centre Hospital Museum Orchestra Opera Institution Organization "
            "Organisation Fund FC F.C. United Rovers Wanderers Exchange Initiative Consortium Forum Movement Chamber"
        ),
    ),
    ("GovernmentBody", word_set("Force Forces Guard Guards Corps Office Service Services Board Patrol House Council")),
    ("ArmedGroup", word_set("Front")),
)

MONTHS = word_set(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Christmas Easter Ramadan"
)
#: What the model takes for a name and is none.
NOT_NAMES = MONTHS | word_set(
    "AI IT PR TV CEO CFO COO CTO GDP IPO UFO DNA ID FAQ PDF URL Internet Web English Arabic Latin Mandarin Muslim "
    "Muslims Christian Christians Jew Jews Jewish Islam Islamic Islamist Islamists Sunni Shia Shiite Catholic "
    "Catholics Protestant Protestants Hindu Hindus Buddhist Buddhists Western European Europeans African Africans "
    "Asian Asians Arab Arabs Latino Latinos Hispanic Communist Marxist Nazi Nazis I He She It We They The A An This "
    "That These Those His Her Its Our Their In On At Of For From By With And But Or If As When While After Before Mr "
    "Mrs Ms Dr Sir Lady God State Summary Conclusion Background Introduction Image Photo File Contents Analysis "
    "COVID-19 Covid-19 Covid Atlantic Pacific North South East West Act Bill Law Constitution Euro Dollar Dow Nobel"
)

#: Words that may stand inside a name in small letters.
INSIDE = word_set("of the and for de del della di da do dos van von der den la le el al bin ibn y e und et in on")
DETERMINERS = word_set("the a an this that these those some any no each every its his her their our my your both all")
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
#: Where two names have been taken for one.
SPLITTERS = frozenset({",", "(", ")", "or", ";", ":", "/", "[", "]", '"', "“", "”", "--", "—", "–"})

#: Whose they are is a company, or an organization of some kind: "X's shares", "X's chairman".
OF_COMPANIES = word_set(
    "shares stock shareholders revenue revenues profit profits sales earnings customers factory factories products "
    "takeover acquisition headquarters subsidiary plants market shareholder investors"
)
OF_ORGANIZATIONS = word_set("chairman chairwoman chair board members spokesman spokeswoman chief executive director")
#: What states have: "its capital", "its foreign minister".
OF_STATES = word_set(
    "capital minister president premier chancellor government parliament army navy troops soldiers forces citizens "
    "border borders territory ambassador embassy constitution king queen prime foreign economy currency people coast "
    "neighbour neighbor waters islands airspace diplomats police voters election elections sovereignty independence"
)

GIVEN_NAMES = FEMALE | MALE

#: Words for a thing that is yet to come or another than those named: "the merged company".
NEW_THINGS = word_set("new merged combined joint future proposed planned other another unnamed would-be")
DEFINITE = word_set("the this that")
POSSESSIVE_PRONOUNS = word_set("its his her their our my whose")
#: Pronouns, the type that each speaks for and its number; "" leaves it open.
PRONOUNS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("Person", "male")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("Person", "female")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("Person", "speaker")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("", "speakers")),
    **dict.fromkeys(("it", "its", "itself"), ("", "neuter")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", "plural")),
    **dict.fromkeys(("who", "whom"), ("Person", "relative")),
    **dict.fromkeys(("whose", "which", "that"), ("", "relative")),
}
#: Nouns that stand for the country they belong to: "German troops", "the German government".
AGENTS_OF = word_set("government force military side delegation administration leadership state embassy army cabinet")
AGENTS_OF_PLURAL = word_set(
    "troop force soldier official authority diplomat warplane jet fighter negotiator leader commander"
)
#: What an organization acts through: "Norvex's board" is Norvex.
ORGANS = word_set(
    "board council committee arm division unit business management executive leadership side government army cabinet "
    "operation team department office agency staff lawyer administration panel"
)
#: The same, where the owner is said: "its pilots", "Norvex's lawyers", "Norvex employees".
OWNED_AGENTS = word_set(
    "pilot director employee worker minister lawyer investigator prosecutor lawmaker mp engineer researcher scientist "
    "supporter follower man executive envoy ambassador spokesman adviser agent inspector regulator attorney "
    "representative delegate deputy officer judge manager lobbyist aide police staff crew team player fan voter"
)
#: The members that a body is spoken of by, and what kind of body that is: "the rebels".
MEMBERS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        word_set(
            "rebel insurgent militant guerrilla separatist mutineer jihadist pirate kidnapper gunman hijacker plotter"
        ),
        ("ArmedGroup",),
    ),
    **dict.fromkeys(word_set("judge justice"), ("GovernmentBody", "IntergovernmentalOrganization")),
    **dict.fromkeys(word_set("police prosecutor magistrate"), ("GovernmentBody",)),
    **dict.fromkeys(word_set("organiser organizer trustee auditor administrator"), ("Organization", "Company")),
    **dict.fromkeys(word_set("conservative socialist liberal green communist nationalist"), ("PoliticalParty",)),
    **dict.fromkeys(word_set("islander island"), ("Region", "Country")),
}
#: Nouns for who stands in a relation to an owner and so is never the owner: "Acme's parent" is not Acme.
RELATED = word_set(
    "owner parent rival competitor supplier customer employer buyer seller partner lender creditor debtor backer "
    "investor shareholder subsidiary predecessor successor ally opponent enemy neighbour neighbor founder landlord "
    "tenant bidder suitor regulator counterpart client contractor family"
)
#: Nouns for bodies that mostly have the noun in their names, and which words stand for it there: "the panel" is a
#: committee, not a ministry.
CALLED: dict[str, frozenset[str]] = {
    "ministry": word_set("ministry department office treasury"),
    "department": word_set("department ministry"),
    "court": word_set("court courts tribunal bench"),
    "tribunal": word_set("tribunal court"),
    "committee": word_set("committee subcommittee council panel commission board"),
    "commission": word_set("commission committee"),
    "panel": word_set("panel committee subcommittee commission council board tribunal court jury"),
    "family": word_set("family dynasty clan house"),
    "union": word_set("union unions federation confederation brotherhood guild"),
    "federation": word_set("federation confederation association union fédération federación federação fifa uefa"),
}
#: Those of them that no body is called without the word in its name or beside it.
CALLED_ALWAYS = word_set("family federation")
#: Nouns that stand for a body by a word of its name: "Acme Bank" is a lender, "Acme Airways" a carrier.
IMPLIED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("bank", "bancorp"), word_set("lender")),
    **dict.fromkeys(("airlines", "airways", "airline", "air", "aviation"), word_set("airline carrier")),
    **dict.fromkeys(("motors", "motor", "automotive", "cars"), word_set("carmaker automaker")),
    **dict.fromkeys(("pharma", "pharmaceuticals", "pharmaceutical", "therapeutics"), word_set("drugmaker")),
    **dict.fromkeys(("steel", "steelworks"), word_set("steelmaker")),
    **dict.fromkeys(("semiconductor", "semiconductors", "microelectronics"), word_set("chipmaker")),
    **dict.fromkeys(("brewery", "breweries", "brewing"), word_set("brewer brewery")),
    **dict.fromkeys(("insurance", "assurance"), word_set("insurer")),
    **dict.fromkeys(("mining", "minerals"), word_set("miner")),
    **dict.fromkeys(("shipyard", "shipyards", "shipbuilding"), word_set("shipbuilder shipyard yard")),
    **dict.fromkeys(("stores", "supermarkets", "retail", "grocers"), word_set("retailer")),
    **dict.fromkeys(("bakeries", "bakery", "bakers"), word_set("baker bakery")),
    **dict.fromkeys(("press", "publishing", "books"), word_set("publisher")),
    **dict.fromkeys(("capital", "equity", "ventures", "partners"), word_set("fund investor buyout private-equity")),
    **dict.fromkeys(("times", "herald", "gazette", "tribune", "telegraph", "courier"), word_set("newspaper paper")),
}
#: Nouns for one trade; what is called by that of one is not meant by that of another: "Acme Airways", "the planemaker".
TRADES: tuple[frozenset[str], ...] = (
    word_set("bank lender"),
    word_set("airline carrier"),
    word_set("carmaker automaker"),
    word_set("planemaker"),
    word_set("drugmaker"),
    word_set("steelmaker"),
    word_set("chipmaker"),
    word_set("brewer brewery"),
    word_set("insurer"),
    word_set("miner"),
    word_set("shipbuilder shipyard yard"),
    word_set("retailer supermarket grocer"),
    word_set("newspaper paper daily weekly tabloid"),
    word_set("baker bakery"),
    word_set("publisher"),
    word_set("shipper"),
    word_set("fund investor buyout private-equity"),
)
#: What some nouns say that somebody does, who is meant by them where the text tells who does it: "the seller".
SELLING, BUYING = word_set("sell divest offload"), word_set("buy acquire purchase")
DOERS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (word_set("seller"), SELLING),
    (word_set("buyer acquirer purchaser"), BUYING),
    (word_set("supplier vendor contractor"), word_set("supply deliver")),
)
#: An end of nouns that are too many to list, what they stand for, and nouns that end so and do not.
MAKING = "maker"
MAKING_TYPES = ("Company",)
NOT_MAKING = word_set(
    "filmmaker lawmaker policymaker peacemaker playmaker troublemaker matchmaker homemaker moviemaker kingmaker "
    "dressmaker changemaker decisionmaker mapmaker merrymaker haymaker pacemaker maker"
)
#: Words behind a place and a hyphen by which somebody is at home there: "the Turin-based firm", not "Turin-listed".
SEATED = word_set("based headquartered")
#: Nouns that stand for a body of any kind: to be met by another tells nothing.
ANY_BODY = word_set(
    "company firm group business corporation organization organisation body agency authority party side unit giant "
    "maker institution association board council team government state country nation house partner owner force"
)
#: Verbs by which somebody has an employer, with the preposition before it, and those that it is the agent of.
WORKING = word_set("work")
WORKING_FOR = word_set("for at")
EMPLOYING = word_set("employ hire dismiss fire sack")
#: Nouns for two of one family, who are known by the noun as long as a text speaks of them.
KIN = word_set("brother sister sibling twin")
#: Who speaks for a client.
LAWYERS = word_set("lawyer attorney counsel solicitor barrister advocate")
#: What somebody is called whose office another has now, "the former mayor".
PREDECESSOR = "predecessor"
#: Words before a noun for a relation that is over: "his former employer".
NO_LONGER = word_set("former old ex previous one-time then erstwhile")
#: Verbs for what two people do to each other: of "the pair divorced" no two firms can be meant.
BETWEEN_PEOPLE = word_set("marry divorce wed separate remarry honeymoon elope dine")
#: Verbs for what is said against or for somebody, whose deeds are then told: "criticised the agency, saying it had".
JUDGING = word_set(
    "criticise criticize blame condemn denounce slam attack rebuke fault chide lambast lambaste scold deride mock "
    "praise commend hail laud applaud accuse sue fine sanction"
)

#: Words that point to one of two that were named, and what may be named so.
ORDINALS = word_set("former latter")
ORDINAL_TYPES = ("Organization", "Person", "Country", "Product")
#: Verbs of saying, which a quotation is the object of.
SAYING = word_set(
    "say tell add write tweet ask answer reply insist warn argue note explain declare comment state announce claim "
    "admit acknowledge continue conclude joke quip complain promise shout remark respond stress suggest think call"
)
#: Nationalities that stand for all of a people as they are, in the singular form: "the Dutch".
PEOPLES_END = ("ch", "sh", "ese", "ss")

#: Words that make another body of the name they follow: "Acme Foundation" is not "Acme".
KEEP_APART = word_set(
    "Committee Council Assembly Foundation Trust Court Department Agency Parliament Ministry School Library Institute "
    "Laboratory Office Commission Union Association Stadium Airport Cup Award Awards Prize Tribunal Fund Command Army "
    "Police Mission Museum Cloud Ventures"
)
#: Short given names and what they are short for.
NICKNAMES: dict[str, str] = dict(
    pair.split(":")
    for pair in word_set(
        "Bill:William Will:William Bob:Robert Rob:Robert Jim:James Jimmy:James Joe:Joseph Mike:Michael Dave:David "
        "Tom:Thomas Tony:Anthony Dick:Richard Rick:Richard Ted:Edward Ed:Edward Chuck:Charles Charlie:Charles "
        "Ron:Ronald Don:Donald Dan:Daniel Ben:Benjamin Sam:Samuel Steve:Steven Nick:Nicholas Andy:Andrew "
        "Alex:Alexander Matt:Matthew Greg:Gregory Jeff:Jeffrey Ken:Kenneth Tim:Timothy Pete:Peter Larry:Lawrence "
        "Jerry:Gerald Bernie:Bernard Fred:Frederick Liz:Elizabeth Beth:Elizabeth Kate:Katherine Kathy:Katherine "
        "Sue:Susan Meg:Margaret Maggie:Margaret Peggy:Margaret Patty:Patricia Pat:Patrick Debbie:Deborah "
        "Chris:Christopher Josh:Joshua Jon:Jonathan Abe:Abraham Al:Albert Bert:Albert"
    )
)
#: Forms of address and offices that tell a person's gender.
TITLE_GENDERS = {
    **dict.fromkeys(
        ("Mr", "Mr.", "Sir", "Lord", "King", "Prince", "Pope", "Herr", "Monsieur", "Baron", "Emir"), "male"
    ),
    **dict.fromkeys(("Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dame", "Lady", "Queen", "Princess", "Frau", "Mme"), "female"),
    **dict.fromkeys(("Sheikh", "Sultan", "Imam", "Ayatollah", "Cardinal", "Congressman", "Chairman"), "male"),
    **dict.fromkeys(("Baroness", "Madame", "Congresswoman", "Chairwoman", "Spokeswoman", "Sheikha"), "female"),
}

#: Nouns that tell a person's gender.
GENDERED_NOUNS = {
    **dict.fromkeys(
        word_set(
            "man boy father husband son brother uncle nephew grandfather grandson king prince duke businessman "
            "chairman spokesman congressman policeman salesman actor monk priest bishop archbishop pope cardinal "
            "sportsman frenchman englishman irishman dutchman widower boyfriend fisherman"
        ),
        "male",
    ),
    **dict.fromkeys(
        word_set(
            "woman girl mother wife daughter sister aunt niece grandmother granddaughter queen princess duchess "
            "businesswoman chairwoman spokeswoman congresswoman policewoman actress nun widow heroine waitress "
            "frenchwoman englishwoman girlfriend baroness"
        ),
        "female",
    ),
}

#: Endings of nouns that stand for persons, and nouns that end so and do not.
PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "year-old", "ant", "ent", "ian")
NOT_PERSONS = word_set(
    "number order matter power water offer letter paper quarter summer winter center centre theater theatre chapter "
    "october november december september tower river border corner computer server counter register semester barrier "
    "carrier sector factor error color motor floor door corridor tumor reactor tractor monitor mirror terror favor "
    "labor honor harbor behavior rumor interior exterior list gist mist fist twist government parliament department "
    "agreement statement investment development management movement moment settlement payment document argument "
    "element environment treatment amendment appointment apartment event percent extent content accident incident "
    "continent patent talent rent cent tent grant plant restaurant warrant want covenant component equipment "
    "announcement shipment engagement employment unemployment retirement improvement establishment segment instrument "
    "supplement commitment achievement advertisement arrangement assessment bill weather whether dinner laughter "
    "disaster cancer fever shoulder finger slaughter murder layer trailer rocker helicopter transfer tender gender "
    "charter filter meter liter kilometer launcher container freighter trawler cruiser destroyer fighter bomber "
    "tanker liner steamer ferry printer boiler cover answer latter former poster cluster folder newsletter "
    "headquarter shelter master leather surrender remainder reminder takeover turnover handover makeover buyer-price "
    "ouster"
)

#: How bodies of a state are called in small letters: "Chad's foreign ministry" has what it is for before it, too.
MINISTRY = "ministry"
STATE_BODIES = frozenset(
    {
        ("air", "force"),
        ("coast", "guard"),
        ("central", "bank"),
        ("supreme", "court"),
        ("constitutional", "court"),
        ("election", "commission"),
        ("electoral", "commission"),
        ("navy",),
        ("parliament",),
    }
)

#: Nouns for somebody of a party: "the Ohio Republican", "the Conservative".
PARTISANS = word_set("Republican Democrat Conservative Socialist Liberal Communist Tory")
#: What stands before a nationality that means one person.
ONE_OF = word_set("the a an another this that young old")

#: What neither begins nor ends a name.
SMALL = word_set("the a an of in on at to for from by with and or as its his her their 's ’s ' ’ , . ; :")

#: Nouns that the ontology lacks, and the types of what they stand for: too open to be asked of every text.
NOUNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        word_set(
            "yard shipyard grocer bottler baker roaster refiner planemaker aerospace automaker biotech "
            "cooperative co-op suitor bidder buyer customer arm division upstart monopoly incumbent builder shipper "
            "hotelier broker dealer stevedore haulier newcomer"
        ),
        ("Company",),
    ),
    **dict.fromkeys(
        word_set("board partner owner employer zoo opera orchestra choir theatre theater trust cooperative project"),
        ("Organization",),
    ),
    **dict.fromkeys(word_set("jury"), ("Organization", "Event")),
    **dict.fromkeys(word_set("junta regime chamber magistrate ombudsman force"), ("GovernmentBody", "Country")),
    **dict.fromkeys(word_set("archipelago kingdom emirate host"), ("Country", "Region")),
    **dict.fromkeys(
        word_set(
            "chief head guitarist poet novelist financier strongman gunman attacker rector scholar prelate incumbent "
            "colleague counterpart winner champion biologist historian virologist forward defender socialist democrat "
            "conservative liberal republican marxist nun duke duchess emir sheikh sultan chancellor treasurer lady "
            "gentleman guest accused"
        ),
        ("Person",),
    ),
}
#: Offices of no ministry or agency: "Senator X".
LEGISLATORS = word_set("senator congressman congresswoman")
#: Nouns for who holds an office of a state or a body; without an owner before a name, the article's own is meant.
OFFICE_NOUNS = word_set(
    "minister president premier chancellor secretary governor mayor commissioner ambassador senator congressman "
    "congresswoman spokesman spokeswoman spokesperson chairman chairwoman chair chief executive founder director king "
    "queen envoy prosecutor treasurer speaker"
)
