"""Words in two languages, and the dated vocabulary of departments and powers that every table uses."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("zh", "en")


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """These words in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


def lowered(words: str) -> str:
    """An English label inside a sentence: sampled pass rate."""
    return words[:1].lower() + words[1:]


# Who owns a lever or a goal in the 2012 plan (section five). Names change with reforms of government:
# another year of the plan edits this table and nothing else.
DEPARTMENTS: dict[str, Words] = {
    "质监分局": Words("质监分局", "Quality supervision"),
    "农林局": Words("农林局", "Agriculture and forestry"),
    "工商分局": Words("工商分局", "Industry and commerce"),
    "外宣办": Words("外宣办", "Publicity office"),
    "财政局": Words("财政局", "Finance"),
    "食品药监局": Words("食品药监局", "Food and drug"),
    "卫生局": Words("卫生局", "Health"),
    "科技局": Words("科技局", "Science and technology"),
    "环保分局": Words("环保分局", "Environment"),
    "建住局": Words("建住局", "Construction and housing"),
    "安监局": Words("安监局", "Work safety"),
    "发改委": Words("发改委", "Development and reform"),
    "商贸总公司": Words("商贸总公司", "Commerce corporation"),
    "中小企业局": Words("中小企业局", "Small and medium enterprises"),
    "旅游局": Words("旅游局", "Tourism"),
    "公安分局": Words("公安分局", "Public security"),
    "街道办事处": Words("街道办事处", "Subdistrict offices"),
    "领导小组办公室": Words("领导小组办公室", "Leading group office"),
}

# The level of government that holds a power; a district plan that uses a power above 区 is marked.
OWNER_LEVELS: dict[str, Words] = {
    "区": Words("区", "district"),
    "市": Words("市", "city"),
    "省": Words("省", "province"),
}

PROGRAMMES: dict[str, Words] = {
    "product": Words("产品质量", "Product quality"),
    "farm": Words("农产品质量", "Farm products"),
    "construction": Words("工程质量", "Construction"),
    "service": Words("服务质量", "Services"),
    "environment": Words("环境质量", "Environment"),
    "equipment": Words("特种设备安全", "Special equipment"),
}

STATUSES: dict[str, Words] = {
    "published": Words("公开发表", "published"),
    "derived": Words("推算", "derived"),
    "illustrative": Words("示例", "illustrative"),
    "missing": Words("待填", "to be filled in"),
}
