"""Invented companies in two languages, each with an industry and a site that leads nowhere. Pure.

Sites lie under example.com, example.org (RFC 2606) and example.cn, which nobody can own.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

from app.demo.names import ascii_form, words
from app.demo.places import Place


@dataclass(frozen=True, slots=True)
class Company:
    """A company's name, its industry in its language, and its host name under a reserved domain."""

    name: str
    industry: str
    host: str


_WESTERN_FRONT: Final = words(
    "Alder Amber Anvil Arbor Ashen Aurora Basalt Beacon Birch Bluefin Bracken Brightwell Brindle "
    "Calder Cedar Cinder Clover Cobalt Copper Coral Crescent Dovetail Drift Ember Falcon Fennel Fern "
    "Flint Foxglove Garnet Glacier Granite Harbour Hazel Heron Hollow Indigo Ivory Juniper Kestrel "
    "Kingfisher Lantern Larch Linden Lumen Maple Marlin Meadow Mistral Nettle Nimbus Northwind "
    "Oakhaven Ochre Orchard Osprey Otter Pebble Pinnacle Quarry Raven Redwood Rowan Saffron Sable "
    "Silverbrook Slate Sparrow Sterling Summit Tamarind Tern Thistle Tidewater Timber Umber Vesper "
    "Violet Wander Westbrook Willow Windmill Winter Wren Zephyr"
)
_WESTERN_BACK: Final = words(
    "bridge brook cliff cross dale field ford forge gate grove hill keep lake mark mere mill moor peak "
    "point reach ridge rock shore spring stone vale water well wood works"
)
_FORMS: Final = {
    "GB": ("Ltd", "plc", "& Sons Ltd", "LLP"),
    "US": ("Inc.", "LLC", "Corp.", "& Co."),
    "AU": ("Pty Ltd",),
    "CA": ("Inc.", "Ltd."),
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "KG"),
    "CH": ("AG", "GmbH"),
    "FR": ("SARL", "SAS", "SA"),
    "ES": ("S.L.", "S.A."),
    "SE": ("AB",),
    "DK": ("A/S", "ApS"),
    "NO": ("AS",),
    "FI": ("Oy",),
    "PL": ("sp. z o.o.", "S.A."),
    "CZ": ("s.r.o.", "a.s."),
}
_TRADES: Final = {
    "GB": "Logistics|Foods|Engineering|Software|Textiles|Medical|Energy|Printing|Travel|Optics|Marine",
    "DE": "Maschinenbau|Möbelwerke|Getränke|Präzisionstechnik|Druckhaus|Kälteanlagen|Spedition|Messgeräte",
    "FR": "Énergie|Pâtisserie|Vêtements|Matériaux|Cosmétique|Imprimerie|Hôtellerie|Mécanique|Santé",
    "ES": "Cerámica|Muebles Peñalba|Energía|Construcción|Diseño|Logística|Alimentación|Óptica",
    "SE": "Trävaror|Möbler|Skärgårdsrederi|Mätteknik|Förpackning|Bygg|Livsmedel|Hälsa",
    "PL": "Meble|Żegluga|Usługi|Łożyska|Drukarnia|Szkło|Oświetlenie",
}
_TRADE_OF: Final = {
    "US": "GB",
    "AU": "GB",
    "CA": "GB",
    "CH": "DE",
    "DK": "SE",
    "NO": "SE",
    "FI": "SE",
    "CZ": "PL",
}
INDUSTRIES: Final = (
    ("Manufacturing", "制造业"),
    ("Software", "软件"),
    ("Retail", "零售"),
    ("Logistics", "物流"),
    ("Healthcare", "医疗健康"),
    ("Energy", "能源"),
    ("Education", "教育"),
    ("Construction", "建筑"),
    ("Food", "食品"),
    ("Finance", "金融"),
    ("Design", "设计"),
    ("Travel", "旅游"),
    ("Agriculture", "农业"),
    ("Electronics", "电子"),
    ("Media", "文化传媒"),
)
_BRAND_FRONT: Final = "云启瀚卓铭澜曜煜筑翎沐岚桐霁麓弈栩瑾珩朔璟昀澈聿峤旻" + "星海锦凌宏智恒嘉远盛"
_BRAND_BACK: Final = "栖程澄屿岩帆野舟图禾谷川池泉林原峰石木羽墨航景维拓森诺然"
_ASCII: Final = words(
    "yun qi han zhuo ming lan yao yu zhu ling mu lan tong ji lu yi xu jin heng shuo jing yun che yu qiao min "
    "xing hai jin ling hong zhi heng jia yuan sheng "
    "qi cheng cheng yu yan fan ye zhou tu he gu chuan chi quan lin yuan feng shi mu yu mo hang jing wei tuo "
    "sen nuo ran"
)
_BRAND_ASCII: Final = dict(zip(_BRAND_FRONT + _BRAND_BACK, _ASCII, strict=True))
_TRADES_ZH: Final = {
    "制造业": ("精密机械", "装备制造", "新材料", "模具"),
    "软件": ("科技", "软件", "网络科技", "信息技术"),
    "零售": ("商贸", "百货", "连锁超市"),
    "物流": ("物流", "供应链管理", "国际货运代理"),
    "医疗健康": ("医疗器械", "生物科技", "健康管理"),
    "能源": ("新能源", "电力工程", "光伏科技"),
    "教育": ("教育咨询", "文化培训"),
    "建筑": ("建筑工程", "装饰设计", "幕墙工程"),
    "食品": ("食品", "农产品加工", "茶业"),
    "金融": ("投资管理", "融资租赁"),
    "设计": ("品牌设计", "工业设计"),
    "旅游": ("旅行社", "酒店管理"),
    "农业": ("生态农业", "种业"),
    "电子": ("电子", "半导体", "智能科技"),
    "文化传媒": ("文化传媒", "广告", "影视制作"),
}
_ROMAN_CITY: Final = {
    "杭州": "hz",
    "上海": "sh",
    "北京": "bj",
    "深圳": "sz",
    "广州": "gz",
    "苏州": "su",
    "南京": "nj",
    "成都": "cd",
    "武汉": "wh",
    "西安": "xa",
    "青岛": "qd",
    "厦门": "xm",
    "宁波": "nb",
    "长沙": "cs",
    "重庆": "cq",
    "合肥": "hf",
}


