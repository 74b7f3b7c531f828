"""Countries by name to their code (ISO 3166-1 alpha-2). Pure; anyone, any thread."""

from functools import cache
from typing import Final

from vault.folding import fold

_NAMES: Final = """
AE United Arab Emirates|UAE|阿联酋
AR Argentina|阿根廷
AT Austria|Österreich|奥地利
AU Australia|澳大利亚
BE Belgium|Belgien|België|比利时
BG Bulgaria|Bulgarien|保加利亚
BR Brazil|Brasil|Brasilien|巴西
CA Canada|Kanada|加拿大
CH Switzerland|Schweiz|Suisse|瑞士
CL Chile|智利
CN China|PR China|PRC|People's Republic of China|CHN|中国|中国大陆|中华人民共和国
CO Colombia|哥伦比亚
CZ Czech Republic|Czechia|Tschechien|捷克
DE Germany|Deutschland|BRD|Allemagne|德国
DK Denmark|Dänemark|Danmark|丹麦
EE Estonia|Estland|爱沙尼亚
EG Egypt|Ägypten|埃及
ES Spain|España|Spanien|西班牙
FI Finland|Finnland|Suomi|芬兰
FR France|Frankreich|法国
GB United Kingdom|UK|Great Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|英国
GR Greece|Griechenland|希腊
HK Hong Kong|Hong Kong SAR|香港|中国香港
HR Croatia|Kroatien|克罗地亚
HU Hungary|Ungarn|匈牙利
ID Indonesia|Indonesien|印度尼西亚
IE Ireland|Irland|爱尔兰
IL Israel|以色列
IN India|Indien|印度
IS Iceland|Island|冰岛
IT Italy|Italia|Italien|意大利
JP Japan|日本
KE Kenya|肯尼亚
KR South Korea|Korea|Republic of Korea|Südkorea|韩国
LT Lithuania|Litauen|立陶宛
LU Luxembourg|Luxemburg|卢森堡
LV Latvia|Lettland|拉脱维亚
MA Morocco|Marokko|摩洛哥
MO Macao|Macau|澳门|中国澳门
MX Mexico|México|Mexiko|墨西哥
MY Malaysia|马来西亚
NG Nigeria|尼日利亚
NL Netherlands|The Netherlands|Holland|Niederlande|Nederland|荷兰
NO Norway|Norwegen|Norge|挪威
NZ New Zealand|Neuseeland|新西兰
PE Peru|秘鲁
PH Philippines|Philippinen|菲律宾
PK Pakistan|巴基斯坦
PL Poland|Polen|Polska|波兰
PT Portugal|葡萄牙
RO Romania|Rumänien|罗马尼亚
RS Serbia|Serbien|塞尔维亚
RU Russia|Russian Federation|Russland|俄罗斯
SA Saudi Arabia|Saudi-Arabien|沙特阿拉伯
SE Sweden|Schweden|Sverige|瑞典
SG Singapore|Singapur|新加坡
SI Slovenia|Slowenien|斯洛文尼亚
SK Slovakia|Slowakei|斯洛伐克
TH Thailand|泰国
TR Turkey|Türkiye|Türkei|土耳其
TW Taiwan|台湾|中国台湾
UA Ukraine|乌克兰
US United States|United States of America|USA|U.S.A.|U.S.|America|Vereinigte Staaten|美国
VN Vietnam|Viet Nam|越南
ZA South Africa|Südafrika|南非
"""


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _NAMES.split("\n"):
        code, _, names = line.partition(" ")
        found.update({fold(name): code for name in (code, *names.split("|")) if name})
    return found


def country(text: str) -> str:
    """The code of a country by its name in some languages; two letters as a code; else the text as it is."""
    found = _codes().get(fold(text))
    if found:
        return found
    return text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else text


def is_code(text: str | None) -> bool:
    """Whether `text` has the form of a country code."""
    return text is not None and len(text) == 2 and text.isascii() and text.isupper()
