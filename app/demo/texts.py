"""What people write down about customers, in English and Chinese: subjects, notes, deals, titles. Pure."""

from typing import Final

Texts = dict[str, tuple[str, ...]]
"""Texts by language: "en" or "zh"."""

TITLES: Final[Texts] = {
    "en": (
        "Managing Director",
        "Head of Purchasing",
        "Sales Manager",
        "Office Manager",
        "Chief Engineer",
        "Buyer",
        "Finance Director",
        "Operations Manager",
        "Marketing Lead",
        "Assistant",
        "IT Manager",
        "Founder",
        "Foreman",
    ),
    "zh": (
        "总经理",
        "采购经理",
        "销售总监",
        "行政主管",
        "总工程师",
        "采购专员",
        "财务总监",
        "运营经理",
        "市场经理",
        "助理",
        "信息部经理",
        "创始人",
        "车间主任",
    ),
}
CALLS: Final[Texts] = {
    "en": (
        "Intro call",
        "Follow-up on the quote",
        "Asked about delivery times",
        "Price discussion",
        "Quarterly catch-up",
        "Returned a missed call",
        "Checked the order status",
    ),
    "zh": (
        "初次电话沟通",
        "跟进报价",
        "询问交货时间",
        "价格沟通",
        "季度回访",
        "回复未接来电",
        "确认订单进度",
    ),
}
MEETINGS: Final[Texts] = {
    "en": (
        "Product demonstration",
        "Site visit and measurements",
        "Contract review",
        "Kick-off meeting",
        "Lunch with the team",
    ),
    "zh": ("产品演示", "现场勘察", "合同评审会议", "项目启动会", "与团队午餐"),
}
TASKS: Final[Texts] = {
    "en": (
        "Send the revised quote",
        "Call back about samples",
        "Prepare the proposal",
        "Send the brochure",
        "Check the credit terms",
        "Book the next meeting",
        "Send a birthday card",
    ),
    "zh": (
        "发送修改后的报价",
        "回电确认样品",
        "准备方案",
        "寄送产品手册",
        "核对账期",
        "预约下次会议",
        "寄生日贺卡",
    ),
}
NOTES: Final[Texts] = {
    "en": (
        "Prefers e-mail to the telephone.",
        "Decides together with the plant manager.",
        "Budget is set in November.",
        "Very satisfied with the last delivery.",
        "Compares us with two other suppliers.",
        "Back from leave on Monday.",
        "Wants everything in writing.",
        "Met at the trade fair, asked for samples.",
    ),
    "zh": (
        "更喜欢用邮件联系。",
        "与厂长共同决策。",
        "预算每年十一月确定。",
        "对上次交付非常满意。",
        "正在与另外两家供应商比较。",
        "下周一休假回来。",
        "所有事项都要书面确认。",
        "展会上认识，想要样品。",
    ),
}
DEALS: Final[Texts] = {
    "en": (
        "Annual supply",
        "Pilot installation",
        "Framework contract",
        "Service plan",
        "Replacement order",
        "Spring order",
        "Second line",
        "Training package",
    ),
    "zh": ("年度供货", "试点安装", "框架合同", "维保服务", "设备更新", "春季订单", "二期扩建", "培训服务"),
}
LOST: Final[Texts] = {
    "en": ("Price", "Chose another supplier", "No budget this year"),
    "zh": ("价格过高", "选择了其他供应商", "今年没有预算"),
}
ROLES: Final[Texts] = {"en": ("Adviser", "Board member", "Former employee"), "zh": ("顾问", "董事", "前员工")}
TAGS: Final = (
    ("VIP", "amber"),
    ("Newsletter", "blue"),
    ("Trade fair", "violet"),
    ("Key account", "green"),
    ("重点客户", "red"),
    ("展会", "teal"),
    ("老客户", "slate"),
)
