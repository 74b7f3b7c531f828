"""Contact points (e-mail, phone, handle) and addresses: any number for a contact or an account."""

from typing import Final

from vault.model.common import CARRIED
from vault.model.contacts import USE_CHOICES
from vault.model.fields import Choice, Field, Kind, Mask, Noun, Sensitivity, Words

_OPEN, _PERSONAL = Sensitivity.OPEN, Sensitivity.PERSONAL

_BELONGS = Field(name="about", kind=Kind.LINK, words=Words("Belongs to", "所属"), sensitivity=_OPEN, mask=Mask.VALUE,
                 required=True)  # fmt: skip
_USE = Field(name="use", kind=Kind.CHOICE, choices=USE_CHOICES, words=Words("Use", "用途"), sensitivity=_OPEN,
             mask=Mask.VALUE)  # fmt: skip

CONTACT_POINT: Final = Noun(
    name="contact_point",
    table="contact_points",
    number=4,
    words=Words("Contact point", "联系方式"),
    plural=Words("Contact points", "联系方式"),
    title="value",
    sort="-created_at",
    columns=("about", "kind", "value", "use"),
    owner_link="about",
    in_lists=False,
    fields=(
        _BELONGS,
        Field(name="kind", kind=Kind.CHOICE, words=Words("Kind", "种类"), sensitivity=_OPEN, mask=Mask.VALUE,
              required=True, choices=(
                  Choice(key="email", words=Words("E-mail", "邮箱")),
                  Choice(key="phone", words=Words("Phone", "电话")),
                  Choice(key="handle", words=Words("Handle", "社交账号")))),
        Field(name="value", kind=Kind.TEXT, words=Words("Value", "内容"), sensitivity=_PERSONAL, mask=Mask.HANDLE,
              personal=True, required=True),
        _USE,
        Field(name="main", kind=Kind.BOOLEAN, words=Words("Main", "首选"), sensitivity=_OPEN, mask=Mask.VALUE),
        *CARRIED,
    ),
)  # fmt: skip

ADDRESS: Final = Noun(
    name="address",
    table="addresses",
    number=5,
    words=Words("Address", "地址"),
    plural=Words("Addresses", "地址"),
    title="city",
    sort="-created_at",
    columns=("about", "street", "postcode", "city", "country"),
    owner_link="about",
    in_lists=False,
    fields=(
        _BELONGS,
        _USE,
        Field(name="street", kind=Kind.TEXT, words=Words("Street", "街道"), sensitivity=_PERSONAL, mask=Mask.STREET,
              personal=True, together="address",
              headers=("street", "address", "mailing street", "billing street", "street address", "business street",
                       "address 1 - street", "home street", "地址", "街道", "详细地址", "公司地址", "通讯地址", "联系地址",
                       "address line", "po box", "straße", "strasse", "anschrift", "地址1")),
        Field(name="postcode", kind=Kind.TEXT, words=Words("Postcode", "邮编"), sensitivity=_PERSONAL, mask=Mask.POSTCODE,
              personal=True, together="address",
              headers=("postcode", "postal code", "zip", "zip code", "mailing zip/postal code", "billing zip/postal code",
                       "business postal code", "address 1 - postal code", "邮编", "邮政编码",
                       "plz", "postleitzahl")),
        Field(name="city", kind=Kind.TEXT, words=Words("City", "城市"), sensitivity=_OPEN, mask=Mask.VALUE,
              together="address",
              headers=("city", "mailing city", "billing city", "business city", "address 1 - city", "town", "城市", "市",
                       "suburb", "locality", "ort", "stadt", "市/县", "所在城市")),
        Field(name="region", kind=Kind.TEXT, words=Words("Region", "省份"), sensitivity=_OPEN, mask=Mask.VALUE,
              together="address",
              headers=("state", "region", "province", "mailing state/province", "billing state/province", "county",
                       "business state", "address 1 - region", "省", "省份", "州/省", "地区",
                       "bundesland", "省/市/自治区", "所在省份")),
        Field(name="country", kind=Kind.COUNTRY, words=Words("Country", "国家"), sensitivity=_OPEN, mask=Mask.VALUE,
              together="address",
              headers=("country", "mailing country", "billing country", "business country/region", "country/region",
                       "address 1 - country", "国家", "国家/地区",
                       "land", "country code", "国家/地区名称")),
        *CARRIED,
    ),
)  # fmt: skip
