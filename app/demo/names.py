"""Invented people's names of several cultures, drawn from frequent parts. Pure; anyone, any thread.

No name is a particular person's; Chinese and Western parts are common ones put together by chance.
Romanised forms stand beside the Chinese characters, for e-mail addresses.
"""

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class PersonName:
    """One person's name: as it is shown, its parts, and its parts in ASCII for an e-mail address."""

    full: str
    given: str
    family: str
    given_ascii: str
    family_ascii: str


@dataclass(frozen=True, slots=True)
class Culture:
    """Frequent given and family names of one language."""

    given: tuple[str, ...]
    family: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """The words of `text`: a table that reads like a line."""
    return tuple(text.split())


ENGLISH: Final = Culture(
    words(
        "Oliver Amelia Jack Isla Harry Ava George Grace Noah Emily Arthur Freya Leo Ella Oscar Charlotte "
        "Henry Alice Ethan Ruby Daniel Hannah Samuel Lucy Thomas Megan Joseph Chloe Adam Sophie Ryan "
        "Rachel Aaron Laura Nathan Claire Marcus Naomi Victor Ingrid Priya Arjun Fatima Omar Keisha "
        "Darnell Siobhán Niamh Zoë Renée"
    ),
    words(
        "Whitfield Harlow Pembroke Ashworth Langley Thornton Bexley Carver Dunmore Ellery Fairbank Garrick "
        "Holloway Ingram Jessop Kendrick Lockhart Marlowe Northcott Oakley Prescott Quigley Radcliffe "
        "Sedgwick Tillman Underhill Vickers Wexford Yardley Aldous Barlow Crowther Denham Eastwick Farrow "
        "Goddard Hathaway Okafor Patel Sharma Rahman Nguyen O'Brien O'Dwyer MacLeod Brontë Adeyemi "
        "Castellan Fenwick Redfern"
    ),
)
GERMAN: Final = Culture(
    words(
        "Jürgen Anneliese Björn Käthe Günther Sören Heike Matthias Ulrike Wolfgang Sabine Florian "
        "Katharina Lukas Franziska Jörg Bärbel Sebastian Johanna Till Rüdiger Annika Moritz Leonie Götz "
        "Svenja Thorsten Mareike"
    ),
    words(
        "Müller Schröder Köhler Böhm Krüger Jäger Weiß Groß Löffler Hübner Schäfer Grünwald Bäcker Strauß "
        "Möller Lindner Brandt Vogelsang Eberhardt Winkelmann Dörfler Kühn Hoffmann Zimmermann Steinbrück "
        "Rößler Färber Lüttich Achterberg Wüstenhagen"
    ),
)
FRENCH: Final = Culture(
    words(
        "Élodie François Chloé René Hélène Jérôme Zoé Benoît Aurélie Théo Léa Gaëtan Noémie Cédric Mélanie "
        "Loïc Amélie Rémi Inès Gaël Océane Clément Maëlle Étienne Anaïs Grégoire Solène Timothée Agnès "
        "Maxence"
    ),
    words(
        "Lefèvre Béranger Dubois Châtelain Moreau Géraud Fournier Lémery Gauthier Besançon Delacourt "
        "Mérignac Roussel Bérard Coûteaux Lachaume Vasseur Prévost Garçon Maréchal Desprès Hébert Noël "
        "Barthélemy Thévenet Pélissier"
    ),
)
SPANISH: Final = Culture(
    words(
        "José María Íñigo Lucía Andrés Sofía Álvaro Nuria Óscar Begoña Raúl Inés Julián Rocío Martín "
        "Verónica Héctor Ángela Adrián Belén Iván Mónica Joaquín Elena Ramón Jimena Nicolás Araceli Tomás "
        "Pilar"
    ),
    words(
        "García Muñoz Ibáñez Peña Núñez Cañadas Ordóñez Vázquez Gómez Sepúlveda Ríos Zúñiga Márquez "
        "Quiñones Castaño Beltrán Iturralde Cárdenas Solís Echeverría Montañés Arévalo Barragán Saldaña "
        "Villaseñor Tobón"
    ),
)
NORDIC: Final = Culture(
    words(
        "Søren Åsa Bjørn Sigrid Håkan Märta Jørgen Linnéa Øystein Freja Göran Astrid Åke Solveig Kåre "
        "Maiken Pär Ingeborg Lærke Mikkel Björk Guðrún Þórir Väinö Päivi Jussi Aino Tuomas Elin Magnus"
    ),
    words(
        "Sørensen Ångström Ødegård Lindqvist Björklund Hägglund Østergaard Nyström Kjær Söderlund Bråten "
        "Håkansson Møller Sjöberg Vestergård Åkerman Skårgaard Mäkinen Hyvönen Särkkä Jónsdóttir "
        "Ragnarsson Nørgaard Holmström Lågas Tønnesen"
    ),
)
POLISH: Final = Culture(
    words(
        "Łukasz Małgorzata Paweł Agnieszka Michał Żaneta Grzegorz Zofia Stanisław Bożena Rafał Katarzyna "
        "Sławomir Jiří Božena Tomáš Zdeněk Kateřina Šárka István Ágnes György Ştefan Răzvan Ioana"
    ),
    words(
        "Wiśniewski Kowalczyk Zieliński Dąbrowski Wójcik Łuczak Świątek Jabłoński Górska Żurawski "
        "Gołębiewski Ślusarz Dvořák Černý Procházka Němec Růžička Szabó Kővári Dörömbözi Ionescu Bălan "
        "Țepeș Hrubý"
    ),
)
WESTERN: Final = (ENGLISH, GERMAN, FRENCH, SPANISH, NORDIC, POLISH)

