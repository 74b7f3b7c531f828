"""Activities: what was done or is to be done with customers; and tags."""

from typing import Final

from vault.model.common import CARRIED
from vault.model.fields import Choice, Field, Kind, Mask, Merge, Noun, Sensitivity, Words

_OPEN, _PERSONAL = Sensitivity.OPEN, Sensitivity.PERSONAL

TOUCHES: Final = ("call", "meeting", "visit", "mail", "letter")
"""The kinds of activity that count as contact with a customer once done."""

ACTIVITY: Final = Noun(
    name="activity",
    table="activities",
    number=10,
    words=Words("Activity", "跟进"),
    plural=Words("Activities", "跟进"),
    title="subject",
    sort="-created_at",
    columns=("kind", "subject", "due_on", "done_at", "owner"),
    fields=(
        Field(name="kind", kind=Kind.CHOICE, words=Words("Kind", "种类"), sensitivity=_OPEN, mask=Mask.VALUE,
              required=True, headers=("type", "kind", "activity type", "类型", "跟进方式"), choices=(
                  Choice(key="call", words=Words("Call", "电话"), hue="blue"),
                  Choice(key="meeting", words=Words("Meeting", "会议"), hue="violet"),
                  Choice(key="task", words=Words("Task", "任务"), hue="amber"),
                  Choice(key="note", words=Words("Note", "备注"), hue="amber"),
                  Choice(key="visit", words=Words("Visit", "拜访"), hue="green"),
                  Choice(key="letter", words=Words("Letter", "信函"), hue="teal"),
                  Choice(key="mail", words=Words("E-mail", "邮件"), hue="slate"))),
        Field(name="subject", kind=Kind.TEXT, words=Words("Subject", "主题"), sensitivity=_PERSONAL, mask=Mask.WITHHELD,
              personal=True, search=2, headers=("subject", "title", "主题", "标题")),
        Field(name="text", kind=Kind.NOTE, words=Words("Text", "内容"), sensitivity=_PERSONAL, mask=Mask.WITHHELD,
              personal=True, search=1, max_length=1_000_000,
              headers=("text", "notes", "comments", "description", "body", "内容", "跟进内容", "备注")),
        Field(name="starts_at", kind=Kind.PLANNED, words=Words("Starts", "开始时间"), sensitivity=_OPEN, mask=Mask.VALUE,
              together="time", headers=("start", "start date", "starts at", "开始时间")),
        Field(name="ends_at", kind=Kind.PLANNED, words=Words("Ends", "结束时间"), sensitivity=_OPEN, mask=Mask.VALUE,
              together="time", headers=("end", "end date", "结束时间")),
        Field(name="due_on", kind=Kind.DAY, words=Words("Due", "到期日"), sensitivity=_OPEN, mask=Mask.VALUE, sortable=True,
              headers=("due date", "due", "due on", "到期日", "截止日期")),
        Field(name="done_at", kind=Kind.INSTANT, words=Words("Done", "完成时间"), sensitivity=_OPEN, mask=Mask.VALUE,
              sortable=True, headers=("done", "completed", "date", "跟进时间")),
        Field(name="minutes", kind=Kind.INTEGER, words=Words("Minutes", "时长（分钟）"), sensitivity=_OPEN,
              mask=Mask.VALUE, headers=("duration", "minutes", "时长")),
        Field(name="outcome", kind=Kind.CHOICE, words=Words("Outcome", "结果"), sensitivity=_OPEN, mask=Mask.VALUE,
              choices=(Choice(key="reached", words=Words("Reached", "已接通"), hue="green"),
                       Choice(key="no_answer", words=Words("No answer", "未接通"), hue="slate"))),
        Field(name="about", kind=Kind.LINKS, words=Words("About", "相关对象"), sensitivity=_OPEN, mask=Mask.VALUE,
              merge=Merge.SET, headers=("about", "related to", "regarding", "contact", "contact name", "company",
                                        "account", "account name", "客户", "联系人", "相关客户", "客户名称")),
        *CARRIED,
    ),
)  # fmt: skip

TAG: Final = Noun(
    name="tag",
    table="tags",
    number=11,
    words=Words("Tag", "标签"),
    plural=Words("Tags", "标签"),
    title="name",
    sort="name",
    columns=("name", "hue"),
    in_lists=False,
    fields=(
        Field(name="name", kind=Kind.TEXT, words=Words("Name", "名称"), sensitivity=_OPEN, mask=Mask.VALUE, required=True,
              sortable=True),
        Field(name="hue", kind=Kind.TEXT, words=Words("Colour", "颜色"), sensitivity=_OPEN, mask=Mask.VALUE),
        *CARRIED,
    ),
)  # fmt: skip