def chinese_company(rng: Random, place: Place) -> Company:
    """A company named city, brand, trade, form: 杭州…科技有限公司."""
    industry = rng.choice(INDUSTRIES)[1]
    front, back = rng.choice(_BRAND_FRONT), rng.choice(_BRAND_BACK)
    form = "股份有限公司" if rng.random() < 0.12 else "有限公司"
    trade = rng.choice(_TRADES_ZH[industry])
    host = f"{_BRAND_ASCII[front]}{_BRAND_ASCII[back]}-{_ROMAN_CITY[place.city]}.example.cn"
    return Company(f"{place.city}{front}{back}{trade}{form}", industry, host)


def western_company(rng: Random, place: Place, family: str) -> Company:
    """A company named by an invented word or by `family`, its trade in the country's language, its form."""
    trades = _TRADES[_TRADE_OF.get(place.country, place.country)].split("|")
    by_family = rng.random() < 0.3
    brand = family if by_family else _invented(rng)
    middle = f" {rng.choice(trades)}" if by_family or rng.random() < 0.6 else ""
    name = f"{brand}{middle} {rng.choice(_FORMS[place.country])}"
    host = f"{ascii_form(brand + middle)}.example.{'org' if rng.random() < 0.15 else 'com'}"
    return Company(name, rng.choice(INDUSTRIES)[0], host)


def _invented(rng: Random) -> str:
    front, back = rng.choice(_WESTERN_FRONT), rng.choice(_WESTERN_BACK)
    return f"{front} {back.title()}" if rng.random() < 0.35 else front + back
