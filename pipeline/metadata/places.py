"""The level of a body and the area it is of, told from its name alone: by how names end, without a list of places."""

import re
from collections.abc import Iterator

import msgspec

from pipeline.outline import Level

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    "|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PREFECTURES = "延边|恩施|湘西|阿坝|甘孜|凉山|黔西南|黔东南|黔南|楚雄|红河|文山|西双版纳|大理|德宏|怒江|迪庆|临夏|甘南|海北|黄南|海南|果洛|玉树|海西|昌吉|博尔塔拉|巴音郭楞|克孜勒苏|伊犁"
_MUNICIPALITY = re.compile(r"(?:北京|天津|上海|重庆)市?")
_PROVINCE_ALONE = re.compile(rf"(?:{_PROVINCES})(?![市县区镇乡旗州])")
_AUTONOMOUS = re.compile(rf"[^省市州县区盟旗]{{2,20}}?自治(?P<kind>区|州|县|旗)|(?:{_PREFECTURES})(?P<short>州)")
_CITY = "市(?!场|政(?!府|协|法|审|务))"
# 沙市区, 新乡市: a name of one character with its suffix, or a 镇 or 乡 before a greater suffix, goes on.
_UNIT = re.compile(
    rf"[一-鿿](?:市|县|乡|镇|旗|区)(?:{_CITY}|区(?!域)|县(?!级)|街道|镇|乡(?!村))|[一-鿿]{{1,4}}[镇乡]{_CITY}"
    rf"|[一-鿿]{{1,14}}?(?:特别行政区|省|{_CITY}|地区|盟|县|旗|区(?!域)|镇|乡(?!村)|苏木|街道)"
)
_SPECIAL = re.compile(
    r"(?:开发|高新|经开|新|保税|示范|园|度假|管理|合作|试验|风景|名胜|景|工业|集聚|功能|综保|自贸|产业|农高|保护|农垦|实验)区$"
)
_NOT_A_UNIT = re.compile(
    r"[局厅与、及]|委员|办公|部门|[法学医]院|政府|[和房]城|切换|选择|^(?:城乡|城市|城镇|乡镇|社区|山区|老区|库区|灌区|牧区|小区|校区|都市|超市|上市|区县|市县|县区|市区)$"
)
_LEVELS: dict[str, Level] = {
    "省": "province", "特别行政区": "province", "自治区": "province", "市": "city", "地区": "city", "盟": "city",
    "自治州": "city", "州": "city", "县": "county", "旗": "county", "区": "county", "自治县": "county",
    "自治旗": "county", "镇": "town", "乡": "town", "苏木": "town", "街道": "town",
}  # fmt: skip
_PREFIX = re.compile(r"(?:中共|中国共产党|共青团|国家(?:税务总局|统计局)|中国(?:气象|地震)局|中国)")
_BETWEEN = re.compile(r"(?:人民)?政府(?=[一-鿿]{2,8}(?:街道|镇|乡))")
_GOVERNMENT = re.compile(r"(?:人民)?(?:政府)?|行政公署|行署")
_STREET_OFFICE = re.compile(r"(?:办事处|办|街道办事处|街道办)?")
_OFFICE = re.compile(r"(?:局|厅|委|委员会|办|办公室|队|中心|处|所|署|站|部|馆|社|联|会|室)$")
_NO_OFFICE = re.compile(r"(?:管委会|(?<!监督)管理委员会|村委会|居委会|村民委员会|居民委员会|协会|学会|商会)$")


class _Unit(msgspec.Struct, frozen=True):
    """One area in a name, in places of the name; the level is None where the name does not tell it."""

    start: int
    end: int
    level: Level | None


def level_of(agency: str) -> Level | None:
    """Return the level of the body of that name.

    A government, or an area by its name alone, has the level of its area; a street office is a town's. An office of a
    government (局, 厅, 委, 办, 队, 中心 …, at whatever level) is a `department`. 市 is a city, but a county where another
    city stands before it; the four great municipalities are provinces. None for a development zone and its committee,
    whose rank the name does not tell, and for schools, hospitals and companies.
    """
    units = list(_units(agency))
    at = units[-1].end if units else _begin(agency)
    rest = agency[at:]
    if not units and (bare := re.fullmatch(r"([省市县区镇乡州旗])(?:人民)?政府", rest)):
        return _LEVELS[bare[1]]
    level = units[-1].level if units else None
    if units and _GOVERNMENT.fullmatch(rest):
        return level
    if level == "town" and _STREET_OFFICE.fullmatch(rest):
        return level
    return "department" if _OFFICE.search(rest) and not _NO_OFFICE.search(rest) else None


def region_of(agency: str) -> str | None:
    """Return the area that the name begins with, as written (`海城市西四镇`); None where it names none."""
    units = list(_units(agency))
    return "".join(agency[unit.start : unit.end] for unit in units) or None


def _begin(agency: str) -> int:
    found = _PREFIX.match(agency)
    return found.end() if found else 0


def _units(agency: str) -> Iterator[_Unit]:
    at, last = _begin(agency), None
    for _ in range(5):
        between = _BETWEEN.match(agency, at) if last is not None else None
        unit = _unit(agency, between.end() if between else at, last)
        if unit is None:
            return
        yield unit
        at, last = unit.end, unit


def _unit(agency: str, at: int, last: _Unit | None) -> _Unit | None:
    if last is None and (great := _MUNICIPALITY.match(agency, at)) and great.group().endswith("市"):
        return _Unit(at, great.end(), "province")
    own = _AUTONOMOUS.match(agency, at)
    if own is not None:
        kind = own["kind"]
        return _Unit(at, own.end(), _LEVELS[f"自治{kind}" if kind else "州"])
    found = _UNIT.match(agency, at)
    if found is not None and not _NOT_A_UNIT.search(found.group()):
        return _Unit(at, found.end(), _level(found.group(), last))
    alone = _PROVINCE_ALONE.match(agency, at) if last is None else None
    return _Unit(at, alone.end(), "province") if alone else None


def _level(name: str, last: _Unit | None) -> Level | None:
    if _SPECIAL.search(name):
        return None
    suffix = max((suffix for suffix in _LEVELS if name.endswith(suffix)), key=len)
    if suffix == "市" and last is not None and last.level in {"city", "county"}:
        return "county"
    return _LEVELS[suffix]
