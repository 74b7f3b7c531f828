"""Contacts: people, and their affiliations with further accounts."""

from typing import Final

from vault.model.common import CARRIED
from vault.model.fields import Choice, Field, Kind, Mask, Merge, Noun, Sensitivity, Words

_OPEN, _PERSONAL = Sensitivity.OPEN, Sensitivity.PERSONAL

CONTACT: Final = Noun(
    name="contact",
    table="contacts",
    number=2,
    words=Words("Person", "联系人"),
    plural=Words("People", "联系人"),
    title="name",
    sort="name",
    columns=("name", "account", "stage", "value", "last_contact", "next_step", "owner"),
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "姓名"), sensitivity=_PERSONAL, mask=Mask.NAME,
              personal=True, search=2, required=True, sortable=True, together="name",
              headers=("name", "full name", "contact name", "contact", "person", "display name", "person - name",
                       "姓名", "名字", "联系人", "联系人姓名", "客户姓名", "全名", "显示名称")),
        Field(name="given_name", kind=Kind.TEXT, words=Words("Given name", "名"), sensitivity=_PERSONAL, mask=Mask.NAME,
              personal=True, together="name",
              headers=("first name", "firstname", "given name", "given", "forename", "first_name", "given_name", "名")),
        Field(name="family_name", kind=Kind.TEXT, words=Words("Family name", "姓"), sensitivity=_PERSONAL,
              mask=Mask.NAME, personal=True, together="name",
              headers=("last name", "lastname", "family name", "surname", "last_name", "family_name", "姓", "姓氏")),
        Field(name="title", kind=Kind.TEXT, words=Words("Job title", "职务"), sensitivity=_OPEN, mask=Mask.VALUE, search=1,
              headers=("title", "job title", "jobtitle", "position", "organization title", "role", "职务", "职位", "头衔",
                       "职称")),
        Field(name="account", kind=Kind.LINK, target="account", words=Words("Company", "公司"), sensitivity=_OPEN,
              mask=Mask.VALUE, sortable=True,
              headers=("company", "account", "account name", "company name", "organization", "organisation",
                       "organization name", "organization 1 - name", "employer", "associated company", "公司",
                       "公司名称", "公司全称", "单位", "所属公司", "工作单位", "所属客户", "企业名称")),
        Field(name="email", kind=Kind.EMAIL, words=Words("E-mail", "邮箱"), sensitivity=_PERSONAL, mask=Mask.EMAIL,
              personal=True, derived=True, makes="email", merge=Merge.COMPUTED, sortable=True,
              headers=("email", "e-mail", "email address", "e-mail address", "e-mail 1 - value", "mail", "primary email",
                       "work email", "邮箱", "电子邮件", "电子邮箱", "邮箱地址", "电子邮件地址")),
        Field(name="phone", kind=Kind.PHONE, words=Words("Phone", "电话"), sensitivity=_PERSONAL, mask=Mask.PHONE,
              personal=True, derived=True, makes="phone", merge=Merge.COMPUTED, sortable=True,
              headers=("phone", "phone number", "telephone", "tel", "mobile", "mobile phone", "cell", "cell phone",
                       "phone 1 - value", "business phone", "primary phone", "work phone", "手机", "电话", "手机号",
                       "手机号码", "联系电话", "联系方式", "移动电话", "商务电话")),
        Field(name="stage", kind=Kind.LINK, target="stage", words=Words("Stage", "阶段"), sensitivity=_OPEN,
              mask=Mask.VALUE, derived=True, merge=Merge.COMPUTED),
        Field(name="value", kind=Kind.MONEY, words=Words("Value", "金额"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.BAND, derived=True, merge=Merge.COMPUTED, sortable=True),
        Field(name="last_contact", kind=Kind.INSTANT, words=Words("Last contact", "最近联系"), sensitivity=_OPEN,
              mask=Mask.VALUE, derived=True, merge=Merge.COMPUTED, sortable=True),
        Field(name="next_step", kind=Kind.DAY, words=Words("Next step", "下一步"), sensitivity=_OPEN, mask=Mask.VALUE,
              derived=True, merge=Merge.COMPUTED, sortable=True),
        Field(name="birthday", kind=Kind.BIRTHDAY, words=Words("Birthday", "生日"), sensitivity=_PERSONAL,
              mask=Mask.WITHHELD, personal=True, headers=("birthday", "birth date", "date of birth", "生日", "出生日期")),
        Field(name="birth_year", kind=Kind.YEAR, words=Words("Birth year", "出生年份"), sensitivity=Sensitivity.SENSITIVE,
              mask=Mask.ABSENT, personal=True, compartment="identity", headers=("birth year", "year of birth", "出生年份")),
        Field(name="id_number", kind=Kind.TEXT, words=Words("Identity number", "证件号码"),
              sensitivity=Sensitivity.SENSITIVE, mask=Mask.ABSENT, personal=True, compartment="identity",
              headers=("id number", "identity number", "national id", "passport", "身份证号", "证件号码", "身份证")),
        Field(name="notes", kind=Kind.NOTE, words=Words("Notes", "备注"), sensitivity=_PERSONAL, mask=Mask.WITHHELD,
              personal=True, search=1, max_length=100_000,
              headers=("notes", "note", "description", "comments", "备注", "说明", "描述", "备注信息")),
        *CARRIED,
    ),
)  # fmt: skip

AFFILIATION: Final = Noun(
    name="affiliation",
    table="affiliations",
    number=3,
    words=Words("Affiliation", "任职关系"),
    plural=Words("Affiliations", "任职关系"),
    title="role",
    sort="-created_at",
    columns=("contact", "account", "role", "from_day", "until_day"),
    owner_link="contact",
    in_lists=False,
    fields=(
        Field(name="contact", kind=Kind.LINK, target="contact", words=Words("Person", "联系人"), sensitivity=_OPEN,
              mask=Mask.VALUE, required=True),
        Field(name="account", kind=Kind.LINK, target="account", words=Words("Company", "公司"), sensitivity=_OPEN,
              mask=Mask.VALUE, required=True),
        Field(name="role", kind=Kind.TEXT, words=Words("Role", "角色"), sensitivity=_OPEN, mask=Mask.VALUE),
        Field(name="from_day", kind=Kind.DAY, words=Words("From", "开始日期"), sensitivity=_OPEN, mask=Mask.VALUE),
        Field(name="until_day", kind=Kind.DAY, words=Words("Until", "结束日期"), sensitivity=_OPEN, mask=Mask.VALUE),
        *CARRIED,
    ),
)  # fmt: skip

USE_CHOICES: Final = (
    Choice(key="work", words=Words("Work", "工作")),
    Choice(key="mobile", words=Words("Mobile", "手机")),
    Choice(key="home", words=Words("Home", "家庭")),
    Choice(key="other", words=Words("Other", "其他")),
)
"""Where a contact point or an address is used."""
