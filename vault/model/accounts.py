"""Accounts: companies, with a hierarchy."""

from typing import Final

from vault.model.common import CARRIED
from vault.model.fields import Choice, Field, Kind, Mask, Merge, Noun, Sensitivity, Words

_OPEN, _PERSONAL = Sensitivity.OPEN, Sensitivity.PERSONAL

ACCOUNT: Final = Noun(
    name="account",
    table="accounts",
    number=1,
    words=Words("Company", "公司"),
    plural=Words("Companies", "公司"),
    title="name",
    sort="name",
    columns=("name", "industry", "phone", "website", "country", "owner"),
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "名称"), sensitivity=_OPEN, mask=Mask.VALUE,
              search=2, required=True, sortable=True,
              headers=("account name", "company", "company name", "organization", "organisation", "organization name",
                       "account", "公司", "公司名称", "公司全称", "客户名称", "企业名称", "单位", "单位名称")),
        Field(name="website", kind=Kind.URL, words=Words("Website", "网站"), sensitivity=_OPEN, mask=Mask.VALUE, search=1,
              headers=("website", "web site", "web page", "url", "company domain name", "domain", "homepage",
                       "website url", "网站", "网址", "官网", "公司网址")),
        Field(name="industry", kind=Kind.TEXT, words=Words("Industry", "行业"), sensitivity=_OPEN, mask=Mask.VALUE,
              search=1, sortable=True, headers=("industry", "sector", "行业", "所属行业", "客户行业")),
        Field(name="kind", kind=Kind.CHOICE, words=Words("Type", "类型"), sensitivity=_OPEN, mask=Mask.VALUE,
              headers=("type", "account type", "relationship type", "客户类型", "类型"),
              choices=(Choice(key="prospect", words=Words("Prospect", "潜在客户"), hue="blue"),
                       Choice(key="customer", words=Words("Customer", "客户"), hue="green"),
                       Choice(key="partner", words=Words("Partner", "合作伙伴"), hue="violet"),
                       Choice(key="supplier", words=Words("Supplier", "供应商"), hue="teal"),
                       Choice(key="other", words=Words("Other", "其他"), hue="slate"))),
        Field(name="phone", kind=Kind.PHONE, words=Words("Phone", "电话"), sensitivity=_PERSONAL, mask=Mask.PHONE,
              personal=True, derived=True, makes="phone", merge=Merge.COMPUTED, sortable=True,
              headers=("phone", "telephone", "company main phone", "main phone", "business phone", "phone number",
                       "company phone", "电话", "公司电话", "联系电话", "座机", "商务电话")),
        Field(name="email", kind=Kind.EMAIL, words=Words("E-mail", "邮箱"), sensitivity=_PERSONAL, mask=Mask.EMAIL,
              personal=True, derived=True, makes="email", merge=Merge.COMPUTED,
              headers=("email", "e-mail", "company email", "email address", "邮箱", "公司邮箱", "电子邮件")),
        Field(name="employees", kind=Kind.INTEGER, words=Words("Employees", "员工数"), sensitivity=_OPEN, mask=Mask.VALUE,
              headers=("employees", "number of employees", "no. of employees", "员工数", "人员规模", "公司规模")),
        Field(name="revenue", kind=Kind.MONEY, words=Words("Revenue", "年营业额"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.BAND, sortable=True, headers=("annual revenue", "annualrevenue", "revenue", "年营业额", "年收入")),
        Field(name="city", kind=Kind.TEXT, words=Words("City", "城市"), sensitivity=_OPEN, mask=Mask.VALUE, derived=True,
              merge=Merge.COMPUTED),
        Field(name="country", kind=Kind.COUNTRY, words=Words("Country", "国家"), sensitivity=_OPEN, mask=Mask.VALUE,
              derived=True, merge=Merge.COMPUTED),
        Field(name="parent", kind=Kind.LINK, target="account", words=Words("Part of", "上级公司"), sensitivity=_OPEN,
              mask=Mask.VALUE, headers=("parent account", "parent company", "parent", "上级公司", "母公司")),
        Field(name="notes", kind=Kind.NOTE, words=Words("Notes", "备注"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.WITHHELD, personal=True, max_length=100_000,
              headers=("notes", "description", "comments", "account description", "备注", "描述", "说明")),
        *CARRIED,
    ),
)  # fmt: skip
