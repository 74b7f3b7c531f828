"""Cities with streets, postcodes and telephone numbers that ring nobody. Pure; anyone, any thread.

Numbers come from ranges that regulators keep for drama: Ofcom (UK), NANPA 555-01xx, ACMA (Australia),
Bundesnetzagentur (Germany), Arcep (France), PTS (Sweden). China keeps none; `1xx 0000 xxxx` is its custom.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

from app.demo.names import ENGLISH, FRENCH, GERMAN, NORDIC, POLISH, SPANISH, Culture


@dataclass(frozen=True, slots=True)
class Place:
    """A city; `postcode` and `phone` are patterns, each # a digit; `phone` None where no range is kept."""

    city: str
    region: str | None
    country: str
    postcode: str
    phone: str | None
    culture: Culture | None
    """The culture of most of its people; None for Chinese."""


_UK = [
    ("London", "Greater London", "EC#V #AB", "+442079460###"),
    ("Manchester", "Lancashire", "M# #RT", "+441614960###"),
    ("Edinburgh", "Midlothian", "EH# #DQ", "+441314960###"),
    ("Leeds", "West Yorkshire", "LS# #HG", "+441134960###"),
    ("Bristol", "Somerset", "BS# #NE", "+441174960###"),
    ("Birmingham", "West Midlands", "B# #TF", "+441214960###"),
]
_US = [
    ("Austin", "TX", "787##", "+151255501##"),
    ("Chicago", "IL", "606##", "+131255501##"),
    ("Seattle", "WA", "981##", "+120655501##"),
    ("Boston", "MA", "021##", "+161755501##"),
    ("Denver", "CO", "802##", "+130355501##"),
    ("Atlanta", "GA", "303##", "+140455501##"),
]
_SPANISH = [
    ("Miami", "FL", "US", "331##", "+130555501##"),
    ("San Antonio", "TX", "US", "782##", "+121055501##"),
    ("Madrid", "Madrid", "ES", "280##", None),
    ("Sevilla", "Andalucía", "ES", "410##", None),
]
_GERMAN = [
    ("Berlin", "Berlin", "DE", "10###", "+493023125###"),
    ("Hamburg", "Hamburg", "DE", "20###", "+494066969###"),
    ("München", "Bayern", "DE", "80###", "+498999998###"),
    ("Köln", "Nordrhein-Westfalen", "DE", "50###", "+492214710###"),
    ("Frankfurt am Main", "Hessen", "DE", "60###", "+496990009###"),
    ("Zürich", "Zürich", "CH", "80##", None),
]
_FRENCH = [
    ("Paris", "Île-de-France", "750##", "+3319900####"),
    ("Nantes", "Pays de la Loire", "440##", "+3326191####"),
    ("Strasbourg", "Grand Est", "670##", "+3335301####"),
    ("Lyon", "Auvergne-Rhône-Alpes", "690##", "+3346571####"),
    ("Bordeaux", "Nouvelle-Aquitaine", "330##", "+3353649####"),
]
_NORDIC = [
    ("Stockholm", "SE", "11# ##", "+468465004##"),
    ("Göteborg", "SE", "41# ##", "+4631390060#"),
    ("København", "DK", "2###", None),
    ("Tromsø", "NO", "90##", None),
    ("Jyväskylä", "FI", "40###", None),
]
_POLISH = [("Łódź", "PL", "90-###", None), ("Kraków", "PL", "30-###", None), ("Brno", "CZ", "6## 00", None)]
_CHINESE = [
    ("杭州", "浙江", "310###"),
    ("上海", "上海", "200###"),
    ("北京", "北京", "100###"),
    ("深圳", "广东", "518###"),
    ("广州", "广东", "510###"),
    ("苏州", "江苏", "215###"),
    ("南京", "江苏", "210###"),
    ("成都", "四川", "610###"),
    ("武汉", "湖北", "430###"),
    ("西安", "陕西", "710###"),
    ("青岛", "山东", "266###"),
    ("厦门", "福建", "361###"),
    ("宁波", "浙江", "315###"),
    ("长沙", "湖南", "410###"),
    ("重庆", "重庆", "400###"),
    ("合肥", "安徽", "230###"),
]

