"""Level and region, told from the agency's name alone."""

import pytest

from pipeline.metadata.places import level_of, region_of


@pytest.mark.parametrize(
    ("agency", "level", "region"),
    [
        ("青箬省人民政府", "province", "青箬省"),
        ("广西壮族自治区人民政府", "province", "广西壮族自治区"),
        ("北京市人民政府", "province", "北京市"),
        ("青箬市人民政府", "city", "青箬市"),
        ("青箬土家族自治州人民政府", "city", "青箬土家族自治州"),
        ("青箬地区行政公署", "city", "青箬地区"),
        ("青箬市云岫市人民政府", "county", "青箬市云岫市"),
        ("青箬市鹭洲区人民政府", "county", "青箬市鹭洲区"),
        ("云岫县", "county", "云岫县"),
        ("县人民政府", "county", None),
        ("青箬旗人民政府", "county", "青箬旗"),
        ("青箬市西四镇", "town", "青箬市西四镇"),
        ("云岫乡人民政府", "town", "云岫乡"),
        ("鹭洲区石桥街道办事处", "town", "鹭洲区石桥街道"),
        ("青箬市人民政府石桥街道办事处", "town", "青箬市石桥街道"),
    ],
)
def test_a_government_has_the_level_of_its_area(agency: str, level: str, region: str | None) -> None:
    assert (level_of(agency), region_of(agency)) == (level, region)


@pytest.mark.parametrize(
    ("agency", "region"),
    [
        ("青箬市水务局", "青箬市"),
        ("鹭洲区发展改革工信局", "鹭洲区"),
        ("青箬省水利厅", "青箬省"),
        ("青箬市人民政府办公室", "青箬市"),
        ("青箬市人民政府国有资产监督管理委员会", "青箬市"),
        ("中共云岫县委办公室", "云岫县"),
        ("国家税务总局青箬市税务局", "青箬市"),
        ("云岫县地方志编纂中心", "云岫县"),
        ("青箬市公安局交通警察支队", "青箬市"),
        ("甘肃水利厅", "甘肃"),
        ("区统计局", None),
        ("市水务局", None),
    ],
)
def test_an_office_of_a_government_is_a_department(agency: str, region: str | None) -> None:
    assert (level_of(agency), region_of(agency)) == ("department", region)


@pytest.mark.parametrize(
    ("agency", "region"),
    [
        ("青箬经济开发区", "青箬经济开发区"),
        ("青箬高新技术产业开发区管委会", "青箬高新技术产业开发区"),
        ("青箬市滨海新区人民政府", "青箬市滨海新区"),
        ("青箬市第一中学", "青箬市"),
        ("青箬供水有限公司", None),
    ],
)
def test_the_rank_of_a_zone_or_a_school_is_not_guessed(agency: str, region: str | None) -> None:
    assert (level_of(agency), region_of(agency)) == (None, region)


@pytest.mark.parametrize(
    ("agency", "region"),
    [
        ("云岫县城乡建设局", "云岫县"),
        ("云岫县住房和城乡建设局", "云岫县"),
        ("云岫县城市管理局", "云岫县"),
        ("云岫县乡村振兴局", "云岫县"),
        ("青箬市市场监督管理局", "青箬市"),
        ("青箬市区域合作局", "青箬市"),
        ("青箬市沙市区财政局", "青箬市沙市区"),
        ("青箬市市中区民政局", "青箬市市中区"),
        ("新乡市水务局", "新乡市"),
        ("景德镇市水务局", "景德镇市"),
        ("和田地区水利局", "和田地区"),
        ("海城市西四镇财政所", "海城市西四镇"),
    ],
)
def test_words_that_end_like_an_area_are_none(agency: str, region: str) -> None:
    assert region_of(agency) == region
