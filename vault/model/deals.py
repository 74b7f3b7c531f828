"""Deals with their pipelines and stages, and the record of every stage move."""

from typing import Final

from vault.model.common import CARRIED
from vault.model.fields import Choice, Field, Kind, Mask, Merge, Noun, Sensitivity, Words

_OPEN = Sensitivity.OPEN

PIPELINE: Final = Noun(
    name="pipeline",
    table="pipelines",
    number=6,
    words=Words("Pipeline", "销售管道"),
    plural=Words("Pipelines", "销售管道"),
    title="name",
    sort="name",
    columns=("name",),
    in_lists=False,
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "名称"), sensitivity=_OPEN, mask=Mask.VALUE, required=True,
              sortable=True),
        *CARRIED,
    ),
)  # fmt: skip

STAGE: Final = Noun(
    name="stage",
    table="stages",
    number=7,
    words=Words("Stage", "阶段"),
    plural=Words("Stages", "阶段"),
    title="name",
    sort="position",
    columns=("name", "pipeline", "position", "probability", "state"),
    in_lists=False,
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "名称"), sensitivity=_OPEN, mask=Mask.VALUE, required=True),
        Field(name="name_zh", kind=Kind.TEXT, words=Words("Name in Chinese", "中文名称"), sensitivity=_OPEN,
              mask=Mask.VALUE),
        Field(name="pipeline", kind=Kind.LINK, target="pipeline", words=Words("Pipeline", "销售管道"), sensitivity=_OPEN,
              mask=Mask.VALUE, required=True),
        Field(name="position", kind=Kind.INTEGER, words=Words("Position", "次序"), sensitivity=_OPEN, mask=Mask.VALUE,
              sortable=True),
        Field(name="probability", kind=Kind.PERCENT, words=Words("Probability", "赢率"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.WITHHELD),
        Field(name="state", kind=Kind.CHOICE, words=Words("State", "状态"), sensitivity=_OPEN, mask=Mask.VALUE,
              required=True, choices=(
                  Choice(key="open", words=Words("Open", "进行中"), hue="blue"),
                  Choice(key="won", words=Words("Won", "赢单"), hue="green"),
                  Choice(key="lost", words=Words("Lost", "输单"), hue="red"))),
        Field(name="hue", kind=Kind.TEXT, words=Words("Colour", "颜色"), sensitivity=_OPEN, mask=Mask.VALUE),
        *CARRIED,
    ),
)  # fmt: skip

DEAL: Final = Noun(
    name="deal",
    table="deals",
    number=8,
    words=Words("Deal", "商机"),
    plural=Words("Deals", "商机"),
    title="name",
    sort="-created_at",
    columns=("name", "account", "contact", "stage", "amount", "expected_on", "owner"),
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "名称"), sensitivity=_OPEN, mask=Mask.VALUE, search=2,
              required=True, sortable=True,
              headers=("name", "deal name", "opportunity name", "opportunity", "deal", "deal - title", "商机名称", "项目名称",
                       "商机", "机会名称")),
        Field(name="account", kind=Kind.LINK, target="account", words=Words("Company", "公司"), sensitivity=_OPEN,
              mask=Mask.VALUE, sortable=True,
              headers=("account", "account name", "company", "company name", "associated company", "organization", "公司",
                       "客户", "客户名称", "公司名称")),
        Field(name="contact", kind=Kind.LINK, target="contact", words=Words("Person", "联系人"), sensitivity=_OPEN,
              mask=Mask.VALUE, headers=("contact", "contact name", "primary contact", "person", "联系人", "联系人姓名")),
        Field(name="pipeline", kind=Kind.LINK, target="pipeline", words=Words("Pipeline", "销售管道"), sensitivity=_OPEN,
              mask=Mask.VALUE, together="stage", headers=("pipeline", "销售管道")),
        Field(name="stage", kind=Kind.LINK, target="stage", words=Words("Stage", "阶段"), sensitivity=_OPEN,
              mask=Mask.VALUE, together="stage", sortable=True,
              headers=("stage", "deal stage", "sales stage", "stage name", "阶段", "跟进阶段", "销售阶段", "商机阶段")),
        Field(name="amount", kind=Kind.MONEY, words=Words("Amount", "金额"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.BAND, sortable=True,
              headers=("amount", "value", "deal value", "deal amount", "金额", "成交金额", "预计金额", "商机金额",
                       "合同金额",
                       "betrag", "预计成交金额", "成交额")),
        Field(name="expected_on", kind=Kind.DAY, words=Words("Expected close", "预计成交"), sensitivity=_OPEN,
              mask=Mask.VALUE, sortable=True,
              headers=("expected close", "close date", "closedate", "expected close date", "预计成交日期", "预计成交",
                       "结单日期",
                       "expected closing date", "closing date", "成交日期", "预计结单日期")),
        Field(name="closed_at", kind=Kind.INSTANT, words=Words("Closed", "结单时间"), sensitivity=_OPEN, mask=Mask.VALUE),
        Field(name="reason", kind=Kind.TEXT, words=Words("Reason", "原因"), sensitivity=Sensitivity.BUSINESS,
              mask=Mask.WITHHELD, headers=("closed lost reason", "loss reason", "输单原因", "原因")),
        Field(name="notes", kind=Kind.NOTE, words=Words("Notes", "备注"), sensitivity=Sensitivity.PERSONAL,
              mask=Mask.WITHHELD, personal=True, search=1, max_length=100_000,
              headers=("notes", "description", "next step", "备注", "描述", "说明")),
        *CARRIED,
    ),
)  # fmt: skip

STAGE_MOVE: Final = Noun(
    name="stage_move",
    table="stage_moves",
    number=9,
    words=Words("Stage move", "阶段变更"),
    plural=Words("Stage moves", "阶段变更"),
    title="stage",
    sort="-created_at",
    columns=("deal", "stage_before", "stage", "moved_at"),
    owner_link="deal",
    in_lists=False,
    fields=(
        Field(name="deal", kind=Kind.LINK, target="deal", words=Words("Deal", "商机"), sensitivity=_OPEN, mask=Mask.VALUE,
              merge=Merge.EVENT, required=True),
        Field(name="stage_before", kind=Kind.LINK, target="stage", words=Words("From", "原阶段"), sensitivity=_OPEN,
              mask=Mask.VALUE, merge=Merge.EVENT),
        Field(name="stage", kind=Kind.LINK, target="stage", words=Words("To", "新阶段"), sensitivity=_OPEN,
              mask=Mask.VALUE, merge=Merge.EVENT, required=True),
        Field(name="moved_at", kind=Kind.INSTANT, words=Words("When", "时间"), sensitivity=_OPEN, mask=Mask.VALUE,
              merge=Merge.EVENT, required=True),
        *CARRIED,
    ),
)  # fmt: skip