WESTERN_PLACES: Final = (
    *(Place(city, region, "GB", postcode, phone, ENGLISH) for city, region, postcode, phone in _UK),
    *(Place(city, region, "US", postcode, phone, ENGLISH) for city, region, postcode, phone in _US),
    Place("Sydney", "NSW", "AU", "20##", "+61255505###", ENGLISH),
    Place("Ottawa", "ON", "CA", "K#P #J#", "+161355501##", ENGLISH),
    *(Place(city, region, country, postcode, phone, SPANISH) for city, region, country, postcode, phone in _SPANISH),
    *(Place(city, region, country, postcode, phone, GERMAN) for city, region, country, postcode, phone in _GERMAN),
    *(Place(city, region, "FR", postcode, phone, FRENCH) for city, region, postcode, phone in _FRENCH),
    *(Place(city, None, country, postcode, phone, NORDIC) for city, country, postcode, phone in _NORDIC),
    *(Place(city, None, country, postcode, phone, POLISH) for city, country, postcode, phone in _POLISH),
)
CHINESE_PLACES: Final = tuple(Place(city, region, "CN", postcode, None, None) for city, region, postcode in _CHINESE)

_STREETS: Final = {
    "GB": "Station Road|Mill Lane|Victoria Street|Church Walk|Harbour Row|Chapel Street|Weavers Yard",
    "US": "Juniper Street|Cedar Avenue|Lakeview Drive|Harbor Boulevard|Mesa Road|Orchard Lane",
    "AU": "Wattle Street|Banksia Road|Jetty Lane|Ferry Parade",
    "CA": "Maple Crescent|Rideau Terrace|Birch Street",
    "ES": "Calle del Olmo|Avenida de la Peña|Calle Río Añil|Paseo de los Álamos",
    "DE": "Lindenstraße|Mühlenweg|Gärtnergasse|Am Brühl|Schloßallee|Königsufer|Bäckerstraße",
    "CH": "Seefeldgässli|Bürgliweg|Talstrasse",
    "FR": "rue des Tilleuls|allée du Prieuré|quai de l'Étoile|rue de la Forêt|boulevard des Âges",
    "SE": "Björkgatan|Södra Hamnen|Ängsvägen|Kungsbacken",
    "DK": "Nørre Bakke|Æblevej|Søgade",
    "NO": "Fjordgata|Øvre Bakkevei|Nordlysveien",
    "FI": "Koivukatu|Järvitie|Mäkelänrinne",
    "PL": "ulica Źródlana|ulica Łąkowa|aleja Dębowa",
    "CZ": "Růžová|Na Příkopech|U Říčky",
    "CN": "云栖路|文汇路|创新大道|滨江中路|软件园路|长宁街|和平里街|锦绣路|朝晖路|科苑路|望江东路|新港路",
}
_NUMBER_FIRST: Final = frozenset({"GB", "US", "AU", "CA", "FR"})
_CHINESE_MOBILE: Final = tuple(
    f"+86{prefix}0000####"
    for prefix in (130, 131, 132, 135, 136, 137, 138, 139, 150, 151, 158, 159, 180, 181, 186, 188, 189)
)


def digits(rng: Random, pattern: str) -> str:
    """`pattern` with each # replaced by a digit."""
    return "".join(str(rng.randrange(10)) if sign == "#" else sign for sign in pattern)


def phone(rng: Random, place: Place) -> str | None:
    """An E.164 number that belongs to nobody; None where the country keeps no such range."""
    pattern = rng.choice(_CHINESE_MOBILE) if place.country == "CN" else place.phone
    return digits(rng, pattern) if pattern else None


def street(rng: Random, place: Place) -> str:
    """A street and a house number in the order of the country."""
    name, number = rng.choice(_STREETS[place.country].split("|")), 1 + rng.randrange(180)
    if place.country == "CN":
        return f"{name}{number}号{1 + rng.randrange(30)}楼"
    return f"{number} {name}" if place.country in _NUMBER_FIRST else f"{name} {number}"
