"""Chinese surnames: the compound ones, and readings that differ from the everyday reading of the character.

Read by folding (list order) and masking (how much of a name is surname). Pure; anyone, any thread.
Readings: Xiandai Hanyu Cidian; written without tone mark, tone as a digit.
"""

from typing import Final

READINGS: Final = {
    "单": "shan4", "單": "shan4", "曾": "zeng1", "解": "xie4", "仇": "qiu2", "区": "ou1", "區": "ou1",
    "查": "zha1", "盖": "ge3", "蓋": "ge3", "任": "ren2", "朴": "piao2", "繁": "po2", "洗": "xian3",
    "冼": "xian3", "尉": "wei4", "员": "yun4", "員": "yun4", "种": "chong2", "秘": "bi4", "逄": "pang2",
    "那": "na1", "折": "she2", "黑": "he4", "覃": "qin2", "召": "shao4", "缪": "miao4", "繆": "miao4",
    "宓": "mi4", "翟": "zhai2", "乐": "yue4", "樂": "yue4", "车": "che1", "車": "che1", "华": "hua4",
    "華": "hua4", "燕": "yan1", "葛": "ge3", "宁": "ning4", "甯": "ning4", "牟": "mu4", "佴": "nai4",
    "乜": "nie4", "眭": "sui1", "郇": "xun2", "郗": "xi1", "晁": "chao2", "长": "zhang3", "過": "guo1",
    "过": "guo1", "令": "ling2", "纪": "ji3", "紀": "ji3", "应": "ying1", "應": "ying1", "幺": "yao1",
    "俞": "yu2", "呙": "guo1", "沈": "shen3", "石": "shi2", "万": "wan4", "尹": "yin3", "奇": "ji1",
    "卜": "bu3", "祭": "zhai4", "都": "du1", "句": "gou1", "谌": "chen2", "諶": "chen2", "适": "kuo4",
    "隗": "wei3", "阚": "kan4", "闞": "kan4", "费": "fei4", "費": "fei4", "相": "xiang4", "曲": "qu1",
    "撒": "sa4", "台": "tai2", "洪": "hong2", "臧": "zang1", "盛": "sheng4", "贾": "jia3", "賈": "jia3",
    "强": "qiang2",
}  # fmt: skip
"""Reading of a character as a single surname."""

COMPOUND: Final = {
    "欧阳": ("ou1", "yang2"), "歐陽": ("ou1", "yang2"), "司马": ("si1", "ma3"), "司馬": ("si1", "ma3"),
    "上官": ("shang4", "guan1"), "诸葛": ("zhu1", "ge3"), "諸葛": ("zhu1", "ge3"), "夏侯": ("xia4", "hou2"),
    "令狐": ("ling2", "hu2"), "宇文": ("yu3", "wen2"), "慕容": ("mu4", "rong2"), "公孙": ("gong1", "sun1"),
    "公孫": ("gong1", "sun1"), "东方": ("dong1", "fang1"), "東方": ("dong1", "fang1"),
    "独孤": ("du2", "gu1"), "獨孤": ("du2", "gu1"), "南宫": ("nan2", "gong1"), "南宮": ("nan2", "gong1"),
    "闻人": ("wen2", "ren2"), "赫连": ("he4", "lian2"), "赫連": ("he4", "lian2"), "呼延": ("hu1", "yan2"),
    "端木": ("duan1", "mu4"), "百里": ("bai3", "li3"), "申屠": ("shen1", "tu2"), "淳于": ("chun2", "yu2"),
    "太史": ("tai4", "shi3"), "轩辕": ("xuan1", "yuan2"), "軒轅": ("xuan1", "yuan2"),
    "钟离": ("zhong1", "li2"), "鍾離": ("zhong1", "li2"), "鲜于": ("xian1", "yu2"), "司徒": ("si1", "tu2"),
    "司空": ("si1", "kong1"), "司寇": ("si1", "kou4"), "濮阳": ("pu2", "yang2"), "濮陽": ("pu2", "yang2"),
    "第五": ("di4", "wu3"), "拓跋": ("tuo4", "ba2"), "完颜": ("wan2", "yan2"), "耶律": ("ye1", "lv4"),
    "西门": ("xi1", "men2"), "西門": ("xi1", "men2"), "尉迟": ("yu4", "chi2"), "尉遲": ("yu4", "chi2"),
    "长孙": ("zhang3", "sun1"), "長孫": ("zhang3", "sun1"), "单于": ("chan2", "yu2"),
    "單于": ("chan2", "yu2"), "万俟": ("mo4", "qi2"), "澹台": ("tan2", "tai2"), "皇甫": ("huang2", "fu3"),
    "公冶": ("gong1", "ye3"), "宗政": ("zong1", "zheng4"), "仲孙": ("zhong4", "sun1"),
    "亓官": ("qi2", "guan1"), "谷梁": ("gu3", "liang2"), "梁丘": ("liang2", "qiu1"),
    "左丘": ("zuo3", "qiu1"), "东郭": ("dong1", "guo1"), "羊舌": ("yang2", "she2"),
    "漆雕": ("qi1", "diao1"), "乐正": ("yue4", "zheng4"), "段干": ("duan4", "gan1"), "巫马": ("wu1", "ma3"),
    "颛孙": ("zhuan1", "sun1"), "纳兰": ("na4", "lan2"), "叶赫": ("ye4", "he4"), "赫舍": ("he4", "she4"),
    "贺兰": ("he4", "lan2"), "即墨": ("ji2", "mo4"),
}  # fmt: skip
"""Readings of the surnames of two characters, simplified and traditional."""


def surname(name: str) -> str:
    """The surname a Han name begins with: two characters when compound and something follows, else one."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]
