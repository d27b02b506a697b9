"""Made-up schools as a county's export has them: a CSV of any number, below the districts of the tests' county."""

import random

_HEADER = "学校名称,学校标识码,上级单位,办学类型,举办者性质,城乡,在校学生,教职工,寄宿,寄宿生,食堂,地址,经度,纬度"
_PLACES = "梅岭马渡青山雁子河古泉余家店紫竹园陶家渡南浦双河白石畈桐岭"
_SURNAMES = "春华秋实明德厚学笃行致远博文约礼思源至善育才树人"
_TYPES = {"21": "小学", "31": "初级中学", "34": "高级中学", "11": "幼儿园"}


def school_csv(number: int, seed: int = 1, encoding: str = "gb18030", first: int = 0) -> bytes:
    """So many schools from the `first` on, each with a code of its own; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    lines = [_HEADER, *(_line(index, dice) for index in range(first, first + number))]
    return "\r\n".join([*lines, ""]).encode(encoding)


def _line(index: int, dice: random.Random) -> str:
    kind = dice.choice(tuple(_TYPES))
    place, given = dice.randrange(len(_PLACES) - 1), dice.randrange(len(_SURNAMES) - 1)
    name = f"{_PLACES[place : place + 2]}{_SURNAMES[given : given + 2]}第{index}{_TYPES[kind]}"
    pupils, boards = dice.randrange(30, 3000), dice.random() < 0.3
    district = "梅岭学区" if index % 2 else "马渡学区"
    where = f"澜江省安澜市锦岚县{_PLACES[place : place + 2]}镇{dice.randrange(1, 400)}号"
    return ",".join(
        (
            *(name, f"{kind}{34 + index // 1_000_000}{index % 1_000_000:06}", district, _TYPES[kind]),
            *("公办" if dice.random() < 0.8 else "民办", dice.choice(("城区", "镇区", "乡村")), str(pupils)),
            *(str(pupils // 14), "是" if boards else "否", str(pupils // 5 if boards else 0)),
            *(dice.choice(("自营", "无", "配送")), where, f"{115 + dice.random():.6f}", f"{31 + dice.random():.6f}"),
        )
    )