_FAMILY_ZH: Final = words(
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao "
    "林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao "
    "程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 吕lv 苏su 卢lu 蒋jiang 蔡cai 贾jia "
    "丁ding 魏wei 薛xue 叶ye 阎yan 余yu 潘pan 杜du 戴dai 夏xia 钟zhong 汪wang 田tian 任ren 姜jiang "
    "范fan 方fang 石shi 姚yao 谭tan 廖liao 邹zou 熊xiong 金jin 陆lu 郝hao 孔kong 白bai 崔cui 康kang "
    "毛mao 邱qiu 秦qin 江jiang 史shi 顾gu 侯hou 邵shao 孟meng 龙long 万wan 段duan 雷lei 钱qian 汤tang "
    "尹yin 黎li 易yi 常chang 武wu 乔qiao 贺he 赖lai 龚gong 文wen 欧阳ouyang 司马sima 上官shangguan "
    "诸葛zhuge 慕容murong 令狐linghu 皇甫huangfu 尉迟yuchi"
)
_FIRST_ZH: Final = words(
    "子zi 雨yu 思si 佳jia 欣xin 梦meng 晓xiao 雅ya 诗shi 婉wan 静jing 美mei 浩hao 志zhi 俊jun 建jian "
    "明ming 文wen 宇yu 国guo 嘉jia 天tian 泽ze 若ruo 书shu 丽li 秀xiu 玉yu 海hai 家jia 立li 春chun "
    "永yong 少shao 一yi 云yun 可ke 亦yi 乐le 新xin"
)
_SECOND_ZH: Final = words(
    "涵han 怡yi 琪qi 婷ting 妍yan 萱xuan 彤tong 瑶yao 洁jie 娜na 轩xuan 宇yu 伟wei 强qiang 杰jie 涛tao "
    "鹏peng 辉hui 磊lei 阳yang 博bo 凯kai 华hua 军jun 平ping 东dong 峰feng 超chao 龙long 林lin 梅mei "
    "兰lan 芳fang 英ying 红hong 霞xia 玲ling 燕yan 敏min 洋yang 航hang 然ran 晨chen 源yuan 清qing "
    "宁ning 安an 斌bin 飞fei 颖ying"
)


def _split(part: str) -> tuple[str, str]:
    """A table entry as (characters, romanised)."""
    ascii_from = next(place for place, letter in enumerate(part) if letter.isascii())
    return part[:ascii_from], part[ascii_from:]


_FAMILIES: Final = tuple(map(_split, _FAMILY_ZH))
_FIRSTS: Final = tuple(map(_split, _FIRST_ZH))
_SECONDS: Final = tuple(map(_split, _SECOND_ZH))
_FOLD: Final = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "æ": "ae",
        "Æ": "Ae",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
    }
)


def ascii_form(text: str) -> str:
    """`text` in lower-case ASCII letters and digits: accents folded, everything else dropped."""
    bare = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return "".join(letter for letter in bare.lower() if letter.isascii() and letter.isalnum())


def chinese_name(rng: Random) -> PersonName:
    """A Chinese name: surname first, a given name of two characters, or of one in a fifth of cases."""
    family, family_ascii = _FAMILIES[min(rng.randrange(len(_FAMILIES)), rng.randrange(len(_FAMILIES)))]
    given, given_ascii = rng.choice(_SECONDS)
    if rng.random() < 0.8:
        first, first_ascii = rng.choice(_FIRSTS)
        given, given_ascii = first + given, first_ascii + given_ascii
    return PersonName(family + given, given, family, given_ascii, family_ascii)


def western_name(rng: Random, culture: Culture) -> PersonName:
    """A name of `culture`, given name first."""
    given, family = rng.choice(culture.given), rng.choice(culture.family)
    return PersonName(f"{given} {family}", given, family, ascii_form(given), ascii_form(family))
