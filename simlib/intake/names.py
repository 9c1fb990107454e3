"""Sectors of a ledger get names that files can have: common ones the usual name, others their own words or a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..facts import FACT
from ..grammar.folders import is_plain
from ..grammar.levers import group_parts
from ..levers import GROUPS, LEVER
from ..template import usual_department
from ..words import Words
from .columns import key_of

LONGEST = 40
USUAL_PROGRAMME = "product"
BRANDS = ("famous_brands", "famous_trademarks")
_TAKEN = {"times", *BRANDS, *GROUPS, *LEVER, *FACT, *(part for group in GROUPS for part in group_parts(group))}
_NO_NAME = re.compile(r"[^\w]+")


class Common(NamedTuple):
    """A common sector: its file name, title, programme, department, brand tiers, and what ledgers call it."""

    name: str
    title: Words
    programme: str
    department: str
    tiers: tuple[str, ...]
    called: tuple[str, ...]


class Home(NamedTuple):
    """Where a sector of a ledger goes: `known` is False where programme and department are only a first guess."""

    label: str
    name: str
    title: Words
    programme: str
    department: str
    tiers: tuple[str, ...]
    known: bool


# The sectors of the shipped district; restaurants, shops and other kinds keep the words of the ledger.
# fmt: off
COMMON: tuple[Common, ...] = (
    Common("food", Words("食品", "Food"), "product", "质监分局", BRANDS, ("食品", "食品生产", "食品加工", "食品类",
        "food")),
    Common("farm_products", Words("农产品", "Farm products"), "farm", "农林局", BRANDS,
           ("农产品", "食用农产品", "农产品质量", "farm products", "agricultural products")),
    Common("building", Words("建材", "Building materials"), "product", "质监分局", BRANDS,
           ("建材", "建筑材料", "建筑装饰材料", "建筑和装饰装修材料", "building", "building materials")),
    Common("textile", Words("纺织服装", "Textiles and clothing"), "product", "质监分局", BRANDS,
           ("纺织服装", "纺织", "服装", "纺织品", "textile", "textiles", "clothing")),
    Common("machinery", Words("机械电子", "Machinery and electronics"), "product", "质监分局", BRANDS,
           ("机械电子", "机械", "机电", "电工电气", "machinery", "machinery and electronics")),
    Common("chem_paper", Words("化工造纸", "Chemicals and paper"), "product", "质监分局", BRANDS,
           ("化工造纸", "化工", "造纸", "化工产品", "chemicals", "chemicals and paper")),
    Common("retail_goods", Words("流通商品", "Goods on sale"), "product", "工商分局", BRANDS,
           ("流通商品", "流通领域商品", "流通领域", "商品", "retail goods", "goods on sale")),
    Common("construction", Words("建设工程", "Construction projects"), "construction", "建住局", (),
           ("建设工程", "工程", "工程质量", "建筑工程", "construction", "construction projects")),
    Common("services", Words("商贸服务", "Retail and other services"), "service", "商贸总公司", BRANDS[1:],
           ("商贸服务", "服务业", "服务质量", "services")),
    Common("tourism", Words("旅游服务", "Tourism services"), "service", "旅游局", BRANDS[1:],
           ("旅游服务", "旅游", "旅游业", "tourism")),
    Common("medical_services", Words("医疗服务", "Medical services"), "service", "卫生局", (),
           ("医疗服务", "医疗", "医疗机构", "medical services", "health care")),
    Common("polluters", Words("重点污染源", "Key polluters"), "environment", "环保分局", (),
           ("重点污染源", "污染源", "重点排污单位", "排污单位", "polluters", "key polluters")),
    Common("equipment", Words("特种设备", "Special equipment"), "equipment", "质监分局", (),
           ("特种设备", "特种设备使用单位", "equipment", "special equipment")),
)
# fmt: on
_BY_CALL = {key_of(called): row for row in COMMON for called in row.called}


def homes(labels: Iterable[str], tests: Mapping[str, int]) -> dict[str, Home]:
    """A home for every sector of a ledger; those with most tests choose first, no two get the same name."""
    found: dict[str, Home] = {}
    taken: set[str] = set()
    for label in sorted(labels, key=lambda one: (-tests.get(one, 0), one)):
        home = _home(label, taken)
        taken.add(home.name.casefold())
        found[label] = home
    return dict(sorted(found.items()))


def _home(label: str, taken: set[str]) -> Home:
    row = _BY_CALL.get(key_of(label))
    if row is not None and row.name not in taken:
        return Home(label, row.name, Words(*_titles(label, row)), row.programme, row.department, row.tiers, known=True)
    name = _own_words(label)
    if not _may_be(name, taken):
        name = next(f"sector_{n}" for n in range(1, len(taken) + 2) if f"sector_{n}" not in taken)
    programme = USUAL_PROGRAMME
    return Home(label, name, Words(label, label), programme, usual_department(programme), BRANDS, known=False)


def _titles(label: str, row: Common) -> tuple[str, str]:
    """The words of the ledger where they are Chinese or where they are English, the usual ones beside them."""
    return (row.title.zh, label) if label.isascii() else (label, row.title.en)


def _own_words(label: str) -> str:
    """“Grocery Store” as grocery_store; Chinese stays Chinese."""
    return _NO_NAME.sub("_", label.lower()).strip("_")


def _may_be(name: str, taken: set[str]) -> bool:
    """A name that the grammar of scenarios allows for a sector and that is still free."""
    plain = is_plain(name) and len(name) <= LONGEST and name[0].isalpha()
    return plain and name not in _TAKEN and name.casefold() not in taken


def file_name(stem: str) -> str:
    """A plain name for a scenario made from the name of a file; “ledger” if nothing of it can stay."""
    name = _NO_NAME.sub("_", stem).strip("_")[:LONGEST]
    return name if is_plain(name) else "ledger"
