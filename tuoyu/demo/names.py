"""Invented names, so that nobody can take them for real ones: all begin with 示例."""

from random import Random

FIRST = tuple(
    "小蜗牛 彩虹屋 向日葵 青草地 大榕树 小海豚 阳光里 启明星 "
    "蒲公英 小禾苗 萌芽 暖阳 小星芽 童悦 金摇篮 朵朵 春晖 安心 "
    "小脚印 贝乐 心语 蓝天 小橘灯 白鸽 糖果 小麦田 晨露 木棉 "
    "石榴 银杏 小溪 竹蜻蜓".split()
)
SECOND = tuple("树家园林谷屋岛湾坊田院居乐语舟桥")
STREETS = tuple(
    "示例一路 示例二路 示例东街 示例西街 示例大道 示例中路 示例新村 示例花园".split()
)
SURNAMES = tuple("甲乙丙丁戊己庚辛壬癸")
NUMERALS = tuple("一二三四五六七八九十")

SUFFIX = {
    "independent": "托育园",
    "community": "社区托育园",
    "kindergarten_class": "幼儿园托班",
    "employer": "职工托育园",
    "family_site": "家庭托育点",
    "comprehensive_centre": "托育综合服务中心",
}


def institution_name(random: Random, form: str, county: str, serial: int) -> str:
    """Like 示例小蜗牛树托育园（叶县）; large cities get a number to stay apart."""
    stem = random.choice(FIRST) + random.choice(SECOND)
    number = f"{serial}号" if serial > 400 else ""
    return f"示例{stem}{SUFFIX[form]}{number}（{county}）"


def person_name(random: Random) -> str:
    """Like 示例甲三: a person who cannot exist."""
    return f"示例{random.choice(SURNAMES)}{random.choice(NUMERALS)}"


def address(random: Random, township: str) -> str:
    """A street number in a real township, on a street that is not."""
    return f"{township}{random.choice(STREETS)} {random.randint(1, 180)} 号"


def identity_number(serial: int) -> str:
    """Eighteen digits that no office ever gave: no region has the code 99."""
    return f"99{serial:015d}X"


def credit_code(random: Random, legal_form: str, county_code: str) -> str:
    """A code of the right shape and check digit; its organisation part is invented."""
    first = {"public_institution": "12", "social_service": "52"}.get(legal_form, "91")
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = first + county_code + "".join(random.choices(alphabet, k=9))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(body, weights, strict=True))
    return body + alphabet[(31 - total % 31) % 31]
